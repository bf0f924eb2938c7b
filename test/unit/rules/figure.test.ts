import { describe, expect, test } from 'vitest';
import type { AssetId } from '../../../src/core/asset.js';
import type {
  AssetTotal,
  BoundJointly,
  Bounds,
  ExposureAmount,
  JointAmount,
} from '../../../src/core/exposure.js';
import { evaluate } from '../../../src/rules/evaluate.js';
import { isSharePriced, type MeasureScope, measureFigure } from '../../../src/rules/figure.js';
import {
  createAmount,
  createEvidence,
  createExposure,
  createRuleSet,
  createTotal,
  createTotals,
  ETH,
  SUBJECT,
  USDC,
} from './evidence.js';

const carrying = (...amounts: readonly ExposureAmount[]) =>
  createExposure({ amounts, recentAmounts: amounts });

/** Received 100, of which 10 came back by haircut, 20 by FIFO and 40 at most. */
const hundred = createTotal(100n, {
  returned: {
    haircut: { amount: 10n, usdMicros: 10n },
    fifo: { amount: 20n, usdMicros: 20n },
    most: { amount: 40n, usdMicros: 40n },
  },
});

function scope(totals: readonly AssetTotal[], boundJointly: BoundJointly | null): MeasureScope {
  return { basis: 'whole', totals: { totals, recentTotals: [] }, boundJointly };
}

function joint(bounds: Partial<Bounds>, parts: Partial<JointAmount> = {}): JointAmount {
  const told = { lower: 0n, upper: 0n, upperIfUnseenRisky: 0n, ...bounds };
  return { subject: SUBJECT, asset: USDC, ...told, usd: told, ...parts };
}

const FIGURES = ['haircut', 'fifo', 'lower', 'upper', 'upperIfUnseenRisky'] as const;

describe('the share of one exposure', () => {
  test.each([
    ['haircut', 90n],
    ['fifo', 80n],
    ['lower', 100n],
    ['upper', 60n],
    ['upperIfUnseenRisky', 60n],
  ] as const)('by %s is of received less what that figure leaves out: %i', (figure, whole) => {
    const exposures = [carrying(createAmount(30n))];
    const share = { numerator: 30n, denominator: whole };
    for (const totals of [[hundred], [{ ...hundred, usdMicros: null }]]) {
      const question = { ...scope(totals, null), figure, unit: 'share' as const };
      expect(measureFigure(exposures, question)).toEqual({ atLeast: share, atMost: share });
    }
  });

  test('is at most all of it, and all of it where nothing is left', () => {
    const all = { numerator: 1n, denominator: 1n };
    for (const figure of FIGURES) {
      const question = { ...scope([hundred], null), figure, unit: 'share' as const };
      expect(measureFigure([carrying(createAmount(101n))], question)).toEqual({
        atLeast: all,
        atMost: all,
      });
    }
    const back = { amount: 100n, usdMicros: 100n };
    const trip = createTotal(100n, { returned: { haircut: back, fifo: back, most: back } });
    const question = { ...scope([trip], null), figure: 'upper', unit: 'share' } as const;
    expect(measureFigure([carrying(createAmount(1n))], question).atLeast).toEqual(all);
  });

  test('needs no joint bounds', () => {
    const boundJointly = () => {
      throw new Error('one exposure has bounds of its own');
    };
    for (const figure of FIGURES) {
      if (figure === 'upperIfUnseenRisky') continue;
      const question = { ...scope([hundred], boundJointly), figure, unit: 'usd' as const };
      expect(measureFigure([carrying(createAmount(30n))], question).atLeast).toEqual({
        numerator: 30n,
        denominator: 1_000_000n,
      });
    }
  });

  test('counts what was not seen of every asset, also of those in which it has no amount', () => {
    const boundJointly = () => [
      joint({ upper: 30n, upperIfUnseenRisky: 35n }, { asset: ETH }),
      joint({ upperIfUnseenRisky: 50n }),
    ];
    const measured = (figure: 'upper' | 'upperIfUnseenRisky', unit: 'share' | 'usd') =>
      measureFigure([carrying(createAmount(30n))], {
        ...scope([hundred, { ...hundred, asset: ETH }], boundJointly),
        figure,
        unit,
      }).atLeast;
    expect(measured('upperIfUnseenRisky', 'usd').numerator).toBe(85n);
    expect(measured('upperIfUnseenRisky', 'share')).toEqual({ numerator: 85n, denominator: 120n });
    expect(measured('upper', 'usd').numerator).toBe(30n);
  });
});

describe('several exposures', () => {
  const bounded = createAmount(20n, { lower: 10n, upper: 50n, upperIfUnseenRisky: 60n });
  const two = [carrying(bounded), carrying(bounded)];
  const together = () => [joint({ lower: 30n, upper: 55n, upperIfUnseenRisky: 58n })];
  const amount = (figure: (typeof FIGURES)[number], boundJointly: BoundJointly | null) =>
    measureFigure(two, { ...scope([hundred], boundJointly), figure, unit: 'usd' });
  const micros = (value: bigint) => ({ numerator: value, denominator: 1_000_000n });

  test('have joint bounds, which are not the sums of their own', () => {
    expect(amount('lower', together)).toEqual({ atLeast: micros(30n), atMost: micros(30n) });
    expect(amount('upper', together)).toEqual({ atLeast: micros(55n), atMost: micros(55n) });
    expect(amount('upperIfUnseenRisky', together).atMost).toEqual(micros(58n));
    const share = { ...scope([hundred], together), figure: 'lower', unit: 'share' } as const;
    expect(measureFigure(two, share).atLeast).toEqual({ numerator: 30n, denominator: 100n });
  });

  test('have estimates that are added, for no unit counts twice', () => {
    expect(amount('haircut', together).atMost).toEqual(micros(40n));
    expect(amount('fifo', together).atMost).toEqual(micros(40n));
  });

  test('without a ledger to bound over, have the sums', () => {
    expect(amount('upper', null).atMost).toEqual(micros(100n));
  });

  test('are bounded over the period that is asked for', () => {
    const asked: string[] = [];
    const boundJointly: BoundJointly = (exposures, period) => {
      asked.push(`${exposures.length} ${period}`);
      return [];
    };
    for (const basis of ['whole', 'last-365-days'] as const) {
      const question = { ...scope([hundred], boundJointly), basis, figure: 'upper' } as const;
      measureFigure(two, { ...question, unit: 'usd' });
    }
    expect(asked).toEqual(['2 whole', '2 recent']);
  });

  test('are unknown where their joint bound was not computed', () => {
    const told = { lower: null, upper: null, upperIfUnseenRisky: null };
    const unknown = () => [joint(told, { usd: told })];
    for (const figure of ['lower', 'upper', 'upperIfUnseenRisky'] as const) {
      expect(amount(figure, unknown)).toEqual({ atLeast: micros(0n), atMost: null });
    }
  });

  test('let a rule fire by a joint lower bound that none of them reaches alone', () => {
    const when = { exposure: { figure: 'lower', unit: 'share', atLeast: '0.3' } };
    const fired = (boundJointly: BoundJointly | null) =>
      evaluate(
        createRuleSet(when),
        createEvidence({ exposures: two, totals: createTotals([hundred]), boundJointly }),
      ).map(({ severity, sentence }) => [severity, sentence.slice(0, 40)]);
    expect(fired(together)).toEqual([['hold', 'At least 30 % and at most 91.7 % of what']]);
    expect(fired(() => [joint({ lower: 29n, upper: 55n })])).toEqual([]);
  });
});

describe('prices', () => {
  const ether = (part: Partial<AssetTotal>) => createTotal(10n, { asset: ETH, ...part });
  const etherAmount = createAmount(5n, { asset: ETH, usd: null });
  const share = (exposures: Parameters<typeof measureFigure>[0], scoped: MeasureScope) =>
    measureFigure(exposures, { ...scoped, figure: 'upper', unit: 'share' }).atMost;
  const unpricedEther = (asset: AssetId = ETH): JointAmount =>
    joint({ lower: 1n, upper: 5n, upperIfUnseenRisky: 6n }, { asset, usd: null });

  test('make a share one of all value in dollars where every asset has one', () => {
    const back = { amount: 4n, usdMicros: 40n };
    const priced = ether({ usdMicros: 100n, returned: { haircut: back, fifo: back, most: back } });
    const worth = createAmount(50n);
    const exposures = [carrying(createAmount(5n, { asset: ETH, usd: worth }))];
    const scoped = scope([priced, hundred], null);
    expect(isSharePriced(exposures, scoped)).toBe(true);
    expect(share(exposures, scoped)).toEqual({ numerator: 50n, denominator: 60n + 60n });
  });

  test('make it the largest share of one asset where one has none', () => {
    const scoped = scope([ether({ usdMicros: null }), hundred], null);
    const exposures = [carrying(etherAmount, createAmount(6n))];
    expect(isSharePriced(exposures, scoped)).toBe(false);
    expect(share(exposures, scoped)).toEqual({ numerator: 5n, denominator: 10n });
    const others = [carrying(createAmount(1n, { asset: ETH, usd: null }), createAmount(12n))];
    expect(share(others, scoped)).toEqual({ numerator: 12n, denominator: 60n });
  });

  test('do not matter in a total of nothing', () => {
    const scoped = scope([createTotal(0n, { asset: ETH, usdMicros: null }), hundred], null);
    expect(isSharePriced([carrying(createAmount(6n))], scoped)).toBe(true);
  });

  test.each([
    ['whose joint worth is null', unpricedEther()],
    [
      'whose bounds have no worth',
      {
        ...unpricedEther(),
        usd: { lower: null, upper: null, upperIfUnseenRisky: null },
      },
    ],
    [
      'whose bounds have no worth but where they are nothing',
      {
        ...joint({ lower: 0n, upper: 0n, upperIfUnseenRisky: 6n }, { asset: ETH }),
        usd: { lower: 0n, upper: 0n, upperIfUnseenRisky: null },
      },
    ],
  ])('are missing: several amounts %s add nothing to dollars', (_, unpriced) => {
    const two = [carrying(etherAmount), carrying(createAmount(7n))];
    const seven = joint({ lower: 7n, upper: 7n, upperIfUnseenRisky: 7n });
    const scoped = scope([ether({ usdMicros: null }), hundred], () => [unpriced, seven]);
    for (const figure of ['lower', 'upper', 'upperIfUnseenRisky'] as const) {
      const exact = { numerator: 7n, denominator: 1_000_000n };
      expect(measureFigure(two, { ...scoped, figure, unit: 'usd' })).toEqual({
        atLeast: exact,
        atMost: exact,
      });
    }
  });
});
