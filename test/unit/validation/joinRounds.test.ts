import { describe, expect, it } from 'vitest';
import type { UtxoTx } from '../../../src/core/ledger.js';
import type { CoinJoinDetector } from '../../../src/core/patterns/coinJoin.js';
import { detectCoinJoin } from '../../../src/core/patterns/coinJoin.js';
import type { World } from '../../validation/generate/world.js';
import { planWorlds } from '../../validation/generate/worlds.js';

const worlds = planWorlds('full')
  .filter(({ family }) => family === 'coinjoin')
  .map(({ build }) => build());
const roundsOf = ({ facts, truth }: World) =>
  facts.filter(
    (fact): fact is UtxoTx => fact.kind === 'utxo' && truth.coinJoins.includes(fact.txId),
  );
const called = (protocol: string) => worlds.filter(({ name }) => name.includes(protocol));
const rounds = worlds.flatMap(roundsOf);

/** How many outputs have the amount that most have. */
function largestCrowd({ outputs }: UtxoTx): number {
  const times = new Map<bigint, number>();
  for (const { amount } of outputs) times.set(amount, (times.get(amount) ?? 0) + 1);
  return Math.max(...times.values());
}

describe('the CoinJoins of the validation', () => {
  it('are one to each world but those of a single payer', () => {
    expect(worlds.length).toBe(18);
    expect(worlds.filter((world) => roundsOf(world).length === 1).length).toBe(16);
    for (const world of called('equal payout')) expect(roundsOf(world)).toEqual([]);
  });

  it('pay every output to an address that nobody else has and that did not sign', () => {
    for (const { inputs, outputs, txId } of rounds) {
      const signed = inputs.map(({ account }) => account);
      const paid = outputs.map(({ account }) => account);
      expect(new Set([...signed, ...paid]).size, txId).toBe(signed.length + paid.length);
    }
  });

  it.each<[string, CoinJoinDetector]>([
    ['Wasabi 1', 'wasabi-1.0'],
    ['Wasabi 2', 'wasabi-2.0'],
    ['Whirlpool', 'whirlpool'],
    ['JoinMarket', 'joinmarket'],
  ])('of %s have the shape by which they are known', (protocol, detector) => {
    for (const tx of called(protocol).flatMap(roundsOf)) {
      expect(detectCoinJoin(tx)?.detector).toBe(detector);
    }
  });

  it('hold a thief each, in the round itself', () => {
    for (const world of worlds) {
      const labelled = world.labels.filter(({ category }) => category === 'sanctioned');
      for (const { inputs } of roundsOf(world)) {
        const signed = inputs.map(({ account }) => account);
        expect(labelled.some(({ account }) => signed.includes(account))).toBe(true);
      }
    }
  });

  it('are as many people as the protocol says', () => {
    const crowds = (protocol: string) => called(protocol).flatMap(roundsOf).map(largestCrowd);
    expect(crowds('Wasabi 1')).toEqual([30, 30, 30, 30]);
    expect(crowds('Whirlpool')).toEqual([5, 5, 5, 5]);
    expect(crowds('JoinMarket')).toEqual([7, 7, 7, 7]);
    for (const crowd of crowds('Wasabi 2')) expect(crowd).toBeGreaterThan(10);
  });

  it('of Whirlpool are of two newcomers and three who come from an earlier round', () => {
    for (const { inputs } of called('Whirlpool').flatMap(roundsOf)) {
      expect(inputs.filter(({ amount }) => amount === 5_000_000n).length).toBe(3);
    }
  });

  it('are none where one payer spends many coins for equal sums', () => {
    const payouts = called('equal payout').flatMap(({ facts, labels }) =>
      facts.filter(
        (fact): fact is UtxoTx =>
          fact.kind === 'utxo' &&
          fact.inputs.some(({ account }) =>
            labels.some((label) => label.category === 'sanctioned' && label.account === account),
          ),
      ),
    );
    expect(payouts.map(({ inputs }) => inputs.length)).toEqual([1, 6]);
    for (const tx of payouts) {
      expect(largestCrowd(tx)).toBe(5);
      expect(detectCoinJoin(tx)).toBeNull();
    }
  });
});
