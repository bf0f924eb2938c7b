import type { Fraction } from '../amount.js';
import { compareFractions, sumAmounts } from '../amount.js';
import type {
  AssetTotal,
  BoundJointly,
  Exposure,
  ExposureShare,
  ValuedAmount,
} from '../exposure.js';

/** Figures of which a share can be told. */
export type ShareFigure = 'haircut' | 'fifo' | 'lower' | 'upper' | 'upperIfUnseenRisky';

const ZERO: Fraction = { numerator: 0n, denominator: 1n };
const ONE: Fraction = { numerator: 1n, denominator: 1n };
/** A bound that nobody computed: more than any share. */
const UNKNOWN: Fraction = { numerator: 2n, denominator: 1n };

/**
 * What a figure is a share of. Each method leaves out what it tells to have made a round trip;
 * `lower` counts all of it, and an upper bound leaves out as much as can have.
 */
export function wholeOf(total: AssetTotal, figure: ShareFigure): ValuedAmount {
  if (figure === 'lower') return total;
  const returned =
    figure === 'haircut' || figure === 'fifo' ? total.returned[figure] : total.returned.most;
  return {
    amount: total.amount - returned.amount,
    usdMicros:
      total.usdMicros === null || returned.usdMicros === null
        ? null
        : total.usdMicros - returned.usdMicros,
  };
}

/**
 * A part of a whole, at most all of it.
 *
 * Edge: nothing is no part; any part of a whole that came to nothing is all of it.
 */
export function shareOf(part: bigint, whole: bigint): Fraction {
  if (part <= 0n) return ZERO;
  if (whole <= 0n || part >= whole) return ONE;
  return { numerator: part, denominator: whole };
}

/** The larger of two shares. */
export function largerShare(a: Fraction, b: Fraction): Fraction {
  return compareFractions(a, b) >= 0 ? a : b;
}

/** Amounts of one exposure or of several jointly, by asset. */
export interface ShareAmount {
  readonly asset: AssetTotal['asset'];
  readonly haircut: bigint;
  readonly fifo: bigint;
  readonly lower: bigint | null;
  readonly upper: bigint | null;
  readonly usd: {
    readonly haircut: bigint;
    readonly fifo: bigint;
    readonly lower: bigint | null;
    readonly upper: bigint | null;
  } | null;
}

/**
 * The share that amounts are of a direction: of all value in US dollars where every asset has a
 * price and there are several, else of the asset that is most concerned. Null without amounts.
 *
 * Most concerned is the asset with the largest share by haircut or by FIFO, whichever says more: by
 * that rules judge, so the share that is told is the share that is judged. Assets that are equal by
 * it differ by `upper`, and one whose bound is not known comes first. `upper` alone does not choose:
 * a wide bound through a busy account would hide what is certain of another asset. All figures are of
 * that one asset; those of the others stand beside their amounts.
 */
export function tellShare(
  amounts: readonly ShareAmount[],
  totals: readonly AssetTotal[],
): ExposureShare | null {
  const used = totals.filter((total) => total.amount > 0n);
  const isPriced = used.every((total) => total.usdMicros !== null);
  if (used.length > 1 && isPriced && amounts.every(({ usd }) => usd !== null)) {
    return shareInDollars(amounts, used);
  }
  return amounts.reduce<ExposureShare | null>((most, amount) => {
    const total = used.find(({ asset }) => asset === amount.asset);
    if (total === undefined) return most;
    const share = shareOfAsset(amount, total);
    return most === null || compareConcern(share, most) > 0 ? share : most;
  }, null);
}

function compareConcern(a: ExposureShare, b: ExposureShare): number {
  return (
    compareFractions(largerShare(a.haircut, a.fifo), largerShare(b.haircut, b.fifo)) ||
    compareFractions(a.upper ?? UNKNOWN, b.upper ?? UNKNOWN)
  );
}

function shareOfAsset(amount: ShareAmount, total: AssetTotal): ExposureShare {
  const share = (figure: 'haircut' | 'fifo' | 'lower' | 'upper') => {
    const part = amount[figure];
    return part === null ? null : shareOf(part, wholeOf(total, figure).amount);
  };
  return {
    asset: amount.asset,
    haircut: share('haircut') ?? ZERO,
    fifo: share('fifo') ?? ZERO,
    lower: share('lower'),
    upper: share('upper'),
  };
}

function shareInDollars(
  amounts: readonly ShareAmount[],
  totals: readonly AssetTotal[],
): ExposureShare {
  const share = (figure: 'haircut' | 'fifo' | 'lower' | 'upper') => {
    let [part, whole] = [0n, 0n];
    for (const { usd } of amounts) {
      const micros = usd?.[figure] ?? null;
      if (micros === null) return null;
      part += micros;
    }
    for (const total of totals) whole += wholeOf(total, figure).usdMicros ?? 0n;
    return shareOf(part, whole);
  };
  return {
    asset: 'usd',
    haircut: share('haircut') ?? ZERO,
    fifo: share('fifo') ?? ZERO,
    lower: share('lower'),
    upper: share('upper'),
  };
}

/**
 * The share that exposures of one direction make of it jointly; null where none moved anything.
 *
 * Bounds are joint: what one claim can have at most, another cannot have too.
 */
export function tellJointShare(
  exposures: readonly Exposure[],
  totals: readonly AssetTotal[],
  boundJointly: BoundJointly,
): ExposureShare | null {
  const moved = exposures.filter((exposure) => exposure.kind !== 'ownership');
  if (moved.length === 0) return null;
  const amounts = boundJointly(moved, 'whole').map(({ subject, asset, lower, upper, usd }) => {
    const mine = moved
      .filter((exposure) => exposure.subject === subject)
      .flatMap((exposure) => exposure.amounts.filter((amount) => amount.asset === asset));
    const haircut = sumAmounts(mine.map((amount) => amount.haircut));
    const fifo = sumAmounts(mine.map((amount) => amount.fifo));
    const isPriced = usd !== null && mine.every((amount) => amount.usd !== null);
    return {
      asset,
      haircut,
      fifo,
      lower,
      upper,
      usd: isPriced
        ? {
            haircut: sumAmounts(mine.map((amount) => amount.usd?.haircut ?? 0n)),
            fifo: sumAmounts(mine.map((amount) => amount.usd?.fifo ?? 0n)),
            lower: usd.lower,
            upper: usd.upper,
          }
        : null,
    };
  });
  return tellShare(amounts, totals);
}
