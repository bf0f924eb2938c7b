import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { LedgerFact } from '../../../../src/core/ledger.js';
import { createPriceBook } from '../../../../src/core/price.js';
import { paidByTransaction } from '../../../../src/desk/paid/paidByTransaction.js';
import { withoutDust } from '../../../../src/desk/paid/withoutDust.js';
import { ASSETS, bitcoinTx, btcAccount, ETH, ether, evmAccount } from '../../../support/world.js';

const [OWN, OWN_TOO, STRANGER] = [btcAccount('own'), btcAccount('own too'), btcAccount('s')];
const [ANA, BOB] = [btcAccount('ana'), btcAccount('bob')];
const TREASURY = evmAccount(1);
const none: readonly Attribution[] = [];
const scope = {
  knowledge: {
    claimsOf: () => none,
    ownAccounts: new Set([OWN, OWN_TOO, TREASURY]),
  },
  assets: ASSETS,
  prices: createPriceBook(ASSETS, null),
};
const paid = (...facts: readonly LedgerFact[]) =>
  paidByTransaction(facts, scope).map(({ account, amount, by }) => `${by} ${amount} ${account}`);
const input = (account: typeof OWN, amount: bigint) => ({ previous: null, account, amount });

describe('what a transaction paid', () => {
  it('of outputs is each of them but change and our own', () => {
    const tx = bitcoinTx('a', 1, {
      inputs: [input(OWN, 70n), input(OWN_TOO, 40n)],
      outputs: [
        { account: ANA, amount: 50n },
        { account: BOB, amount: 20n },
        { account: ANA, amount: 5n },
        { account: OWN, amount: 30n },
      ],
    });
    expect(paid(tx)).toEqual([`own 55 ${ANA}`, `own 20 ${BOB}`]);
  });

  it('of outputs that others paid for too is ours by what we put in', () => {
    const tx = bitcoinTx('b', 1, {
      inputs: [input(OWN, 60n), input(STRANGER, 40n)],
      outputs: [
        { account: ANA, amount: 40n },
        { account: OWN, amount: 30n },
        { account: STRANGER, amount: 30n },
      ],
    });
    expect(paid(tx)).toEqual([`own 30 ${ANA}`, `other 10 ${ANA}`]);
  });

  it('between accounts of ours is nothing, and what comes in is no payment of ours', () => {
    const inside = bitcoinTx('c', 1, {
      inputs: [input(OWN, 50n)],
      outputs: [{ account: OWN_TOO, amount: 49n }],
    });
    expect(paid(inside)).toEqual([]);
    expect(paid(ether(evmAccount(9), TREASURY, 5n, 1))).toEqual([]);
  });

  it('leaves out fees and what moves nothing', () => {
    expect(paid(ether(TREASURY, evmAccount(5), 0n, 1), ether(TREASURY, null, 9n, 1))).toEqual([]);
    expect(paid(ether(TREASURY, evmAccount(5), 7n, 1), ether(TREASURY, null, 9n, 1))).toEqual([
      `own 7 ${evmAccount(5)}`,
    ]);
  });
});

describe('dust', () => {
  const some = (amount: bigint) => ({ account: evmAccount(5), asset: ETH, amount });

  it('is what an account got together below the floor, not what adds up to it', () => {
    expect(withoutDust([some(1n), some(1n)], ASSETS)).toEqual([]);
    expect(withoutDust([some(1n), some(2n)], ASSETS)).toHaveLength(2);
  });
});
