import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { AUDIT_HEAD_KIND } from '../../core/auditHead.js';
import { requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { answers, json } from '../schemas/answers.js';
import type { Server } from '../serverType.js';

const auditSchema = z.object({
  rows: z.array(
    z.object({
      sequence: z.int(),
      at: z.string(),
      actor: z.union([z.object({ kind: z.enum(['person', 'token']), id: z.string() }), z.null()]),
      action: z.string(),
      subjectId: z.union([z.string(), z.null()]),
    }),
  ),
  nextCursor: z.union([z.string(), z.null()]).describe('Null on the last page.'),
});

/** Adds the log of who did what. */
export function addAuditRoutes(v1: Server, { audit, records }: ServiceApp): void {
  addHeadRoute(v1, records);
  v1.get(
    '/audit',
    {
      preParsing: requirePermission('audit'),
      schema: {
        summary: 'Who did what',
        description: 'Newest first. People and tokens stand by their ids.',
        tags: ['audit'],
        querystring: z.strictObject({
          cursor: z.coerce
            .number()
            .int()
            .min(1)
            .optional()
            .describe('`nextCursor` of the page before.'),
          limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(50),
        }),
        response: answers({ 200: json('A page of the log.', auditSchema) }),
      },
    },
    async ({ query }) => {
      const { cursor, limit } = query;
      const found = audit.list({ before: cursor ?? null, limit: limit + 1 });
      const rows = found.slice(0, limit);
      return {
        rows,
        nextCursor: found.length > limit ? `${rows.at(-1)?.sequence}` : null,
      };
    },
  );
}

const headSchema = z
  .object({
    kind: z.literal(AUDIT_HEAD_KIND),
    version: z.literal(1),
    rows: z.int().describe('How many rows the log has.'),
    hash: z.union([z.string(), z.null()]).describe('Of the newest row; null where there is none.'),
    at: z.string(),
    keyId: z.string(),
    signature: z.string(),
  })
  .describe('Kept outside, `hopsight audit verify --against FILE` compares a later log with it.');

function addHeadRoute(v1: Server, records: ServiceApp['records']): void {
  v1.get(
    '/audit/head',
    {
      preParsing: requirePermission('audit'),
      schema: {
        summary: 'The head of the log, signed',
        description:
          'The number of rows and the hash of the newest. A log that was cut or written anew since does not agree with it.',
        tags: ['audit'],
        response: answers({ 200: json('The head.', headSchema) }),
      },
    },
    async () => records.signAuditHead(),
  );
}
