import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { type MonthEdition, parseEdition } from '../../app/summary/monthEdition.js';
import { MONTH_FORMATS, type MonthFile, type MonthFormat } from '../../app/summary/monthFiles.js';
import type { SignedMonth } from '../../app/summary/signOff.js';
import { escapeJson } from '../../report/format.js';
import { actorOf, requirePermission } from '../identity.js';
import { MONTH_TYPES, sendMonthFile } from '../monthDelivery.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  monthFileQuery,
  monthParams,
  monthUnderWaySchema,
  signBody,
  signedMonthSchema,
  signedMonthsSchema,
  versionParams,
} from '../schemas/month.js';
import { monthSchema } from '../schemas/monthSummary.js';
import type { Server } from '../serverType.js';
import { type Waits, whileConnected } from '../waits.js';

/** Adds the monthly summary, and signing it. */
export function addSummaryRoutes(v1: Server, app: ServiceApp, waits: Waits): void {
  addReadRoutes(v1, { app, waits });
  addVersionRoutes(v1, app);
}

const READING =
  'As JSON, PDF, XLSX or CSV: by `format`, else by `Accept`. All are of one model. It is made beside the requests; what takes longer than `wait` seconds goes on, and the same request again takes it. The audit log tells who had it as a file.';

const FILES = {
  200: {
    description: 'The summary.',
    content: {
      'application/json': monthSchema,
      'text/csv': z.string(),
      'application/pdf': z.string(),
      [MONTH_TYPES.xlsx]: z.string(),
    },
  },
  202: json('It goes on.', monthUnderWaySchema),
};

function addReadRoutes(v1: Server, parts: Parts): void {
  const preParsing = requirePermission('read');
  v1.get(
    '/summaries/:month',
    {
      preParsing,
      schema: {
        summary: "A month's summary",
        description: `As it is known now. ${READING}`,
        tags: ['summaries'],
        params: monthParams,
        querystring: monthFileQuery,
        response: answers(FILES),
      },
    },
    async (request, reply) =>
      deliver(parts, { request, reply, edition: { kind: 'now' }, ...request.query }),
  );
  v1.get(
    '/summaries/:month/versions/:version',
    {
      preParsing,
      schema: {
        summary: 'A month as it was signed, or kept',
        description: `Word for word. ${READING}`,
        tags: ['summaries'],
        params: versionParams,
        querystring: monthFileQuery,
        response: answers(FILES),
      },
    },
    async (request, reply) => {
      const { month, version } = request.params;
      const edition = parseEdition(version);
      if (!isThere(parts.app, month, edition)) {
        throw new Refusal('not-found', 'This month has no version of that name.');
      }
      return deliver(parts, { request, reply, edition, ...request.query });
    },
  );
}

function addVersionRoutes(v1: Server, app: ServiceApp): void {
  v1.get(
    '/summaries/:month/versions',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Who signed a month, and what differs between versions',
        description: 'Newest first.',
        tags: ['summaries'],
        params: monthParams,
        response: answers({ 200: json('All of them.', signedMonthsSchema) }),
      },
    },
    async (request, reply) => {
      const { month } = request.params;
      const progress = { onProgress: () => undefined, signal: whileConnected(reply) };
      const { versions } = await app.months.work.ask(
        'versions',
        { kind: 'versions', month },
        progress,
      );
      return { versions: versions.map(tellSigned) };
    },
  );
  v1.post(
    '/summaries/:month/sign',
    {
      preParsing: requirePermission('release'),
      schema: {
        summary: 'Sign a month',
        description:
          'Freezes the month as it is known now: who, when, the summary word for word, and the head of the audit log. Only a person signs, never a token, and a month that is over; over other figures than last time it is the next version.',
        tags: ['summaries'],
        params: monthParams,
        body: signBody,
        response: answers({ 201: json('It is signed.', signedMonthSchema) }),
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const by = actorOf(request);
      const seen = body.figuresDigest ?? null;
      const progress = { onProgress: () => undefined, signal: request.server.closing };
      const { signed } = await app.months.work.ask(
        'sign',
        { kind: 'sign', month: params.month, by, seen },
        progress,
      );
      const told = tellSigned(signed);
      return reply.code(201).header('location', told.href).send(told);
    },
  );
}

interface Parts {
  readonly app: ServiceApp;
  readonly waits: Waits;
}

async function deliver(
  { app, waits }: Parts,
  asked: {
    readonly request: FastifyRequest<{ Params: { month: string } }>;
    readonly reply: FastifyReply;
    readonly edition: MonthEdition;
    readonly format?: MonthFormat | undefined;
    readonly wait: number;
  },
) {
  const { request, reply, edition, wait } = asked;
  const { month } = request.params;
  const by = actorOf(request);
  const format = asked.format ?? acceptedFormat(request.headers.accept ?? '');
  reply.header('vary', 'accept');
  const leave = waits.enter(by);
  try {
    const until = AbortSignal.any([whileConnected(reply), AbortSignal.timeout(wait * 1000)]);
    const ask = { kind: 'file', month, edition, format, asOf: null } as const;
    const run = await app.months.runs.run('file', ask, { by, until });
    if (run.kind === 'running') {
      const { done, of } = run;
      return reply.code(202).header('retry-after', '5').send({ month, state: 'running', done, of });
    }
    const { file } = run.answer;
    if (format === 'json') return reply.type(MONTH_TYPES.json).send(jsonOf(file, edition));
    app.audit.append({ actor: by, action: 'summary-exported', subjectId: month });
    return sendMonthFile(reply, file, { month, edition });
  } finally {
    leave();
  }
}

function isThere({ records }: ServiceApp, month: string, edition: MonthEdition): boolean {
  if (edition.kind === 'kept') return records.keptMonths.read(month) !== null;
  const [newest] = records.signOffs.listSigned(month);
  return edition.kind === 'signed' && newest !== undefined && edition.version <= newest.version;
}

/** What was signed is given word for word; else nothing hides in it. */
function jsonOf({ bytes }: MonthFile, { kind }: MonthEdition): Buffer | string {
  const text = Buffer.from(bytes);
  return kind === 'now' ? escapeJson(text.toString('utf8')) : text;
}

/** Edge: who takes several gets the first of ours that they name; who names none gets JSON. */
function acceptedFormat(accept: string): MonthFormat {
  const named = MONTH_FORMATS.find((format) => {
    const [type = ''] = MONTH_TYPES[format].split(';');
    return accept.toLowerCase().includes(type);
  });
  return named ?? 'json';
}

function tellSigned({ id, ...signed }: SignedMonth) {
  const href = `/v1/summaries/${signed.month}/versions/${signed.version}`;
  return { ...signed, href };
}
