import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OpenPaymentChecks } from '../../src/app/payments/createPaymentChecks.js';
import type { PaymentRequest } from '../../src/app/payments/paymentChecks.js';
import type { PaymentCheck } from '../../src/core/payment.js';
import { type Actor, permissionsOf, type Role } from '../../src/core/role.js';
import { packageRoot } from '../../src/packageInfo.js';
import { openTestApp, type TestApp } from './openTestApp.js';

/** A contractor's wallet of which all was recorded: it proceeds on the day of the tests. */
export const PROCEEDS = 'bc1qkp3q6ws9daqheaw2lmcsagvr4cyc0q7vsa726g';

/** A wallet that paid a ransom: one person has to look at it. */
export const REVIEWED = '1KZn9CPSuk7eULP2u28v71akA77BBHjxWW';

/** Somebody who signed in. */
export function personOf(id: string, role: Role): Actor {
  return { kind: 'person', id, personId: id, name: id, role, permissions: permissionsOf(role) };
}

/** Two of finance, and one who may release. */
export const ANN = personOf('ann', 'finance');
export const BEN = personOf('ben', 'finance');
export const CLEO = personOf('cleo', 'compliance');

/** An application with a payee who may be paid in Bitcoin. */
export interface PaymentWorld extends TestApp {
  readonly checks: OpenPaymentChecks;
  readonly payeeId: string;
  /** Registers another payee, and a wallet that a second person confirms. */
  readonly register: (reference: string, address: string) => Promise<string>;
  readonly requestOf: (parts?: Partial<PaymentRequest>) => PaymentRequest;
  /** Checks one payment and waits until it is decided. */
  readonly check: (parts?: Partial<PaymentRequest>) => Promise<PaymentCheck>;
}

const recorded = (...name: readonly string[]) => ({
  kind: 'recorded',
  path: join(packageRoot(), 'db', 'recorded', ...name),
});

/** Opens such an application over recorded wallets, with a clock that is set by hand. */
export async function openPaymentWorld(clock: { ms: number }): Promise<PaymentWorld> {
  const app = openTestApp(
    {
      approvals: { keyFolder: './keys' },
      chains: {
        bitcoin: {
          sources: [recorded('practice', 'payroll.jsonl'), recorded('wannacry-2017.jsonl')],
        },
      },
    },
    { nowMs: () => clock.ms },
  );
  const { payees } = app.app;
  const signal = new AbortController().signal;
  const checks = app.app.openPaymentsHere({ offline: false, onProgress: () => undefined, signal });
  const register = async (reference: string, address: string) => {
    const { id } = payees.add({ reference, name: 'A. Example', told: 'All of it.' }, ANN);
    const open = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
    const wallet = await payees.registerWallet(id, { text: address, ...open }, ANN);
    payees.confirmWallet(wallet.id, BEN);
    return id;
  };
  const payeeId = await register('contractor 7', PROCEEDS);
  const requestOf = (parts: Partial<PaymentRequest> = {}): PaymentRequest => ({
    ...{ payee: 'contractor 7', wallet: PROCEEDS, chain: 'bitcoin', asset: 'BTC' },
    ...{ amount: '0.015', invoice: 'INV-7' },
    ...parts,
  });
  return {
    ...{ ...app, checks, payeeId, register, requestOf },
    check: async (parts) => {
      const asking = { urgency: 'single', idempotencyKey: null } as const;
      const [asked] = checks.check([requestOf(parts)], asking, ANN);
      const decided = await checks.settled(asked?.id ?? '', signal);
      if (decided === null) throw new Error('A payment that was asked for is not known.');
      return decided;
    },
    close: () => app.close(),
  };
}

/** Such a world that is closed when the test that opened it is over. */
export async function openWorldOfTest(clock: { ms: number }): Promise<PaymentWorld> {
  const world = await openPaymentWorld(clock);
  onTestFinished(async () => {
    await world.checks.close();
    world.close();
  });
  return world;
}
