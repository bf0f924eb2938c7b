import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { monthOf } from '../../report/format.js';
import { periodAround, summarise } from '../../report/summary.js';
import { requirePermission } from '../identity.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { MonthPage } from './monthPage.js';
import { sendPage, viewerOf } from './viewer.js';

/** Adds what a month's screenings say together. */
export function addMonthRoutes(server: Server, { records, config, nowMs }: ServiceApp): void {
  const { timeZone: zone } = config;
  const now = () => new Date(nowMs()).toISOString();

  server.get('/months', { preParsing: requirePermission('read') }, async (_request, reply) =>
    reply.redirect(`/months/${monthOf(now(), zone)}`, 303),
  );

  server.get(
    '/months/:month',
    {
      preParsing: requirePermission('read'),
      schema: { params: z.object({ month: z.string() }) },
    },
    async (request, reply) => {
      const { month } = request.params;
      if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) {
        throw new Refusal('not-found', 'A month is written as 2026-11.');
      }
      const recorded = records.listScreenings(periodAround(month));
      const summary = summarise(
        recorded.map(({ document }) => document),
        { month, zone, now: now() },
      );
      return sendPage(reply, <MonthPage viewer={viewerOf(request)} summary={summary} />);
    },
  );
}
