import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { PayeeWallet } from '../../core/payee.js';
import { actorOf, requirePermission } from '../identity.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  keptProofSchema,
  newWalletSchema,
  payeeParams,
  proofRequestSchema,
  proofSchema,
  walletEditSchema,
  walletParams,
  walletSchema,
} from '../schemas/payees.js';
import type { Server } from '../serverType.js';

/** Adds the wallets to which payees are paid. */
export function addWalletRoutes(v1: Server, app: Pick<ServiceApp, 'payees'>): void {
  addWallets(v1, app);
  addStates(v1, app);
  addProofs(v1, app);
}

function addWallets(v1: Server, { payees }: Pick<ServiceApp, 'payees'>): void {
  v1.post(
    '/payees/:payeeId/wallets',
    {
      preParsing: requirePermission('payees'),
      schema: {
        summary: 'Register a wallet',
        description: 'It may be paid once another person confirmed it.',
        tags: ['wallets'],
        params: payeeParams,
        body: newWalletSchema,
        response: answers({ 201: json('The wallet.', walletSchema) }),
      },
    },
    async (request, reply) => {
      const { payeeId } = request.params;
      if (payees.read(payeeId) === null) {
        throw new Refusal('not-found', 'There is no payee of this id here.');
      }
      const wallet = await payees.registerWallet(payeeId, request.body, actorOf(request));
      return reply.code(201).header('location', hrefOf(wallet)).send(wallet);
    },
  );
  v1.get(
    '/wallets/:walletId',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'One wallet',
        tags: ['wallets'],
        params: walletParams,
        response: answers({ 200: json('The wallet.', walletSchema) }),
      },
    },
    async ({ params }) => knownWallet(payees, params.walletId),
  );
  v1.post(
    '/wallets/:walletId',
    {
      preParsing: requirePermission('payees'),
      schema: {
        summary: 'Change a wallet',
        description:
          'What is left out stays as it is. Other chains, another custody and more days have to be confirmed again.',
        tags: ['wallets'],
        params: walletParams,
        body: walletEditSchema,
        response: answers({ 200: json('The wallet as it is now.', walletSchema) }),
      },
    },
    async (request) => {
      const { id } = knownWallet(payees, request.params.walletId);
      const { chains, custody, validFrom, validUntil } = request.body;
      const details = {
        ...(chains === undefined ? {} : { chains }),
        ...(custody === undefined ? {} : { custody }),
        ...(validFrom === undefined ? {} : { validFrom }),
        ...(validUntil === undefined ? {} : { validUntil }),
      };
      return payees.editWallet(id, details, actorOf(request));
    },
  );
}

function addStates(v1: Server, { payees }: Pick<ServiceApp, 'payees'>): void {
  const states = [
    {
      path: 'confirm',
      act: payees.confirmWallet,
      summary: 'Confirm a wallet',
      description:
        'A person does who neither registered it nor changed it, or whom it is for, since it was last confirmed; never a token.',
    },
    {
      path: 'end',
      act: payees.endWallet,
      summary: 'Take a wallet out of use',
      description: 'It is kept in the history.',
    },
  ] as const;
  for (const { path, act, summary, description } of states) {
    v1.post(
      `/wallets/:walletId/${path}`,
      {
        preParsing: requirePermission('payees'),
        schema: {
          ...{ summary, description },
          tags: ['wallets'],
          params: walletParams,
          response: answers({ 200: json('The wallet as it is now.', walletSchema) }),
        },
      },
      async (request) => act(knownWallet(payees, request.params.walletId).id, actorOf(request)),
    );
  }
}

function addProofs(v1: Server, { payees }: Pick<ServiceApp, 'payees'>): void {
  v1.post(
    '/wallets/:walletId/proof-request',
    {
      preParsing: requirePermission('payees'),
      schema: {
        summary: 'Ask for a proof of control',
        description: 'Gives a text that the payee signs; the one before stops counting.',
        tags: ['wallets'],
        params: walletParams,
        response: answers({ 201: json('What is to be signed.', proofRequestSchema) }),
      },
    },
    async (request, reply) => {
      const { id } = knownWallet(payees, request.params.walletId);
      return reply.code(201).send(payees.askProof(id, actorOf(request)));
    },
  );
  v1.post(
    '/wallets/:walletId/proofs',
    {
      preParsing: requirePermission('payees'),
      schema: {
        summary: 'Record a proof of control',
        description:
          'A signature is verified; of the others it is kept what was seen, and by whom.',
        tags: ['wallets'],
        params: walletParams,
        body: proofSchema,
        response: answers({ 201: json('The proof as it is kept.', keptProofSchema) }),
      },
    },
    async (request, reply) => {
      const { id } = knownWallet(payees, request.params.walletId);
      const proof = await payees.recordProof(id, request.body, actorOf(request));
      return reply.code(201).send(proof);
    },
  );
}

function knownWallet(payees: ServiceApp['payees'], walletId: string): PayeeWallet {
  const wallet = payees.readWallet(walletId);
  if (wallet === null) throw new Refusal('not-found', 'There is no wallet of this id here.');
  return wallet;
}

function hrefOf({ id }: PayeeWallet): string {
  return `/v1/wallets/${encodeURIComponent(id)}`;
}
