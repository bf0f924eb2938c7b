import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { requirePermission } from '../identity.js';
import type { Server } from '../serverType.js';
import { AuditPage } from './auditPage.js';
import { sendPage, viewerOf } from './viewer.js';

const ROWS = 50;

/** Adds the page that tells who did what. */
export function addAuditRoutes(server: Server, { access, audit, config }: ServiceApp): void {
  server.get(
    '/audit',
    {
      preParsing: requirePermission('audit'),
      schema: { querystring: z.object({ before: z.coerce.number().int().min(1).optional() }) },
    },
    async (request, reply) => {
      const found = audit.list({ before: request.query.before ?? null, limit: ROWS + 1 });
      const rows = found.slice(0, ROWS);
      const named = [...access.listUsers(), ...access.listTokens()];
      return sendPage(
        reply,
        <AuditPage
          viewer={viewerOf(request)}
          zone={config.timeZone}
          rows={rows}
          names={new Map(named.map(({ id, name }) => [id, name]))}
          older={found.length > ROWS ? (rows.at(-1)?.sequence ?? null) : null}
          problem={audit.findProblem()}
        />,
      );
    },
  );
}
