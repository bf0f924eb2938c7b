import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Transfer } from '../../../../src/core/ledger.js';
import { factKey, keyWithoutIndex } from '../../../../src/core/ledger.js';
import { KnownFacts } from '../../../../src/core/trace/knownFacts.js';
import { BTC, bitcoinTx, chainNamed, ether, evmAccount } from '../../../support/world.js';

const TX_IDS = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`, null];

/** What a transfer differs in from the others, if in anything. */
const differences: readonly Partial<Transfer>[] = [
  {},
  { to: evmAccount(3) },
  { from: null },
  { amount: 0n },
  { asset: BTC },
  { channel: 'internal' },
  { index: '#1' },
  { timeSeconds: 8 },
];

const transfers = fc.array(
  fc
    .tuple(fc.constantFrom(...TX_IDS), fc.constantFrom(...differences))
    .map(([txId, parts]): Partial<Transfer> => ({ txId, ...parts })),
  { maxLength: 12 },
);

it('facts are known by what their keys say, each once', () => {
  fc.assert(
    fc.property(transfers, (list) => {
      const known = new KnownFacts();
      const byKey = new Map<string, Transfer>();
      for (const parts of list) {
        const fact: Transfer = { ...ether(evmAccount(1), evmAccount(2), 5n, 7), ...parts };
        const same = byKey.get(factKey(fact));
        const alike = [...byKey.values()].filter(
          (one) => one.txId !== null && keyWithoutIndex(one) === keyWithoutIndex(fact),
        );
        expect(known.same(fact)).toBe(same);
        expect(known.alike(fact)).toEqual(alike);
        expect(known.add(fact)).toBe(same === undefined);
        if (same === undefined) byKey.set(factKey(fact), fact);
        expect(known.values()).toEqual([...byKey.values()]);
        expect(known.size).toBe(byKey.size);
      }
    }),
  );
});

it('a transaction of unspent outputs is found by its id and chain, also beside others', () => {
  const known = new KnownFacts();
  const tx = bitcoinTx('a', 1, { inputs: [], outputs: [] });
  const other = { ...tx, chain: chainNamed('ethereum').id };
  expect(known.utxoTx(tx.chain, 'a')).toBeUndefined();
  expect([known.add(tx), known.add({ ...tx })]).toEqual([true, false]);
  expect([known.utxoTx(tx.chain, 'a'), known.utxoTx(other.chain, 'a')]).toEqual([tx, undefined]);
  expect(known.add(other)).toBe(true);
  expect(known.utxoTx(tx.chain, 'a')).toBe(tx);
  expect(known.utxoTx(other.chain, 'a')).toBe(other);
  expect(known.alike(ether(evmAccount(1), evmAccount(2), 5n, 7))).toEqual([]);
});
