import type { ServiceApp } from '../../app/service/serviceApp.js';
import { formatMoment } from '../../core/moment.js';
import type { PaymentCheck } from '../../core/payment.js';
import { createPaymentDocument } from '../../report/paymentDocument.js';
import { actorOf, requirePermission } from '../identity.js';
import { Refusal, RefusedItems } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  approvalSchema,
  checkedPaymentsSchema,
  paymentHeaders,
  paymentPageSchema,
  paymentParams,
  paymentQuerySchema,
  paymentSchema,
  paymentsSchema,
  releaseSchema,
} from '../schemas/payment.js';
import { waitSchema } from '../schemas/screening.js';
import type { Server } from '../serverType.js';
import { untilThen, type Waits, whileConnected } from '../waits.js';
import { addOverrideRoutes } from './overrides.js';

/** Adds the routes by which payments are checked, released, withdrawn and read. */
export function addPaymentRoutes(v1: Server, app: ServiceApp, waits: Waits): void {
  addCheckRoute(v1, app, waits);
  addReadRoutes(v1, app);
  addChangeRoutes(v1, app);
  addOverrideRoutes(v1, app, { knownCheck, tellPayment });
}

function addCheckRoute(v1: Server, app: ServiceApp, waits: Waits): void {
  v1.post(
    '/payments/check',
    {
      preParsing: requirePermission('pay'),
      schema: {
        summary: 'Check payments before they leave',
        description:
          'Takes one payment or up to 100, all or none. Where all are decided at once, or within `wait` seconds, the answer has the decisions; else it tells where they will be. What comes out `proceed` has a signed approval.',
        tags: ['payments'],
        body: paymentsSchema,
        querystring: waitSchema,
        headers: paymentHeaders,
        response: answers({
          200: json('All are decided or have failed. Order: as sent.', checkedPaymentsSchema),
          202: json('Some are not decided yet. Order: as sent.', checkedPaymentsSchema),
        }),
      },
    },
    async (request, reply) => {
      const sent = Array.isArray(request.body) ? request.body : [request.body];
      const payments = sent.map(({ externalId: _, ...payment }) => payment);
      const problems = app.payments.problemsOf(payments);
      if (problems.length > 0) {
        throw new RefusedItems(
          problems.map(({ index, field, sentence }) => ({
            at: Array.isArray(request.body) ? `/${index}/${field}` : `/${field}`,
            detail: sentence,
          })),
          'Some of the payments cannot be checked, so none was taken; put them right and send all again.',
        );
      }
      const by = actorOf(request);
      const asked = app.payments.check(
        payments,
        {
          urgency: payments.length === 1 ? 'single' : 'batch',
          idempotencyKey: request.headers['idempotency-key'] ?? null,
        },
        by,
      );
      const seconds = request.query.wait;
      const checks =
        seconds === 0 || asked.every(isOver)
          ? asked
          : await settle(asked, {
              ...{ app, seconds, signal: whileConnected(reply) },
              enter: () => waits.enter(by),
            });
      if (!checks.every(isOver)) {
        const [only] = checks;
        const isOne = checks.length === 1 && only !== undefined;
        reply.code(202).header('location', isOne ? hrefOf(only.id) : '/v1/payments');
      }
      return {
        payments: checks.map((check, at) => ({
          externalId: sent[at]?.externalId ?? null,
          ...tellPayment(check, app),
        })),
      };
    },
  );
}

function addReadRoutes(v1: Server, app: ServiceApp): void {
  v1.get(
    '/payments',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Payments that were checked',
        description: 'Newest first.',
        tags: ['payments'],
        querystring: paymentQuerySchema,
        response: answers({ 200: json('A page of them.', paymentPageSchema) }),
      },
    },
    async ({ query }) => {
      const { payee, decision, cursor, limit } = query;
      const page = app.payments.list({
        payeeId: payee ?? null,
        decision: decision ?? null,
        cursor: cursor ?? null,
        limit,
      });
      const payments = page.checks.map((check) => tellPayment(check, app));
      return { payments, nextCursor: page.nextCursor };
    },
  );

  v1.get(
    '/payments/:checkId',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'One check of a payment',
        tags: ['payments'],
        params: paymentParams,
        response: answers({
          200: json('It is decided or has failed.', paymentSchema),
          202: json('It is not decided yet.', paymentSchema),
        }),
      },
    },
    async ({ params }, reply) => {
      const check = knownCheck(app, params.checkId);
      return reply.code(isOver(check) ? 200 : 202).send(tellPayment(check, app));
    },
  );

  v1.get(
    '/payments/:checkId/approval',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'The signed approval of a payment',
        description:
          'Binds payee, wallet, chain, asset, amount, invoice and end. It is handed out while it stands: not once it ended or was withdrawn, its verdict is over, or something came up that weighs, such as a wallet that was taken out of use. One that was fetched before verifies until its end, for nothing calls a signature back.',
        tags: ['payments'],
        params: paymentParams,
        response: answers({ 200: json('The approval.', approvalSchema) }),
      },
    },
    async ({ params }) => {
      const check = knownCheck(app, params.checkId);
      const approval = app.payments.readApproval(check.id);
      if (approval !== null) return approval;
      const code = check.approval === null ? 'not-found' : 'withheld';
      throw new Refusal(code, app.payments.whyNoApproval(check.id) ?? ASK_ONCE_MORE);
    },
  );
}

function addChangeRoutes(v1: Server, app: ServiceApp): void {
  v1.post(
    '/payments/:checkId/release',
    {
      preParsing: requirePermission('release'),
      schema: {
        summary: 'Let a review be paid',
        description:
          'A person, never a token, with a reason; what came out `hold` or was not known whole cannot be released. The chain is asked again, for half a minute at most: what came up since the check refuses it, as does a question that nobody answers now.',
        tags: ['payments'],
        params: paymentParams,
        body: releaseSchema,
        response: answers({ 200: json('It is released.', paymentSchema) }),
      },
    },
    async (request, reply) => {
      const checkId = knownCheck(app, request.params.checkId).id;
      const { reason } = request.body;
      const signal = whileConnected(reply);
      const released = await app.payments.release(checkId, reason, actorOf(request), signal);
      return tellPayment(released, app);
    },
  );

  v1.post(
    '/payments/:checkId/withdraw',
    {
      preParsing: requirePermission('pay'),
      schema: {
        summary: 'Take a check back',
        description:
          'It was not and will not be paid: its invoice can be checked again. What is approved only a person with the permission `release` takes back, and nobody what is known to have been paid. `warning` tells where an approval of it verifies still.',
        tags: ['payments'],
        params: paymentParams,
        response: answers({ 200: json('It is withdrawn.', paymentSchema) }),
      },
    },
    async (request) => {
      const checkId = knownCheck(app, request.params.checkId).id;
      return tellPayment(app.payments.withdraw(checkId, actorOf(request)), app);
    },
  );
}

/** It stood again between two looks. */
const ASK_ONCE_MORE = 'Something about this payment changed just now; ask again.';

function knownCheck({ payments }: ServiceApp, checkId: string): PaymentCheck {
  const check = payments.read(checkId);
  if (check === null) throw new Refusal('not-found', 'There is no check of this id here.');
  return check;
}

function isOver({ state }: PaymentCheck): boolean {
  return state !== 'screening';
}

function hrefOf(checkId: string): string {
  return `/v1/payments/${encodeURIComponent(checkId)}`;
}

/** A check as the API tells it. */
export function tellPayment(check: PaymentCheck, { payments, nowMs }: ServiceApp) {
  const asset = payments.assetOf(check.order.asset);
  const nowIso = formatMoment(Math.floor(nowMs() / 1000));
  const told = createPaymentDocument(check, { asset, nowIso });
  const href = hrefOf(check.id);
  const { approval } = told;
  const approvalHref = `${href}/approval`;
  return {
    ...{ ...told, href },
    approval: approval === null ? null : { ...approval, href: approvalHref },
  };
}

async function settle(
  checks: readonly PaymentCheck[],
  by: {
    readonly app: ServiceApp;
    readonly enter: () => () => void;
    readonly seconds: number;
    readonly signal: AbortSignal;
  },
): Promise<readonly PaymentCheck[]> {
  const leave = by.enter();
  try {
    const newSignal = untilThen(by.signal, by.seconds);
    return await Promise.all(
      checks.map(async (check) => (await by.app.payments.settled(check.id, newSignal())) ?? check),
    );
  } finally {
    leave();
  }
}
