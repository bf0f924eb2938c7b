import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { HistoryRow } from '../../app/service/work.js';
import { requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { answers, json } from '../schemas/answers.js';
import { decisionSchema } from '../schemas/document.js';
import type { Server } from '../serverType.js';
import { hrefOf } from './tellState.js';

const accountSchema = z.object({
  labels: z.looseObject({
    address: z.string(),
    lookedUp: z.array(z.looseObject({ account: z.string(), address: z.string() })),
    consequence: z
      .looseObject({ decision: z.union([z.enum(['review', 'hold']), z.null()]) })
      .describe('By the labels alone; null decides nothing and is no leave to pay.'),
    claims: z.array(z.looseObject({})),
    gone: z.array(z.looseObject({})),
    snapshots: z.array(z.looseObject({})),
  }),
  newest: z
    .union([
      z.object({
        screeningId: z.string(),
        href: z.string(),
        screenedAt: z.string(),
        validUntil: z.string(),
        decision: decisionSchema,
        complete: z.boolean(),
        standing: z
          .enum(['stands', 'expired', 'past', 'touched', 'unknown'])
          .describe('Only what `stands` may still be relied on.'),
      }),
      z.null(),
    ])
    .describe('The newest verdict about it; null where it was never screened here.'),
});

/** Adds what is known of one account without asking anybody. */
export function addAccountRoutes(v1: Server, { records, work }: ServiceApp): void {
  v1.get(
    '/accounts/:account',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'What is known of an account',
        description:
          'What the labels say of it, and whether its newest verdict still stands. Nobody is asked, and nothing is screened.',
        tags: ['accounts'],
        params: z.strictObject({ account: z.string().min(1).max(LIMITS.pathPartCharacters) }),
        response: answers({ 200: json('What is known.', accountSchema) }),
      },
    },
    async ({ params }) => {
      const labels = records.showLabels(params.account);
      const row = newestOf(labels.address, work);
      return {
        labels,
        newest:
          row === null
            ? null
            : {
                screeningId: row.screeningId,
                href: hrefOf(row.screeningId),
                screenedAt: row.screenedAt,
                validUntil: row.validUntil,
                decision: row.decision,
                complete: row.complete,
                standing: records.tellStanding(row.screeningId),
              },
      };
    },
  );
}

/** Edge: the history is searched by parts of texts, so others than the address itself are left out. */
function newestOf(address: string, work: ServiceApp['work']): HistoryRow | null {
  const { rows } = work.listHistory({
    text: address,
    decision: null,
    fromIso: null,
    toIso: null,
    cursor: null,
    limit: LIMITS.pageRows,
  });
  return rows.find((row) => row.address === address) ?? null;
}
