import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ProofGiven } from '../../app/payees/payees.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { PROOF_KINDS, type ProofKind } from '../../core/payee.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { submitOne } from './checkRoutes.js';
import { leadOn } from './payeeDone.js';
import { knownPayee, knownWallet, payeePath, walletPath } from './payeePath.js';
import type { TypedWallet } from './payeeView.js';
import { sendPayee, type ToldOfPayee } from './showPayee.js';

const day = () =>
  z
    .string()
    .max(20)
    .default('')
    .transform((text) => (text === '' ? null : text));
const chain = z.string().max(40);
const walletSchema = z.object({
  custody: z.enum(['own', 'custodial']),
  chains: z
    .union([chain, z.array(chain)])
    .default([])
    .transform((chains) => (typeof chains === 'string' ? [chains] : chains)),
  validFrom: day(),
  validUntil: day(),
});
const longText = () => z.string().max(LIMITS.textCharacters * 10);
const registerSchema = walletSchema.extend({ text: longText() });
const proofSchema = z.object({ kind: z.enum(PROOF_KINDS), text: longText() });
const comparedSchema = z.object({ compared: z.literal('yes').optional() });

/** Adds what is done about the wallets of a payee. */
export function addPayeeWalletRoutes(server: Server, app: ServiceApp): void {
  const { payees } = app;
  const preParsing = requirePermission('payees');
  const send = (
    request: FastifyRequest<{ Params: { payeeId: string } }>,
    reply: FastifyReply,
    told: ToldOfPayee,
  ) => sendPayee(app, { request, reply, payeeId: request.params.payeeId, told });

  server.post(
    '/payees/:payeeId/wallets',
    { preParsing, schema: { params: payeePath, body: registerSchema } },
    async (request, reply) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      const { text, custody, chains, validFrom, validUntil } = request.body;
      const wallet: TypedWallet = { text, custody, chains, validFrom, validUntil };
      const details = { ...wallet, chains: chosen(chains) };
      const added = await attempt(() => payees.registerWallet(id, details, actorOf(request)));
      return added.kind === 'refused'
        ? send(request, reply, { problem: added.problem, typed: { form: 'register', wallet } })
        : leadOn(reply, { payeeId: id, done: 'registered' });
    },
  );

  server.post(
    '/payees/:payeeId/wallets/:walletId/edit',
    { preParsing, schema: { params: walletPath, body: walletSchema } },
    async (request, reply) => {
      const { wallet: known } = knownWallet(payees, request.params);
      const { custody, chains, validFrom, validUntil } = request.body;
      const wallet = { custody, chains, validFrom, validUntil };
      const details = { ...wallet, chains: chosen(chains) };
      const edited = await attempt(() => payees.editWallet(known.id, details, actorOf(request)));
      if (edited.kind === 'refused') {
        const typed = { form: 'wallet', walletId: known.id, wallet } as const;
        return send(request, reply, { problem: edited.problem, typed });
      }
      const waits = edited.value.confirmedAt === null && known.confirmedAt !== null;
      const done = waits ? 'changed-again' : 'changed';
      return leadOn(reply, { payeeId: known.payeeId, done });
    },
  );

  server.post(
    '/payees/:payeeId/wallets/:walletId/confirm',
    { preParsing, schema: { params: walletPath, body: comparedSchema } },
    async (request, reply) => {
      const { wallet } = knownWallet(payees, request.params);
      if (request.body.compared === undefined) {
        const problem =
          'Compare the whole address with what the payee told you, and mark that you did.';
        return send(request, reply, { problem });
      }
      const confirmed = await attempt(() => payees.confirmWallet(wallet.id, actorOf(request)));
      return confirmed.kind === 'refused'
        ? send(request, reply, { problem: confirmed.problem })
        : leadOn(reply, { payeeId: wallet.payeeId, done: 'confirmed' });
    },
  );

  server.post(
    '/payees/:payeeId/wallets/:walletId/end',
    { preParsing, schema: { params: walletPath } },
    async (request, reply) => {
      const { wallet } = knownWallet(payees, request.params);
      const ended = await attempt(() => payees.endWallet(wallet.id, actorOf(request)));
      return ended.kind === 'refused'
        ? send(request, reply, { problem: ended.problem })
        : leadOn(reply, { payeeId: wallet.payeeId, done: 'ended' });
    },
  );

  server.post(
    '/payees/:payeeId/wallets/:walletId/ask-proof',
    { preParsing, schema: { params: walletPath } },
    async (request, reply) => {
      const { wallet } = knownWallet(payees, request.params);
      const asked = await attempt(() => payees.askProof(wallet.id, actorOf(request)));
      return asked.kind === 'refused'
        ? send(request, reply, { problem: asked.problem })
        : leadOn(reply, { payeeId: wallet.payeeId, done: 'asked' });
    },
  );

  server.post(
    '/payees/:payeeId/wallets/:walletId/proof',
    { preParsing, schema: { params: walletPath, body: proofSchema } },
    async (request, reply) => {
      const { wallet } = knownWallet(payees, request.params);
      const { kind, text } = request.body;
      const kept = await attempt(() =>
        payees.recordProof(wallet.id, givenProof(kind, text), actorOf(request)),
      );
      if (kept.kind === 'refused') {
        const typed = { form: 'proof', walletId: wallet.id, kind, text } as const;
        return send(request, reply, { problem: kept.problem, typed });
      }
      return leadOn(reply, { payeeId: wallet.payeeId, done: 'proven' });
    },
  );

  server.post(
    '/payees/:payeeId/wallets/:walletId/check',
    { preParsing: requirePermission('screen'), schema: { params: walletPath } },
    async (request, reply) => {
      const { payee, wallet } = knownWallet(payees, request.params);
      const asked = await submitOne(
        {
          ...{ text: wallet.address, onlyOn: null, asOf: null, reuse: 'valid-verdict' },
          payeeReference: payee.reference,
        },
        { work: app.work, by: actorOf(request), nowMs: app.nowMs() },
      );
      return asked.kind === 'refused'
        ? send(request, reply, { problem: asked.problem })
        : reply.redirect(`/screenings/${encodeURIComponent(asked.value)}`, 303);
    },
  );
}

/** Where no chain is marked, all that fit. */
function chosen(chains: readonly string[]): readonly string[] | null {
  return chains.length === 0 ? null : chains;
}

function givenProof(kind: ProofKind, text: string): ProofGiven {
  return kind === 'signature' ? { kind, signature: text.trim() } : { kind, note: text };
}
