import { createHash, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PaymentRequest } from '../../app/payments/paymentChecks.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { PaymentFormPage, type PaymentFormView } from './paymentForm.js';
import { findPaid, knownCheck } from './paymentPath.js';
import { todayOf } from './showPayee.js';
import { sendPage, viewerOf } from './viewer.js';

/** Longer than what is taken, so that what is too long comes back with the reason. */
const line = () => z.string().max(LIMITS.referenceCharacters * 10);

const beginSchema = z.object({
  payee: line().optional(),
  again: z.string().max(64).optional(),
});

const formSchema = z.object({
  payee: line(),
  wallet: z.string().max(LIMITS.textCharacters * 10),
  chain: line(),
  asset: line(),
  amount: line(),
  invoice: line(),
  formKey: z.string().max(64).default(''),
});

const NOTHING: PaymentRequest = {
  ...{ payee: '', wallet: '', chain: '', asset: '', amount: '', invoice: '' },
};

/** Payees that the form offers; others are named by their reference. */
const MOST_OFFERED = 200;

const UNKNOWN_PAYEE =
  'No payee has this id or reference; register the payee first, or correct the reference.';

/** Adds the form by which one payment is checked. */
export function addPaymentFormRoutes(server: Server, app: ServiceApp): void {
  const { payees, payments } = app;
  const preParsing = requirePermission('pay');

  server.get(
    '/payments/new',
    { preParsing, schema: { querystring: beginSchema } },
    async (request, reply) => {
      const { payee: named, again } = request.query;
      if (again !== undefined) {
        return sendForm(app, { request, reply, typed: typedBefore(app, again), step: 'fill' });
      }
      if (named === undefined) {
        return sendForm(app, { request, reply, typed: NOTHING, step: 'choose' });
      }
      const typed = { ...NOTHING, payee: named };
      if (findPaid(payees, named) !== null) {
        return sendForm(app, { request, reply, typed, step: 'fill' });
      }
      const problems = new Map([['payee', UNKNOWN_PAYEE]] as const);
      return sendForm(app, { request, reply, typed, step: 'choose', problems });
    },
  );

  server.post('/payments', { preParsing, schema: { body: formSchema } }, async (request, reply) => {
    const { payee, wallet, chain, asset, amount, invoice, formKey } = request.body;
    const typed: PaymentRequest = { payee, wallet, chain, asset, amount, invoice };
    const problems = new Map(
      payments.problemsOf([typed]).map(({ field, sentence }) => [field, sentence]),
    );
    if (problems.size > 0) {
      const problem = 'Nothing was checked; put right what is marked below.';
      return sendForm(app, { request, reply, typed, step: 'fill', problems, problem });
    }
    const idempotencyKey = formKey === '' ? null : keyOf(formKey, typed);
    const asked = await attempt(() => {
      const asking = { urgency: 'single', idempotencyKey } as const;
      return payments.check([typed], asking, actorOf(request))[0]?.id ?? '';
    });
    return asked.kind === 'refused'
      ? sendForm(app, { request, reply, typed, step: 'fill', problem: asked.problem })
      : reply.redirect(`/payments/${encodeURIComponent(asked.value)}`, 303);
  });
}

/** A form that was sent twice asks once; one that was filled in otherwise asks anew. */
function keyOf(formKey: string, typed: PaymentRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([formKey, typed]))
    .digest('hex');
}

/** A payment that was checked before, as it would be typed. @throws {Refusal} where there is none. */
function typedBefore({ payments }: ServiceApp, checkId: string): PaymentRequest {
  const { order } = knownCheck(payments, checkId);
  const { payeeId, walletId, chain, asset, amount, invoice } = order;
  const { symbol, decimals } = payments.assetOf(asset);
  return {
    ...{ payee: payeeId, wallet: walletId, chain, asset: symbol, invoice },
    amount: formatPlain(amount, decimals),
  };
}

/** Atomic units in whole coins, as they are typed: `1500.5`. */
function formatPlain(amount: bigint, decimals: number): string {
  const digits = `${amount}`.padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const parts = digits.slice(point).replace(/0+$/, '');
  return parts === '' ? digits.slice(0, point) : `${digits.slice(0, point)}.${parts}`;
}

function sendForm(
  app: ServiceApp,
  sent: {
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
    readonly typed: PaymentRequest;
    readonly step: PaymentFormView['step'];
    readonly problems?: PaymentFormView['problems'];
    readonly problem?: string;
  },
): FastifyReply {
  const { request, reply, typed, step, problems = new Map(), problem = null } = sent;
  if (problems.size > 0 || problem !== null) reply.code(422);
  const { payees, config } = app;
  const payee = step === 'choose' ? null : findPaid(payees, typed.payee);
  const offered = { text: null, state: 'active', cursor: null, limit: MOST_OFFERED } as const;
  const view: PaymentFormView = {
    ...{ viewer: viewerOf(request), today: todayOf(app), step, payee, typed, problems, problem },
    payees: payee === null ? payees.search(offered).payees : [],
    chains: Object.keys(config.chains),
    formKey: randomUUID(),
  };
  return sendPage(reply, <PaymentFormPage view={view} />);
}
