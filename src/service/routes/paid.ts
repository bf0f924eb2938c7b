import type { MatchRun } from '../../app/paid/matchRuns.js';
import type { PaidImport } from '../../app/paid/paidPayments.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { InputError } from '../../core/errors.js';
import { PAID_FIELDS, type PaidField, type PaidReadingSaid } from '../../core/paidSheet.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  matchRunSchema,
  type PaidImportQuery,
  paidImportQuerySchema,
  paidImportSchema,
  paidMatchParams,
  paidMatchSchema,
} from '../schemas/paid.js';
import { waitSchema } from '../schemas/screening.js';
import type { Server } from '../serverType.js';
import { type Waits, whileConnected } from '../waits.js';

/** Adds the routes by which payments that were made are imported and looked up. */
export async function addPaidRoutes(v1: Server, app: ServiceApp, waits: Waits): Promise<void> {
  // In a scope of its own: elsewhere a body that is no JSON is refused.
  await v1.register(async (scope) => addImportRoute(scope, app));
  addMatchRoutes(v1, app, waits);
}

function addImportRoute(v1: Server, app: ServiceApp): void {
  v1.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: LIMITS.fileBytes },
    (_request, body, done) => done(null, body),
  );
  v1.post(
    '/payments/import',
    {
      preParsing: requirePermission('pay'),
      bodyLimit: LIMITS.fileBytes,
      schema: {
        summary: 'Import payments that were made',
        description:
          'The body is the file itself, CSV or XLSX, up to 10 MB, with the content type `application/octet-stream`. What was told before is not taken again, so that a file, or one that overlaps, can be sent at any time. What is ambiguous is asked in the answer, and then nothing is taken.',
        tags: ['payments'],
        querystring: paidImportQuerySchema,
        response: answers({ 200: json('What came of it.', paidImportSchema) }),
      },
    },
    async (request) => {
      const { body, query } = request;
      if (!(body instanceof Uint8Array)) {
        throw new InputError(
          'The file is missing: send it as the body, with the content type application/octet-stream.',
        );
      }
      const file = { name: query.name ?? '', bytes: body };
      return tellImport(app.paid.importFile(file, actorOf(request), saidBy(query)));
    },
  );
}

function addMatchRoutes(v1: Server, app: ServiceApp, waits: Waits): void {
  v1.post(
    '/payments/match',
    {
      preParsing: requirePermission('pay'),
      schema: {
        summary: 'Look up the payments of a month',
        description:
          'Looks up told transactions, and what left our own accounts. It goes on when nobody waits; one that is under way is told of and not begun again.',
        tags: ['payments'],
        body: paidMatchSchema,
        querystring: waitSchema,
        response: answers({
          200: json('It is over.', matchRunSchema),
          202: json('It goes on.', matchRunSchema),
        }),
      },
    },
    async (request, reply) => {
      const { month } = request.body;
      const by = actorOf(request);
      const begun = app.matchRuns.start(month, by);
      const seconds = request.query.wait;
      if (seconds > 0) {
        const leave = waits.enter(by);
        try {
          const signals = [whileConnected(reply), AbortSignal.timeout(seconds * 1000)];
          await app.matchRuns.settled(month, AbortSignal.any(signals));
        } finally {
          leave();
        }
      }
      const run = app.matchRuns.read(month) ?? begun;
      if (run.state === 'running') reply.code(202).header('location', hrefOf(month));
      return tellRun(run);
    },
  );

  v1.get(
    '/payments/match/:month',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'How far the look-up of a month has come',
        tags: ['payments'],
        params: paidMatchParams,
        response: answers({
          200: json('It is over.', matchRunSchema),
          202: json('It goes on.', matchRunSchema),
        }),
      },
    },
    async ({ params }, reply) => {
      const run = app.matchRuns.read(params.month);
      if (run === null) {
        throw new Refusal(
          'not-found',
          'This month was not looked up since the service began; begin it with POST /v1/payments/match.',
        );
      }
      return reply.code(run.state === 'running' ? 202 : 200).send(tellRun(run));
    },
  );
}

function hrefOf(month: string): string {
  return `/v1/payments/match/${month}`;
}

function tellRun(run: MatchRun) {
  const { matching } = run;
  return {
    ...run,
    matching: matching === null ? null : { ...matching, unseen: [...matching.unseen] },
  };
}

/** People count columns and rows from 1. */
function saidBy(query: PaidImportQuery): PaidReadingSaid {
  const { sheet, headRow, decimalSign, dateOrder, chain, asset } = query;
  const named: readonly (readonly [PaidField, number | undefined])[] = [
    ['date', query.dateColumn],
    ['payee', query.payeeColumn],
    ['wallet', query.walletColumn],
    ['chain', query.chainColumn],
    ['asset', query.assetColumn],
    ['amount', query.amountColumn],
    ['invoice', query.invoiceColumn],
    ['transaction', query.transactionColumn],
    ['approver', query.approverColumn],
  ];
  const columns = Object.fromEntries(
    named.flatMap(([field, at]) => (at === undefined ? [] : [[field, at - 1]])),
  );
  return {
    ...(sheet === undefined ? {} : { sheet }),
    ...(headRow === undefined ? {} : { headRow: headRow - 1 }),
    ...(decimalSign === undefined ? {} : { decimalSign }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(chain === undefined ? {} : { defaultChain: chain }),
    ...(asset === undefined ? {} : { defaultAsset: asset }),
    columns,
  };
}

function tellImport({ reading, ...told }: PaidImport) {
  const columns = Object.fromEntries(
    PAID_FIELDS.map((field) => {
      const at = reading.columns[field];
      return [field, at === null ? null : at + 1];
    }),
  );
  return { ...told, columns };
}
