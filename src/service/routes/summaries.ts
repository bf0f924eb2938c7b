import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { formatMoment } from '../../core/moment.js';
import { periodAround, summarise } from '../../report/summary.js';
import { formatSummaryCsv } from '../../report/summaryFormats.js';
import { actorOf, requirePermission } from '../identity.js';
import { answers } from '../schemas/answers.js';
import type { Server } from '../serverType.js';

const tally = { screenings: z.int(), addresses: z.int() };

const summarySchema = z.object({
  month: z.string(),
  zone: z.string(),
  total: z.object(tally),
  decisions: z.record(z.string(), z.object(tally)),
  exposures: z.array(z.looseObject({ entity: z.string(), direction: z.string(), ...tally })),
  incomplete: z.array(z.looseObject({ screeningId: z.string() })),
  stale: z.array(z.looseObject({ screeningId: z.string() })),
});

/** Adds the monthly summary. */
export function addSummaryRoutes(v1: Server, { records, audit, config, nowMs }: ServiceApp): void {
  v1.get(
    '/summaries/:month',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: "A month's summary",
        description:
          'As JSON, or with `Accept: text/csv` as the table that `hopsight summary` prints.',
        tags: ['summaries'],
        params: z.strictObject({
          month: z
            .string()
            .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
            .describe('Such as 2026-11.'),
        }),
        response: answers({
          200: {
            description: 'The summary.',
            content: { 'application/json': summarySchema, 'text/csv': z.string() },
          },
        }),
      },
    },
    async (request, reply) => {
      const { params, headers } = request;
      const { month } = params;
      const recorded = records.listScreenings(periodAround(month));
      const summary = summarise(
        recorded.map(({ document }) => document),
        { month, zone: config.timeZone, now: formatMoment(Math.floor(nowMs() / 1000)) },
      );
      reply.header('vary', 'accept');
      if (!/\btext\/csv\b/i.test(headers.accept ?? '')) return summary;
      audit.append({ actor: actorOf(request), action: 'summary-exported', subjectId: month });
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="hopsight-${month}.csv"`)
        .send(formatSummaryCsv(summary));
    },
  );
}
