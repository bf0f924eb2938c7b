import { largerShare, shareOf, wholeOf } from '../core/accounting/share.js';
import { type Fraction, largerAmount, smallerAmount } from '../core/amount.js';
import type { AssetId } from '../core/asset.js';
import type {
  AssetTotal,
  BoundJointly,
  Bounds,
  DirectionTotals,
  Exposure,
  ExposureAmount,
  Figures,
} from '../core/exposure.js';
import type { Basis, Figure, Unit } from './ruleSet.js';

/** A figure of several exposures together. `atMost` is null where nothing limits it. */
export interface Measured {
  readonly atLeast: Fraction;
  readonly atMost: Fraction | null;
}

/** Over what is measured. */
export interface MeasureScope {
  readonly basis: Basis;
  /** Totals of the direction of the exposures. */
  readonly totals: DirectionTotals;
  /** Null where there is no ledger to bound over; then each exposure's own bounds are added. */
  readonly boundJointly: BoundJointly | null;
}

/** What is to be measured. `x` is no figure of its own: it is asked as haircut and as FIFO. */
export interface Question extends MeasureScope {
  readonly figure: Exclude<Figure, 'x'>;
  readonly unit: Unit;
}

interface Range {
  readonly atLeast: bigint;
  readonly atMost: bigint | null;
}

/** A part of one asset, by the figure that is asked for. */
interface Part {
  readonly asset: AssetId;
  readonly atomic: Range;
  /** Units: millionths of a US dollar; null where unpriced. */
  readonly micros: Range | null;
}

const ZERO: Fraction = { numerator: 0n, denominator: 1n };
const ONE: Fraction = { numerator: 1n, denominator: 1n };
const MICROS = 1_000_000n;

/**
 * A figure of exposures of one direction, jointly.
 *
 * Units: parts of what was received (or sent) less what came back, for a share; US dollars for
 * `usd`. A share is of all value in US dollars where every asset has a price, else the largest share
 * of any one asset. Each method leaves out its own returned value, `lower` none, an upper bound as
 * much as can have returned. `upperIfUnseenRisky` counts what was not seen of every asset of the
 * direction, whichever the exposures are of.
 * Edge: an amount without a price adds nothing to US dollars. A bound that was not computed is the
 * range in which it must lie, since `lower` ≤ haircut and FIFO ≤ `upper` always holds.
 */
export function measureFigure(exposures: readonly Exposure[], question: Question): Measured {
  const parts = partsOf(exposures, question);
  const totals = totalsOf(question);
  if (question.unit === 'share' && !isPriced(parts, totals)) {
    return largestShare(parts, totals, question.figure);
  }
  const micros = sumRanges(parts.map((part) => part.micros ?? exactly(0n)));
  if (question.unit === 'share') {
    const wholes = totals.map((total) => wholeOf(total, question.figure).usdMicros ?? 0n);
    return sharesOf(
      micros,
      wholes.reduce((sum, whole) => sum + whole, 0n),
    );
  }
  return {
    atLeast: { numerator: micros.atLeast, denominator: MICROS },
    atMost: micros.atMost === null ? null : { numerator: micros.atMost, denominator: MICROS },
  };
}

/** Whether the shares of a direction are shares of all value in US dollars. */
export function isSharePriced(exposures: readonly Exposure[], scope: MeasureScope): boolean {
  const parts = partsOf(exposures, { ...scope, figure: 'haircut', unit: 'share' });
  return isPriced(parts, totalsOf(scope));
}

function totalsOf({ basis, totals }: MeasureScope): readonly AssetTotal[] {
  return basis === 'whole' ? totals.totals : totals.recentTotals;
}

function partsOf(exposures: readonly Exposure[], question: Question): Part[] {
  const { figure, basis, boundJointly } = question;
  const isBound = figure !== 'haircut' && figure !== 'fifo';
  // What was not seen may be of any asset, also of one in which a single exposure has no amount.
  const isAlone = exposures.length <= 1 && figure !== 'upperIfUnseenRisky';
  if (isBound && boundJointly !== null && !isAlone) {
    const period = basis === 'whole' ? 'whole' : 'recent';
    return boundJointly(exposures, period).map(({ asset, usd, ...bounds }) => ({
      asset,
      atomic: jointRange(bounds, figure),
      micros: usd === null || isUnpriced(bounds, usd) ? null : jointRange(usd, figure),
    }));
  }
  return exposures
    .flatMap((exposure): readonly ExposureAmount[] =>
      basis === 'whole' ? exposure.amounts : exposure.recentAmounts,
    )
    .map((amount) => ({
      asset: amount.asset,
      atomic: rangeOf(amount, figure),
      micros: amount.usd === null ? null : rangeOf(amount.usd, figure),
    }));
}

const BOUNDS = ['lower', 'upper', 'upperIfUnseenRisky'] as const;

/** Whether bounds that are known have no worth that is known. */
function isUnpriced(bounds: Bounds, usd: Bounds): boolean {
  return BOUNDS.some((bound) => bounds[bound] !== null && usd[bound] === null);
}

function jointRange(bounds: Bounds, figure: keyof Bounds): Range {
  const known = bounds[figure];
  return known === null ? { atLeast: 0n, atMost: null } : exactly(known);
}

function rangeOf(figures: Figures, figure: Question['figure']): Range {
  const { haircut, fifo } = figures;
  const known = figures[figure];
  if (known !== null) return exactly(known);
  if (figure === 'lower') return { atLeast: 0n, atMost: smallerAmount(haircut, fifo) };
  const estimate = largerAmount(haircut, fifo);
  return { atLeast: figures.upper ?? estimate, atMost: null };
}

function isPriced(parts: readonly Part[], totals: readonly AssetTotal[]): boolean {
  return (
    totals.every((total) => total.usdMicros !== null || total.amount === 0n) &&
    parts.every(({ micros }) => micros !== null)
  );
}

function largestShare(
  parts: readonly Part[],
  totals: readonly AssetTotal[],
  figure: Question['figure'],
): Measured {
  let largest: Measured = { atLeast: ZERO, atMost: ZERO };
  for (const asset of new Set(parts.map((part) => part.asset))) {
    const part = sumRanges(parts.filter((one) => one.asset === asset).map(({ atomic }) => atomic));
    const whole = totals
      .filter((total) => total.asset === asset)
      .reduce((sum, total) => sum + wholeOf(total, figure).amount, 0n);
    const share = sharesOf(part, whole);
    largest = {
      atLeast: largerShare(largest.atLeast, share.atLeast),
      atMost: largerShare(largest.atMost ?? ONE, share.atMost ?? ONE),
    };
  }
  return largest;
}

function sharesOf(part: Range, whole: bigint): Measured {
  return {
    atLeast: shareOf(part.atLeast, whole),
    atMost: part.atMost === null ? ONE : shareOf(part.atMost, whole),
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
