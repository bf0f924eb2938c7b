import { LOCAL_ACTOR } from '../../src/app/access/localActor.js';
import type { Payees } from '../../src/app/payees/payees.js';
import type { Transfer } from '../../src/core/ledger.js';
import type { PayeeWallet } from '../../src/core/payee.js';
import { accountAt, inventedAddress } from './liveSources.js';
import { transfer } from './sourceBench.js';

const DAY = 86_400;
const START_SECONDS = Date.UTC(2026, 0, 1) / 1000;

/** Three payees, and an account to which all of their money goes. */
export const ANN = inventedAddress('wallet of Ann');
export const BEN = inventedAddress('wallet of Ben');
export const CAT = inventedAddress('wallet of Cat');
export const SHARED = inventedAddress('an account where money comes together');
export const HOT = inventedAddress('a hot wallet');

/** Coins that one address pays another on a day of the year. */
export function pay(from: string, to: string, coins: number, day: number): Transfer {
  return transfer({
    from: accountAt(from),
    to: accountAt(to),
    amount: BigInt(Math.round(coins * 1000)) * 10n ** 15n,
    timeSeconds: START_SECONDS + day * DAY,
  });
}

/** Wages of a client of their own for each, which they pass on to the shared account. */
export function rosterTransfers(wallets: readonly string[] = [ANN, BEN, CAT]): readonly Transfer[] {
  return wallets.flatMap((wallet, at) => [
    pay(inventedAddress(`client ${at}`), wallet, 4, 10 + at),
    pay(inventedAddress(`other client ${at}`), wallet, 2, 40 + at),
    pay(wallet, SHARED, 3, 50 + at),
    pay(wallet, SHARED, 1, 80 + at),
  ]);
}

/** Registers a payee with one wallet. */
export async function register(
  payees: Payees,
  reference: string,
  address: string,
): Promise<PayeeWallet> {
  const payee = payees.add({ reference, name: `Name of ${reference}`, told: '' }, LOCAL_ACTOR);
  return payees.registerWallet(
    payee.id,
    { text: address, chains: null, custody: 'own', validFrom: null, validUntil: null },
    LOCAL_ACTOR,
  );
}
