import { z } from 'zod';
import type { PayrollRun, PayrollSummary } from '../../app/payroll/payroll.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { attachmentNamed } from '../attachment.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  payrollParams,
  payrollSchema,
  payrollsSchema,
  readingSchema,
  rowPageSchema,
  rowQuerySchema,
  uploadSchema,
} from '../schemas/payroll.js';
import { waitSchema } from '../schemas/screening.js';
import type { Server } from '../serverType.js';
import { type Waits, whileConnected } from '../waits.js';
import { tellPayment } from './payments.js';

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What a payroll file may be sent as; what it is, its bytes say. */
const FILE_TYPES = ['application/octet-stream', 'text/csv', XLSX_TYPE];

/** Adds the routes by which payroll files are uploaded, confirmed, run and given back. */
export async function addPayrollRoutes(v1: Server, app: ServiceApp, waits: Waits): Promise<void> {
  // A scope of its own: no other route takes files, nor bodies that are as large.
  await v1.register(async (scope) => addUploadRoute(scope, app));
  addReadRoutes(v1, app);
  addRunRoutes(v1, app, waits);
}

function addUploadRoute(scope: Server, app: ServiceApp): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    FILE_TYPES,
    { parseAs: 'buffer', bodyLimit: LIMITS.fileBytes },
    (_request, body, done) => done(null, body),
  );
  scope.post(
    '/payrolls',
    {
      preParsing: requirePermission('pay'),
      schema: {
        summary: 'Upload a payroll',
        description: `The file is the body: CSV or XLSX of at most ${LIMITS.fileBytes / 1_000_000} MB, as ${FILE_TYPES.join(', ')}. The answer proposes how it is read, with what is in doubt as questions; nothing is checked yet.`,
        tags: ['payrolls'],
        querystring: uploadSchema,
        response: answers({ 201: json('It is kept.', payrollSchema) }),
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!Buffer.isBuffer(body) || body.length === 0) {
        throw new Refusal('malformed', 'Send the file as the body of the request.');
      }
      const { name } = request.query;
      const run = tellRun(app.payrolls.upload({ name, bytes: body }, actorOf(request)));
      return reply.code(201).header('location', run.href).send(run);
    },
  );
}

function addReadRoutes(v1: Server, app: ServiceApp): void {
  const { payrolls } = app;
  const preParsing = requirePermission('read');
  v1.get(
    '/payrolls',
    {
      preParsing,
      schema: {
        summary: 'Payrolls',
        description: 'Newest first.',
        tags: ['payrolls'],
        response: answers({ 200: json('All of them.', payrollsSchema) }),
      },
    },
    async () => ({ payrolls: payrolls.list().map(tellSummary) }),
  );
  v1.get(
    '/payrolls/:payrollId',
    {
      preParsing,
      schema: {
        summary: 'One payroll',
        tags: ['payrolls'],
        params: payrollParams,
        response: answers({ 200: json('The payroll.', payrollSchema) }),
      },
    },
    async ({ params }) => tellRun(knownRun(app, params.payrollId)),
  );
  v1.get(
    '/payrolls/:payrollId/rows',
    {
      preParsing,
      schema: {
        summary: 'Rows of a payroll',
        description: 'As in the file; before it is run, as they would be checked.',
        tags: ['payrolls'],
        params: payrollParams,
        querystring: rowQuerySchema,
        response: answers({ 200: json('A page of them.', rowPageSchema) }),
      },
    },
    async ({ params, query: { outcome = null, after, limit } }) => {
      const { id, state } = knownRun(app, params.payrollId);
      const found =
        state === 'ready'
          ? payrolls
              .previewRows(id)
              .filter((row) => row.row > after && (outcome === null || row.outcome === outcome))
              .slice(0, limit + 1)
          : payrolls.listRows(id, { outcome, after, limit: limit + 1 });
      const shown = found.slice(0, limit);
      return {
        rows: shown.map(({ check, ...row }) => ({
          ...row,
          payment: check === null ? null : tellPayment(check, app),
        })),
        nextAfter: found.length > limit ? (shown.at(-1)?.row ?? null) : null,
      };
    },
  );
  v1.get(
    '/payrolls/:payrollId/file',
    {
      preParsing: requirePermission('pay'),
      schema: {
        summary: 'The file with its decisions',
        description:
          'As it was uploaded, with decision, reason, age of the verdict and link of each row at the right end. The audit log tells who had it.',
        tags: ['payrolls'],
        params: payrollParams,
        response: answers({
          200: {
            description: 'The file, CSV or XLSX as it came.',
            content: { 'text/csv': z.string(), [XLSX_TYPE]: z.string() },
          },
        }),
      },
    },
    async (request, reply) => {
      const { id } = knownRun(app, request.params.payrollId);
      const file = payrolls.exportFile(id, actorOf(request));
      return reply
        .type(file.mediaType)
        .header('content-disposition', attachmentNamed(file.name))
        .send(Buffer.from(file.bytes));
    },
  );
}

function addRunRoutes(v1: Server, app: ServiceApp, waits: Waits): void {
  const { payrolls } = app;
  const preParsing = requirePermission('pay');
  v1.post(
    '/payrolls/:payrollId/confirm',
    {
      preParsing,
      schema: {
        summary: 'Say how a payroll is read',
        description: 'What is in doubt still is asked again.',
        tags: ['payrolls'],
        params: payrollParams,
        body: readingSchema,
        response: answers({ 200: json('The payroll.', payrollSchema) }),
      },
    },
    async (request) => {
      const { id } = knownRun(app, request.params.payrollId);
      const said = Object.entries(request.body).filter(([, value]) => value !== undefined);
      return tellRun(payrolls.confirm(id, Object.fromEntries(said), actorOf(request)));
    },
  );
  v1.post(
    '/payrolls/:payrollId/run',
    {
      preParsing,
      schema: {
        summary: 'Check the rows of a payroll',
        description:
          'Has every row checked that has no check yet, or one that came to nothing; so it goes on with a run that was stopped. Waits up to `wait` seconds until all is decided.',
        tags: ['payrolls'],
        params: payrollParams,
        querystring: waitSchema,
        response: answers({
          200: json('All is decided.', payrollSchema),
          202: json('Some rows are not decided yet.', payrollSchema),
        }),
      },
    },
    async (request, reply) => {
      const { id } = knownRun(app, request.params.payrollId);
      const by = actorOf(request);
      const seconds = request.query.wait;
      const started = await payrolls.run(id, by, request.server.closing);
      const run =
        seconds === 0 || started.state === 'done'
          ? started
          : await settle(id, {
              ...{ app, seconds, signal: whileConnected(reply) },
              enter: () => waits.enter(by),
            });
      reply.code(run.state === 'done' ? 200 : 202);
      return tellRun(run);
    },
  );
  v1.delete(
    '/payrolls/:payrollId',
    {
      preParsing,
      schema: {
        summary: 'Drop a payroll',
        description:
          'Takes back what is not decided, and erases the file and what stands in it; checks that were made stay.',
        tags: ['payrolls'],
        params: payrollParams,
        response: answers({ 200: json('It is dropped.', payrollSchema) }),
      },
    },
    async (request) => {
      const { id } = knownRun(app, request.params.payrollId);
      payrolls.drop(id, actorOf(request));
      return tellRun(knownRun(app, id));
    },
  );
}

function knownRun({ payrolls }: ServiceApp, payrollId: string): PayrollRun {
  const run = payrolls.read(payrollId);
  if (run === null) throw new Refusal('not-found', 'There is no payroll of this id here.');
  return run;
}

function tellSummary({ id, fileName, uploadedAt, uploadedBy, ...run }: PayrollSummary) {
  const { state, counts, toTake } = run;
  const href = `/v1/payrolls/${encodeURIComponent(id)}`;
  return { payrollId: id, href, fileName, uploadedAt, uploadedBy, state, counts, toTake };
}

function tellRun(run: PayrollRun) {
  return { ...tellSummary(run), proposal: run.proposal };
}

async function settle(
  id: string,
  by: {
    readonly app: ServiceApp;
    readonly enter: () => () => void;
    readonly seconds: number;
    readonly signal: AbortSignal;
  },
): Promise<PayrollRun> {
  const leave = by.enter();
  try {
    const signal = AbortSignal.any([by.signal, AbortSignal.timeout(by.seconds * 1000)]);
    return (await by.app.payrolls.settled(id, signal)) ?? knownRun(by.app, id);
  } finally {
    leave();
  }
}
