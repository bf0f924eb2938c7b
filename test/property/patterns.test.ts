import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { primaryAttribution } from '../../src/core/claims.js';
import type { UtxoTx } from '../../src/core/ledger.js';
import { findChange, findClusterChange } from '../../src/core/patterns/changeOutput.js';
import { detectCoinJoin, findCoinJoin } from '../../src/core/patterns/coinJoin.js';
import { ownersOf, payerOf } from '../../src/core/patterns/coSpend.js';
import {
  JOINMARKET_JOIN,
  joinOf,
  WASABI_10_ROUND,
  WASABI_11_ROUND,
  WASABI_20_ROUND,
  WHIRLPOOL_ROUND,
} from '../support/coinJoins.js';
import { anyTx, utxoLedgers } from '../support/utxoLedgers.js';
import { btcAccount, claim, claimsOf, exchange } from '../support/world.js';

const claims = [claim(btcAccount('lazarus')), exchange(btcAccount('kraken'), 'Kraken')];
const knowledge = { claimsOf: claimsOf(claims), ownAccounts: new Set<never>() };
const labelOf = (account: ReturnType<typeof btcAccount>) =>
  primaryAttribution(knowledge.claimsOf(account));
const isLegacy = (account: string) => account.includes(':1');

/** Any transaction, and more often one that is a CoinJoin or nearly. */
const txs = fc.oneof(
  anyTx,
  fc
    .constantFrom(
      WHIRLPOOL_ROUND,
      WASABI_10_ROUND,
      WASABI_11_ROUND,
      WASABI_20_ROUND,
      JOINMARKET_JOIN,
    )
    .map(joinOf),
);

const shuffledPairs = txs.chain((tx) =>
  fc
    .tuple(
      fc.shuffledSubarray([...tx.inputs.keys()], { minLength: tx.inputs.length }),
      fc.shuffledSubarray([...tx.outputs.keys()], { minLength: tx.outputs.length }),
    )
    .map(([inputs, outputs]) => ({ tx, inputs, outputs })),
);

function reordered(tx: UtxoTx, order: { readonly inputs: number[]; readonly outputs: number[] }) {
  return {
    ...tx,
    inputs: order.inputs.flatMap((at) => tx.inputs[at] ?? []),
    outputs: order.outputs.flatMap((at) => tx.outputs[at] ?? []),
  };
}

describe('whatever the transaction', () => {
  it('detectors answer, and the order of inputs and outputs does not matter', () => {
    fc.assert(
      fc.property(shuffledPairs, ({ tx, inputs, outputs }) => {
        const other = reordered(tx, { inputs, outputs });
        expect(detectCoinJoin(other)).toEqual(detectCoinJoin(tx));
        expect(findCoinJoin(other, knowledge)).toEqual(findCoinJoin(tx, knowledge));
        expect(payerOf(other, labelOf)?.payer).toBe(payerOf(tx, labelOf)?.payer);
        const paid = (one: UtxoTx) =>
          (findChange(one, isLegacy)?.outputs ?? [])
            .map((index) => one.outputs[index]?.account ?? '')
            .sort();
        expect(paid(other)).toEqual(paid(tx));
      }),
      { numRuns: 500 },
    );
  });

  it('a CoinJoin joins nobody, has no change and no single payer, and names its confidence', () => {
    fc.assert(
      fc.property(txs, (tx) => {
        const coinJoin = detectCoinJoin(tx);
        if (coinJoin === null) return;
        expect(coinJoin.confidence).toBeGreaterThanOrEqual(0);
        expect(coinJoin.confidence).toBeLessThanOrEqual(100);
        expect(findChange(tx, isLegacy)).toBeNull();
        expect(findClusterChange(tx, ownersOf([tx]))).toBeNull();
        expect(payerOf(tx, () => claim(btcAccount('x')))).toBeNull();
        for (const { account } of tx.inputs) {
          if (account === null) continue;
          expect(ownersOf([tx]).accountsWith(account)).toEqual([account]);
        }
      }),
    );
  });
});

describe('owners of a whole ledger', () => {
  it('do not depend on the order in which it is given, and every merge has its transaction', () => {
    fc.assert(
      fc.property(utxoLedgers, (ledger) => {
        const [owners, backward] = [ownersOf(ledger), ownersOf([...ledger].reverse())];
        const byId = new Map(ledger.map((tx) => [tx.txId, tx]));
        for (const tx of ledger) {
          for (const { account } of tx.inputs) {
            if (account === null) continue;
            const together = owners.accountsWith(account);
            expect(new Set(backward.accountsWith(account))).toEqual(new Set(together));
            for (const other of together.slice(1)) {
              const joining = owners.joiningTx(account, other);
              expect(joining).toBe(backward.joiningTx(other, account));
              const proof = byId.get(joining ?? '');
              expect(proof === undefined ? 0 : proof.inputs.length).toBeGreaterThan(1);
            }
          }
        }
      }),
    );
  });
});
