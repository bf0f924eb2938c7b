import { describe, expect, it } from 'vitest';
import type { Category } from '../../../../src/core/attribution.js';
import { cutSums, type SummedPayment } from '../../../../src/desk/summary/sumPayments.js';
import { BTC, ETH } from '../../../support/world.js';

const paid = (id: string, parts: Partial<SummedPayment> = {}): SummedPayment => ({
  ...{ id, chain: 'ethereum', asset: ETH, symbol: 'ETH', decimals: 18, amount: 1n, worth: 10n },
  ...{ rail: 'direct', decision: 'proceed', screeningId: 's' },
  ...{ checkDecision: null, letPass: 'none' },
  ...parts,
});
const met = (entity: string, category: Category) => ({ entity, category });

describe('sums of payments', () => {
  it('are of nothing where there is none', () => {
    const none = cutSums([], () => []);
    expect(Object.values(none)).toEqual([[], [], [], [], [], [], []]);
  });

  it('hold the amounts of each asset, what they are worth, and the payments behind them', () => {
    const payments = [
      paid('a', { amount: 10n ** 30n, worth: 7n }),
      paid('b', { asset: BTC, symbol: 'BTC', decimals: 8, chain: 'bitcoin', amount: 5n }),
      paid('c', { amount: 1n, rail: 'batch' }),
    ];
    const { total, asset, chain, rail } = cutSums(payments, () => []);
    expect(total).toEqual([
      {
        ...{ key: 'total', payments: 3, worth: 27n, unpriced: 0, paymentIds: ['a', 'b', 'c'] },
        amounts: [
          { asset: BTC, symbol: 'BTC', decimals: 8, amount: 5n },
          { asset: ETH, symbol: 'ETH', decimals: 18, amount: 10n ** 30n + 1n },
        ],
      },
    ]);
    expect(asset.map(({ key, paymentIds }) => [key, paymentIds])).toEqual([
      [BTC, ['b']],
      [ETH, ['a', 'c']],
    ]);
    expect(chain.map(({ key, worth }) => [key, worth])).toEqual([
      ['bitcoin', 10n],
      ['ethereum', 17n],
    ]);
    expect(rail.map(({ key, payments: count }) => [key, count])).toEqual([
      ['batch', 1],
      ['direct', 2],
    ]);
  });

  it('with a payment without a price are worth nobody knows what, and say how many lack one', () => {
    const { total, rail } = cutSums(
      [paid('a'), paid('b', { worth: null }), paid('c', { rail: 'batch' })],
      () => [],
    );
    expect(total).toMatchObject([{ worth: null, unpriced: 1 }]);
    expect(rail).toMatchObject([
      { key: 'batch', worth: 10n, unpriced: 0 },
      { key: 'direct', worth: null, unpriced: 1 },
    ]);
  });

  it('are by decision worst first, those without a valid screening last', () => {
    const payments = [
      paid('a'),
      paid('b', { decision: null, screeningId: null }),
      paid('c', { decision: 'review' }),
      paid('d', { decision: 'hold' }),
      paid('e', { decision: 'incomplete' }),
    ];
    expect(
      cutSums(payments, () => []).decision.map(({ key, paymentIds }) => [key, ...paymentIds]),
    ).toEqual([
      ['hold', 'd'],
      ['incomplete', 'e'],
      ['review', 'c'],
      ['proceed', 'a'],
      ['none', 'b'],
    ]);
  });

  it('keep what people let pass apart from what was clean, by the worse of screening and check', () => {
    const of = (id: string, parts: Partial<SummedPayment>) => paid(id, parts);
    const payments = [
      of('a', { checkDecision: 'proceed' }),
      of('b', { checkDecision: 'review', letPass: 'released' }),
      of('c', { decision: 'review', checkDecision: 'review', letPass: 'released' }),
      of('d', { decision: 'review', checkDecision: 'hold', letPass: 'overridden' }),
      of('e', { checkDecision: 'hold' }),
      of('f', { decision: null, checkDecision: 'review', letPass: 'released' }),
      of('g', { decision: 'review', letPass: 'overridden' }),
      of('h', { decision: 'incomplete', checkDecision: 'incomplete', letPass: 'overridden' }),
    ];
    const sums = cutSums(payments, () => []).decision;
    expect(sums.map(({ key, paymentIds }) => [key, ...paymentIds])).toEqual([
      ['hold', 'e'],
      ['hold-overridden', 'd'],
      ['incomplete-overridden', 'h'],
      ['review-overridden', 'g'],
      ['review-released', 'b', 'c'],
      ['proceed', 'a'],
      ['none', 'f'],
    ]);
  });

  it('are by whom its screening met, in each of several, and none is lost', () => {
    const payments = [
      paid('a', { screeningId: 'two' }),
      paid('b', { screeningId: 'nobody' }),
      paid('c', { decision: null, screeningId: null }),
    ];
    const metBy = (screeningId: string) =>
      screeningId === 'two'
        ? [met('Y', 'mixer'), met('X', 'mixer'), met('X', 'stolen-funds'), met('X', 'mixer')]
        : [];
    const { entity, category } = cutSums(payments, metBy);
    const told = (sums: typeof entity) => sums.map(({ key, paymentIds }) => [key, ...paymentIds]);
    expect(told(entity)).toEqual([
      ['(no screening)', 'c'],
      ['(nobody met)', 'b'],
      ['X', 'a'],
      ['Y', 'a'],
    ]);
    expect(told(category)).toEqual([
      ['(no screening)', 'c'],
      ['(nobody met)', 'b'],
      ['mixer', 'a'],
      ['stolen-funds', 'a'],
    ]);
  });
});
