import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { escapeJson } from '../../report/format.js';
import { formatJson } from '../../report/json.js';
import { DECISIONS_WORST_FIRST } from '../../report/month/monthWords.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { whileConnected } from '../waits.js';
import { attempt } from './attempt.js';
import { addOverrideRoutes } from './overrideRoutes.js';
import { doneSchema } from './payeePath.js';
import { approvalFile } from './paymentParts.js';
import { checkPath, findPaid, knownCheck } from './paymentPath.js';
import { PaymentsPage } from './paymentsPage.js';
import { nowIsoOf, sendPayment, type ToldOfPayment } from './showPayment.js';
import { sendPage, viewerOf } from './viewer.js';

/** A search as a form sends it: what is not filled in is empty. */
const searchSchema = z.object({
  payee: z
    .string()
    .max(LIMITS.referenceCharacters * 10)
    .default(''),
  decision: z.union([z.enum(DECISIONS_WORST_FIRST), z.literal('')]).default(''),
  cursor: z.string().max(200).default(''),
});

const reasonSchema = z.object({ reason: z.string().max(LIMITS.textCharacters * 10) });
const sureSchema = z.object({ sure: z.literal('yes').optional() });

const ROWS = 25;

/** What was done, by the word that stands in the address of the page afterwards. */
const DONE_WORDS: ReadonlyMap<string, string> = new Map([
  ['released', 'The payment is released, and its approval is signed.'],
  ['override-asked', 'A second person is asked; until one agrees, nothing is paid.'],
  ['agreed', 'The hold is overridden, and the approval is signed.'],
  ['refused', 'The override is refused.'],
  ['override-withdrawn', 'The override is withdrawn; its approval is handed out no more.'],
  ['withdrawn', 'The check is withdrawn; its invoice can be checked again.'],
]);

/** Adds the list of checked payments, and what is done about one. */
export function addPaymentRoutes(server: Server, app: ServiceApp): void {
  addListRoute(server, app);
  addApprovalRoute(server, app);
  addOverrideRoutes(server, app);
  const { payments } = app;
  const send = (
    request: FastifyRequest<{ Params: { checkId: string } }>,
    reply: FastifyReply,
    told: ToldOfPayment,
  ) => sendPayment(app, { request, reply, checkId: request.params.checkId, told });
  const leadOn = (reply: FastifyReply, checkId: string, done: 'released' | 'withdrawn') =>
    reply.redirect(`/payments/${encodeURIComponent(checkId)}?done=${done}`, 303);

  server.get(
    '/payments/:checkId',
    {
      preParsing: requirePermission('read'),
      schema: { params: checkPath, querystring: doneSchema },
    },
    async (request, reply) =>
      send(request, reply, { notice: DONE_WORDS.get(request.query.done ?? '') ?? null }),
  );

  server.post(
    '/payments/:checkId/release',
    {
      preParsing: requirePermission('release'),
      schema: { params: checkPath, body: reasonSchema },
    },
    async (request, reply) => {
      const { id } = knownCheck(payments, request.params.checkId);
      const { reason } = request.body;
      const [by, signal] = [actorOf(request), whileConnected(reply)];
      const released = await attempt(() => payments.release(id, reason, by, signal));
      return released.kind === 'refused'
        ? send(request, reply, { problem: released.problem, typedReason: reason })
        : leadOn(reply, id, 'released');
    },
  );

  server.post(
    '/payments/:checkId/withdraw',
    { preParsing: requirePermission('pay'), schema: { params: checkPath, body: sureSchema } },
    async (request, reply) => {
      const { id } = knownCheck(payments, request.params.checkId);
      if (request.body.sure === undefined) {
        return send(request, reply, { problem: 'Mark that it was not paid and will not be.' });
      }
      const withdrawn = await attempt(() => payments.withdraw(id, actorOf(request)));
      return withdrawn.kind === 'refused'
        ? send(request, reply, { problem: withdrawn.problem })
        : leadOn(reply, id, 'withdrawn');
    },
  );
}

function addApprovalRoute(server: Server, { payments }: ServiceApp): void {
  server.get(
    '/payments/:checkId/approval',
    { preParsing: requirePermission('read'), schema: { params: checkPath } },
    async (request, reply) => {
      const { id, approval: signed } = knownCheck(payments, request.params.checkId);
      const approval = payments.readApproval(id);
      if (approval === null) {
        const sentence = payments.whyNoApproval(id) ?? 'Something changed just now; try again.';
        throw new Refusal(signed === null ? 'not-found' : 'withheld', sentence);
      }
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${approvalFile(id)}"`)
        .serializer((text: string) => text)
        .send(escapeJson(formatJson(approval)));
    },
  );
}

function addListRoute(server: Server, app: ServiceApp): void {
  const { payments, payees, config } = app;
  server.get(
    '/payments',
    { preParsing: requirePermission('read'), schema: { querystring: searchSchema } },
    async (request, reply) => {
      const { payee: named, decision: word, cursor } = request.query;
      const decision = word === '' ? null : word;
      const payee = findPaid(payees, named);
      const isUnknown = payee === null && named.trim() !== '';
      const query = { payeeId: payee?.id ?? null, decision, limit: ROWS };
      const listed = await attempt(() =>
        isUnknown ? NONE : payments.list({ ...query, cursor: cursor === '' ? null : cursor }),
      );
      const problem = listed.kind === 'refused' ? listed.problem : null;
      if (problem !== null) reply.code(422);
      return sendPage(
        reply,
        <PaymentsPage
          view={{
            ...{ viewer: viewerOf(request), zone: config.timeZone, nowIso: nowIsoOf(app) },
            search: { payee: payee?.reference ?? named, decision },
            page: listed.kind === 'refused' ? NONE : listed.value,
            payeeOf: payees.read,
            assetOf: payments.assetOf,
            problem: isUnknown ? 'No payee has this reference; Payees lists theirs.' : problem,
          }}
        />,
      );
    },
  );
}

const NONE = { checks: [], nextCursor: null };
