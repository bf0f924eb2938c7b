import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { DECISIONS_WORST_FIRST } from '../../report/month/monthWords.js';
import { requirePermission } from '../identity.js';
import type { Server } from '../serverType.js';
import { dayAfter, startOfDay } from './dayInZone.js';
import { HistoryPage } from './historyPage.js';
import { sendPage, viewerOf } from './viewer.js';

/** A search as a form sends it: what is not filled in is empty. */
const searchSchema = z.object({
  text: z.string().max(200).default(''),
  decision: z.union([z.enum(DECISIONS_WORST_FIRST), z.literal('')]).default(''),
  from: z.string().max(20).default(''),
  to: z.string().max(20).default(''),
  cursor: z.string().max(200).default(''),
});

const ROWS = 25;

/** Adds the list of past screenings. */
export function addHistoryRoutes(server: Server, { work, config }: ServiceApp): void {
  server.get(
    '/screenings',
    { preParsing: requirePermission('read'), schema: { querystring: searchSchema } },
    async (request, reply) => {
      const { text, decision, from, to, cursor } = request.query;
      const { timeZone: zone } = config;
      const [fromIso, toIso] = [startOfDay(from, zone), startOfDay(dayAfter(to), zone)];
      const isWrong = (from !== '' && fromIso === null) || (to !== '' && toIso === null);
      const page = work.listHistory({
        ...{ fromIso, toIso, limit: ROWS },
        text: text.trim() === '' ? null : text.trim(),
        decision: decision === '' ? null : decision,
        cursor: cursor === '' ? null : cursor,
      });
      return sendPage(
        reply,
        <HistoryPage
          viewer={viewerOf(request)}
          zone={zone}
          search={{ text, decision: decision === '' ? null : decision, from, to }}
          page={page}
          problem={isWrong ? 'A day is written as 2026-11-22.' : null}
        />,
      );
    },
  );
}
