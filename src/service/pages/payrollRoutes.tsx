import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayrollRun } from '../../app/payroll/payroll.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { AbortedError } from '../../core/errors.js';
import { PAYROLL_FIELDS, type PayrollReading, ROW_OUTCOMES } from '../../core/payroll.js';
import { attachmentNamed } from '../attachment.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { PayrollPage } from './payrollPage.js';
import { NOT_CHOSEN } from './payrollReadingPart.js';
import type { ShownRows } from './payrollRowsPart.js';
import { PayrollsPage } from './payrollsPage.js';
import { namesOfPeople } from './personText.js';
import { sendPage, viewerOf } from './viewer.js';

const payrollPath = z.object({ payrollId: z.string().max(64) });
const listQuery = z.object({ done: z.literal('dropped').optional() });
const pageQuery = z.object({
  outcome: z.enum(ROW_OUTCOMES).or(z.literal('')).default(''),
  after: z.coerce.number().int().min(0).default(0),
});
const columnText = () =>
  z
    .string()
    .regex(/^(\d{1,3}|\?|)$/)
    .default('');
const readingSchema = z.object({
  sheet: z.string().max(200),
  headRow: z.string().max(10),
  shownSheet: z.string().max(200),
  shownHeadRow: z.string().max(10),
  ...{ payee: columnText(), wallet: columnText(), chain: columnText() },
  ...{ asset: columnText(), amount: columnText(), invoice: columnText() },
  decimalSign: z.enum(['', '.', ',']),
  defaultChain: z.string().max(40),
  defaultAsset: z.string().max(200),
});
const sureSchema = z.object({ sure: z.literal('yes').optional() });
const uploadBody = z.object({
  file: z.object({ name: z.string(), bytes: z.instanceof(Buffer) }).optional(),
});

/** Rows on a page. */
const ROWS = 100;

/**
 * Has a scope take files of forms. It comes before what looks at the fields of a form, so that those of
 * a form with a file are there by then.
 */
export async function readUploads(scope: Server): Promise<void> {
  await scope.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: LIMITS.fileBytes, files: 1, fields: 4, fieldSize: 1000, parts: 5 },
    onFile: async (part) => {
      Object.assign(part, { value: { name: part.filename, bytes: await part.toBuffer() } });
    },
  });
}

/** Adds the form by which a payroll is uploaded, in a scope that takes files. */
export function addUploadPage(scope: Server, app: ServiceApp): void {
  scope.post(
    '/payrolls',
    { preParsing: requirePermission('pay'), schema: { body: uploadBody } },
    async (request, reply) => {
      const { file } = request.body;
      if (file === undefined || file.bytes.length === 0) {
        return sendList(app, {
          request,
          reply,
          problem: 'Choose a file that has something in it.',
        });
      }
      const uploaded = await attempt(() => app.payrolls.upload(file, actorOf(request)));
      return uploaded.kind === 'refused'
        ? sendList(app, { request, reply, problem: uploaded.problem })
        : reply.redirect(`/payrolls/${encodeURIComponent(uploaded.value.id)}`, 303);
    },
  );
}

/** Adds the pages of payrolls. */
export function addPayrollRoutes(server: Server, app: ServiceApp): void {
  server.get(
    '/payrolls',
    { preParsing: requirePermission('read'), schema: { querystring: listQuery } },
    async (request, reply) => {
      const notice =
        request.query.done === undefined ? null : 'The file is erased, and what stood in it.';
      return sendList(app, { request, reply, problem: null, notice });
    },
  );
  server.get(
    '/payrolls/:payrollId',
    {
      preParsing: requirePermission('read'),
      schema: { params: payrollPath, querystring: pageQuery },
    },
    async (request, reply) => {
      const { outcome, after } = request.query;
      const query = { outcome: outcome === '' ? null : outcome, after };
      return sendPayroll(app, { request, reply, query });
    },
  );
  addReadingRoute(server, app);
  addRunRoutes(server, app);
}

function addReadingRoute(server: Server, app: ServiceApp): void {
  server.post(
    '/payrolls/:payrollId/confirm',
    {
      preParsing: requirePermission('pay'),
      schema: { params: payrollPath, body: readingSchema },
    },
    async (request, reply) => {
      const { id } = knownRun(app, request.params.payrollId);
      const { body } = request;
      if (isSamePlace(body) && PAYROLL_FIELDS.some((field) => body[field] === NOT_CHOSEN)) {
        return sendPayroll(app, {
          request,
          reply,
          problem: 'Choose the columns that are asked for.',
        });
      }
      const confirmed = await attempt(() =>
        app.payrolls.confirm(id, readingOf(body), actorOf(request)),
      );
      return confirmed.kind === 'refused'
        ? sendPayroll(app, { request, reply, problem: confirmed.problem })
        : leadTo(reply, id);
    },
  );
}

function addRunRoutes(server: Server, app: ServiceApp): void {
  const { payrolls } = app;
  const preParsing = requirePermission('pay');
  server.post(
    '/payrolls/:payrollId/run',
    { preParsing, schema: { params: payrollPath } },
    async (request, reply) => {
      const { id } = knownRun(app, request.params.payrollId);
      const begun = await attempt(async () => {
        try {
          await payrolls.run(id, actorOf(request), request.server.closing);
          return null;
        } catch (error) {
          // What was taken before the queue was full stays; the page says so and offers to go on.
          if (error instanceof AbortedError) return error.message;
          throw error;
        }
      });
      const problem = begun.kind === 'refused' ? begun.problem : begun.value;
      return problem === null ? leadTo(reply, id) : sendPayroll(app, { request, reply, problem });
    },
  );
  server.post(
    '/payrolls/:payrollId/file',
    { preParsing, schema: { params: payrollPath } },
    async (request, reply) => {
      const { id } = knownRun(app, request.params.payrollId);
      const made = await attempt(() => payrolls.exportFile(id, actorOf(request)));
      if (made.kind === 'refused') {
        return sendPayroll(app, { request, reply, problem: made.problem });
      }
      const { name, mediaType, bytes } = made.value;
      return reply
        .type(mediaType)
        .header('content-disposition', attachmentNamed(name))
        .send(Buffer.from(bytes));
    },
  );
  server.post(
    '/payrolls/:payrollId/drop',
    { preParsing, schema: { params: payrollPath, body: sureSchema } },
    async (request, reply) => {
      const { id } = knownRun(app, request.params.payrollId);
      if (request.body.sure === undefined) {
        return sendPayroll(app, {
          request,
          reply,
          problem: 'Mark that it is to be erased for good.',
        });
      }
      const dropped = await attempt(() => payrolls.drop(id, actorOf(request)));
      return dropped.kind === 'refused'
        ? sendPayroll(app, { request, reply, problem: dropped.problem })
        : reply.redirect('/payrolls?done=dropped', 303);
    },
  );
}

type ReadingBody = z.output<typeof readingSchema>;

/** Whether columns were chosen for the place that they stand in: another sheet has others. */
function isSamePlace({ sheet, shownSheet, headRow, shownHeadRow }: ReadingBody): boolean {
  return sheet === shownSheet && headRow === shownHeadRow;
}

function readingOf(body: ReadingBody): Partial<PayrollReading> {
  const { sheet, shownSheet, headRow, decimalSign, defaultChain, defaultAsset } = body;
  const column = (text: string) => (/^\d+$/.test(text) ? Number.parseInt(text, 10) : null);
  return {
    sheet,
    ...(sheet === shownSheet && /^\d+$/.test(headRow)
      ? { headRow: Number.parseInt(headRow, 10) - 1 }
      : {}),
    ...(isSamePlace(body)
      ? {
          columns: {
            ...{ payee: column(body.payee), wallet: column(body.wallet) },
            ...{ chain: column(body.chain), asset: column(body.asset) },
            ...{ amount: column(body.amount), invoice: column(body.invoice) },
          },
        }
      : {}),
    decimalSign: decimalSign === '' ? null : decimalSign,
    defaultChain: defaultChain === '' ? null : defaultChain,
    defaultAsset: defaultAsset.trim() === '' ? null : defaultAsset.trim(),
  };
}

interface Sent {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly problem?: string | null;
  readonly notice?: string | null;
}

function sendList(app: ServiceApp, { request, reply, problem = null, notice = null }: Sent) {
  if (problem !== null) reply.code(422);
  return sendPage(
    reply,
    <PayrollsPage
      viewer={viewerOf(request)}
      zone={app.config.timeZone}
      payrolls={app.payrolls.list()}
      names={namesOfPeople(app.access)}
      problem={problem}
      notice={notice}
    />,
  );
}

function sendPayroll(
  app: ServiceApp,
  sent: Sent & {
    readonly request: FastifyRequest<{ Params: { payrollId: string } }>;
    readonly query?: Pick<ShownRows, 'outcome'> & { readonly after: number };
  },
) {
  const { request, reply, problem = null, notice = null } = sent;
  const { outcome, after } = sent.query ?? { outcome: null, after: 0 };
  if (problem !== null) reply.code(422);
  const run = knownRun(app, request.params.payrollId);
  return sendPage(
    reply,
    <PayrollPage
      view={{
        ...{ viewer: viewerOf(request), zone: app.config.timeZone, run, problem, notice },
        shown: shownRows(run, app, { outcome, after }),
        names: namesOfPeople(app.access),
        chains: Object.keys(app.config.chains),
      }}
    />,
  );
}

function shownRows(
  { id, state }: PayrollRun,
  { payrolls }: ServiceApp,
  { outcome, after }: Pick<ShownRows, 'outcome'> & { readonly after: number },
): ShownRows | null {
  if (state === 'asks') return null;
  const found =
    state === 'ready'
      ? payrolls.previewRows(id).filter(({ row }) => row > after)
      : payrolls.listRows(id, { outcome, after, limit: ROWS + 1 });
  const rows = found.slice(0, ROWS);
  const nextAfter = found.length > ROWS ? (rows.at(-1)?.row ?? null) : null;
  return { rows, outcome, nextAfter };
}

function knownRun({ payrolls }: ServiceApp, payrollId: string): PayrollRun {
  const run = payrolls.read(payrollId);
  if (run === null) throw new Refusal('not-found', 'There is no payroll of this id here.');
  return run;
}

function leadTo(reply: FastifyReply, payrollId: string): FastifyReply {
  return reply.redirect(`/payrolls/${encodeURIComponent(payrollId)}`, 303);
}
