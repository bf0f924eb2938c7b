import { compareFractions, type Fraction, sumAmounts } from '../core/amount.js';
import type { AssetId } from '../core/asset.js';
import type {
  AssetTotal,
  DirectionTotals,
  Exposure,
  ExposureAmount,
  UsdFigures,
} from '../core/exposure.js';
import type { Basis, Figure, Unit } from './ruleSet.js';

/** A figure of several exposures together. `atMost` is null where nothing limits it. */
export interface Measured {
  readonly atLeast: Fraction;
  readonly atMost: Fraction | null;
}

/** What is to be measured. `x` is no figure of its own: it is asked as haircut and as FIFO. */
export interface Question {
  readonly figure: Exclude<Figure, 'x'>;
  readonly unit: Unit;
  readonly basis: Basis;
  /** Totals of the direction of the exposures. */
  readonly totals: DirectionTotals;
}

interface Range {
  readonly atLeast: bigint;
  readonly atMost: bigint | null;
}

const ZERO: Fraction = { numerator: 0n, denominator: 1n };
const ONE: Fraction = { numerator: 1n, denominator: 1n };

/**
 * A figure of exposures of one direction, jointly.
 *
 * Units: parts of what was received (or sent) less what came back, for a share; US dollars for
 * `usd`. A share is of all value in US dollars where every asset has a price, else the largest share
 * of any one asset.
 * Edge: an amount without a price adds nothing to US dollars. A bound that was not computed is the
 * range in which it must lie, since `lower` ≤ haircut and FIFO ≤ `upper` always holds.
 * Blind spot: bounds have no price of their own; they are valued at the mean price of the amount
 * that haircut and FIFO count, the lower bound at the smaller of both and the upper at the larger.
 */
export function measureFigure(exposures: readonly Exposure[], question: Question): Measured {
  const entries = exposures.flatMap((exposure) =>
    amountsOf(exposure, question.basis).map((amount) => ({ amount, exposure })),
  );
  const totals = totalsOf(question);
  if (question.unit === 'share' && !isPriced(entries, totals)) {
    return largestShare(entries, totals, question.figure);
  }
  const micros = sumRanges(
    entries.map(({ amount, exposure }) =>
      usdRange(
        amount,
        totals.find((t) => t.asset === amount.asset && t.subject === exposure.subject),
        question.figure,
      ),
    ),
  );
  if (question.unit === 'share') return shareOf(micros, usdWhole(totals));
  return {
    atLeast: { numerator: micros.atLeast, denominator: MICROS },
    atMost: micros.atMost === null ? null : { numerator: micros.atMost, denominator: MICROS },
  };
}

/** Whether the shares of a direction are shares of all value in US dollars. */
export function isSharePriced(
  exposures: readonly Exposure[],
  question: Pick<Question, 'basis' | 'totals'>,
): boolean {
  const entries = exposures.flatMap((exposure) =>
    amountsOf(exposure, question.basis).map((amount) => ({ amount })),
  );
  return isPriced(entries, totalsOf(question));
}

const MICROS = 1_000_000n;

function amountsOf(exposure: Exposure, basis: Basis): readonly ExposureAmount[] {
  return basis === 'whole' ? exposure.amounts : exposure.recentAmounts;
}

function totalsOf(question: Pick<Question, 'basis' | 'totals'>): readonly AssetTotal[] {
  return question.basis === 'whole' ? question.totals.totals : question.totals.recentTotals;
}

function isPriced(
  entries: readonly { readonly amount: ExposureAmount }[],
  totals: readonly AssetTotal[],
): boolean {
  return (
    totals.every((total) => total.usdMicros !== null || total.amount === 0n) &&
    entries.every(({ amount }) => amount.usd !== null)
  );
}

function largestShare(
  entries: readonly { readonly amount: ExposureAmount }[],
  totals: readonly AssetTotal[],
  figure: Question['figure'],
): Measured {
  const assets = new Set<AssetId>(entries.map(({ amount }) => amount.asset));
  let largest: Measured = { atLeast: ZERO, atMost: ZERO };
  for (const asset of assets) {
    const part = sumRanges(
      entries
        .filter(({ amount }) => amount.asset === asset)
        .map(({ amount }) => atomicRange(amount, figure)),
    );
    const whole = sumAmounts(
      totals.filter((t) => t.asset === asset).map((t) => t.amount - t.returned),
    );
    const share = shareOf(part, { numerator: whole, denominator: 1n });
    largest = {
      atLeast: larger(largest.atLeast, share.atLeast),
      atMost: larger(largest.atMost ?? ONE, share.atMost ?? ONE),
    };
  }
  return largest;
}

function atomicRange(amount: ExposureAmount, figure: Question['figure']): Range {
  switch (figure) {
    case 'haircut':
    case 'fifo':
      return exactly(amount[figure]);
    case 'lower':
      return amount.lower === null
        ? { atLeast: 0n, atMost: smallerOf(amount) }
        : exactly(amount.lower);
    case 'upper':
      return amount.upper === null
        ? { atLeast: largerOf(amount), atMost: null }
        : exactly(amount.upper);
    case 'upperIfUnseenRisky':
      return amount.upperIfUnseenRisky === null
        ? { atLeast: amount.upper ?? largerOf(amount), atMost: null }
        : exactly(amount.upperIfUnseenRisky);
  }
}

/** In millionths of a dollar. A bound is rounded so that it stays a bound. */
function usdRange(
  amount: ExposureAmount,
  total: AssetTotal | undefined,
  figure: Question['figure'],
): Range {
  if (amount.usd === null) return exactly(0n);
  if (figure === 'haircut' || figure === 'fifo') return exactly(amount.usd[figure]);
  const prices = meanPrices(amount, amount.usd, total);
  if (figure === 'lower') {
    if (amount.lower === null) return { atLeast: 0n, atMost: smallerOf(amount.usd) };
    const values = prices.map((price) => valueDown(amount.lower ?? 0n, price));
    return exactly(values.length === 0 ? 0n : values.reduce(smaller));
  }
  const floor = largerOf(amount.usd);
  const bound = figure === 'upper' ? amount.upper : amount.upperIfUnseenRisky;
  const known = bound ?? (figure === 'upperIfUnseenRisky' ? amount.upper : null);
  if (known === null || (known > 0n && prices.length === 0)) {
    return { atLeast: floor, atMost: null };
  }
  const value = prices.map((price) => valueUp(known, price)).reduce(bigger, floor);
  return bound === null ? { atLeast: value, atMost: null } : exactly(value);
}

function meanPrices(
  amount: ExposureAmount,
  usd: UsdFigures,
  total: AssetTotal | undefined,
): readonly Fraction[] {
  const own = [
    { numerator: usd.haircut, denominator: amount.haircut },
    { numerator: usd.fifo, denominator: amount.fifo },
  ].filter((price) => price.denominator > 0n);
  if (own.length > 0 || total === undefined) return own;
  if (total.usdMicros === null || total.amount <= 0n) return [];
  return [{ numerator: total.usdMicros, denominator: total.amount }];
}

function valueDown(amount: bigint, price: Fraction): bigint {
  return (amount * price.numerator) / price.denominator;
}

function valueUp(amount: bigint, price: Fraction): bigint {
  return (amount * price.numerator + price.denominator - 1n) / price.denominator;
}

function usdWhole(totals: readonly AssetTotal[]): Fraction {
  let whole = ZERO;
  for (const { amount, returned, usdMicros } of totals) {
    if (usdMicros === null || amount === 0n) continue;
    // What came back is priced as the mean of the asset: its own moments are not in the totals.
    whole = addFractions(whole, {
      numerator: usdMicros * (amount - returned),
      denominator: amount,
    });
  }
  return whole;
}

/** Edge: a part of a whole that came to nothing is all of it. */
function shareOf(part: Range, whole: Fraction): Measured {
  const share = (amount: bigint): Fraction => {
    if (amount === 0n) return ZERO;
    if (whole.numerator <= 0n) return ONE;
    const exact = { numerator: amount * whole.denominator, denominator: whole.numerator };
    return compareFractions(exact, ONE) > 0 ? ONE : exact;
  };
  return {
    atLeast: share(part.atLeast),
    atMost: part.atMost === null ? ONE : share(part.atMost),
  };
}

function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) {
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  }
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function sumRanges(ranges: readonly Range[]): Range {
  let atLeast = 0n;
  let atMost: bigint | null = 0n;
  for (const range of ranges) {
    atLeast += range.atLeast;
    atMost = atMost === null || range.atMost === null ? null : atMost + range.atMost;
  }
  return { atLeast, atMost };
}

function exactly(amount: bigint): Range {
  return { atLeast: amount, atMost: amount };
}

function larger(a: Fraction, b: Fraction): Fraction {
  return compareFractions(a, b) >= 0 ? a : b;
}

function bigger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function largerOf(figures: UsdFigures): bigint {
  return bigger(figures.haircut, figures.fifo);
}

function smallerOf(figures: UsdFigures): bigint {
  return smaller(figures.haircut, figures.fifo);
}
