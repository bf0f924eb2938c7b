import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { isMonth, monthAway } from '../../app/summary/monthEdition.js';
import { MONTH_FORMATS } from '../../app/summary/monthFiles.js';
import { monthOf } from '../../report/format.js';
import { attachmentNamed } from '../attachment.js';
import { actorOf, requirePermission } from '../identity.js';
import { sendMonthFile } from '../monthDelivery.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { whileConnected } from '../waits.js';
import { attempt } from './attempt.js';
import { MonthPage } from './monthPage.js';
import { type MonthPlace, monthPath, monthQuery, placeOf } from './monthPath.js';
import { MonthRowsPage } from './monthRowsPage.js';
import { type MonthLine, MonthsPage } from './monthsPage.js';
import { MonthWaitPage } from './monthWaitPage.js';
import { namesOfPeople } from './personText.js';
import { sendPage, viewerOf } from './viewer.js';

/** How long a page waits for a month before it shows how far that is. Units: milliseconds. */
const PAGE_WAIT_MS = 5_000;
/** How long a file is waited for. Units: milliseconds. */
const FILE_WAIT_MS = 60_000;
/** Rows of a page of what is behind a figure. */
const ROWS = 100;
/** Months of the list. */
const MOST_MONTHS = 36;

const pageQuery = monthQuery.extend({ done: z.literal('signed').optional() });
const rowsPath = monthPath.extend({ figure: z.coerce.number().int().min(1).max(1_000_000) });
const rowsQuery = monthQuery.extend({ after: z.coerce.number().int().min(0).default(0) });
const signForm = z.object({
  seen: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  sure: z.literal('yes').optional(),
});
const fileForm = z.object({ format: z.enum(MONTH_FORMATS) });

/** Adds the pages of months. */
export function addMonthRoutes(server: Server, app: ServiceApp): void {
  addPageRoutes(server, app);
  addFileRoutes(server, app);
  server.post(
    '/months/:month/sign',
    { preParsing: requirePermission('release'), schema: { params: monthPath, body: signForm } },
    async (request, reply) => {
      const { body, params } = request;
      const { month } = params;
      const place = placeOf(params, {});
      if (body.sure === undefined) {
        const problem = 'Mark that you looked at the month, and answer for it.';
        return sendMonth(app, { request, reply, place, problem });
      }
      const by = actorOf(request);
      const progress = { onProgress: () => undefined, signal: request.server.closing };
      const ask = { kind: 'sign', month, by, seen: body.seen } as const;
      const signed = await attempt(() => app.months.work.ask('sign', ask, progress));
      if (signed.kind === 'refused') {
        return sendMonth(app, { request, reply, place, problem: signed.problem });
      }
      const { version } = signed.value.signed;
      return reply.redirect(`/months/${month}?version=${version}&done=signed`, 303);
    },
  );
}

function addPageRoutes(server: Server, app: ServiceApp): void {
  const preParsing = requirePermission('read');
  server.get('/months', { preParsing }, async (request, reply) =>
    sendPage(
      reply,
      <MonthsPage
        viewer={viewerOf(request)}
        zone={app.config.timeZone}
        lines={listMonths(app)}
        keeper={app.months.keeper.state()}
        names={namesOfPeople(app.access)}
      />,
    ),
  );
  server.get(
    '/months/:month',
    { preParsing, schema: { params: monthPath, querystring: pageQuery } },
    async (request, reply) => {
      const place = placeOf(request.params, request.query);
      const notice = request.query.done === undefined ? null : 'The month is signed.';
      return sendMonth(app, { request, reply, place, notice });
    },
  );
  server.get(
    '/months/:month/rows/:figure',
    { preParsing, schema: { params: rowsPath, querystring: rowsQuery } },
    async (request, reply) => {
      const { params, query } = request;
      const place = placeOf(params, query);
      const { figure } = params;
      const ask = { kind: 'rows', ...place, figure, after: query.after, limit: ROWS } as const;
      const waiting = { by: actorOf(request), until: untilLater(reply, PAGE_WAIT_MS) };
      const run = await app.months.runs.run('rows', ask, waiting);
      return run.kind === 'running'
        ? sendWait({ request, reply, place }, run)
        : sendPage(reply, <MonthRowsPage viewer={viewerOf(request)} rows={run.answer.rows} />);
    },
  );
}

function addFileRoutes(server: Server, app: ServiceApp): void {
  server.post(
    '/months/:month/file',
    {
      preParsing: requirePermission('read'),
      schema: { params: monthPath, querystring: monthQuery, body: fileForm },
    },
    async (request, reply) => {
      const { params, query, body } = request;
      const place = placeOf(params, query);
      const by = actorOf(request);
      const waiting = { by, until: untilLater(reply, FILE_WAIT_MS) };
      const ask = { kind: 'file', ...place, format: body.format } as const;
      const run = await app.months.runs.run('file', ask, waiting);
      if (run.kind === 'running') {
        throw new Refusal(
          'busy',
          'The file is not ready yet, and is being made; ask for it again in a minute.',
        );
      }
      const { month } = place;
      app.audit.append({ actor: by, action: 'summary-exported', subjectId: month });
      return sendMonthFile(reply, run.answer.file, place);
    },
  );
  server.get(
    '/months/:month/head',
    { preParsing: requirePermission('audit'), schema: { params: monthPath } },
    async ({ params: { month } }, reply) => {
      const kept = app.records.keptMonths.read(month);
      if (kept === null) throw new Refusal('not-found', 'No summary of this month is kept.');
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', attachmentNamed(`hopsight-audit-head-${month}.json`))
        .send(`${kept.headJson}\n`);
    },
  );
}

interface Sent {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly place: MonthPlace;
}

async function sendMonth(
  app: ServiceApp,
  asked: Sent & { readonly problem?: string; readonly notice?: string | null },
): Promise<FastifyReply> {
  const { request, reply, place, problem = null, notice = null } = asked;
  const waiting = { by: actorOf(request), until: untilLater(reply, PAGE_WAIT_MS) };
  const run = await app.months.runs.run('view', { kind: 'view', ...place }, waiting);
  if (run.kind === 'running') return sendWait(asked, run);
  const { view, versions, sinceSigned } = run.answer;
  if (problem !== null) reply.code(422);
  return sendPage(
    reply,
    <MonthPage
      shown={{
        ...{ viewer: viewerOf(request), zone: app.config.timeZone, problem, notice },
        ...{ view, versions, sinceSigned, names: namesOfPeople(app.access) },
        kept: app.records.keptMonths.read(place.month),
      }}
    />,
  );
}

function sendWait(
  { request, reply, place: { month } }: Sent,
  { done, of }: { readonly done: number; readonly of: number },
): FastifyReply {
  return sendPage(
    reply,
    <MonthWaitPage viewer={viewerOf(request)} month={month} done={done} of={of} />,
  );
}

function untilLater(reply: FastifyReply, waitMs: number): AbortSignal {
  return AbortSignal.any([whileConnected(reply), AbortSignal.timeout(waitMs)]);
}

/** Months since the log tells of anything, and whichever was signed or kept. Order: newest first. */
function listMonths({ config, records, audit, nowMs }: ServiceApp): readonly MonthLine[] {
  const { timeZone: zone } = config;
  const current = monthOf(new Date(nowMs()).toISOString(), zone);
  const [begun] = audit.list({ before: 2, limit: 1 });
  const first = begun === undefined ? current : monthOf(begun.at, zone);
  const kept = records.keptMonths.list();
  const oldest = [monthAway(first, -1), ...kept.map(({ month }) => month)]
    .filter(isMonth)
    .sort()[0];
  return Array.from({ length: MOST_MONTHS }, (_, at) => monthAway(current, -at))
    .filter((month) => month >= (oldest ?? current))
    .map((month) => ({
      month,
      isRunning: month === current,
      kept: kept.find((one) => one.month === month) ?? null,
      newest: records.signOffs.listSigned(month)[0] ?? null,
    }));
}
