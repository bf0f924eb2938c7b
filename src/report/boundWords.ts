import { sumAmounts } from '../core/amount.js';
import type { AssetId } from '../core/asset.js';
import { describeAmount } from './assetWords.js';
import type {
  DocumentAmount,
  DocumentJointShare,
  DocumentShare,
  DocumentTotal,
  ScreeningDocument,
} from './document.js';
import { formatAtLeast, formatAtMost, formatPercent } from './format.js';

/** The bounds of an amount in words: `at least 0.50 ETH and at most 2.00 ETH, …`. */
export function describeAmountBounds(document: ScreeningDocument, amount: DocumentAmount): string {
  const { asset, lower, upper, upperIfUnseenRisky } = amount;
  if (lower === null || upper === null) return 'bounds not computed';
  const told = (units: string) => describeAmount(document, asset, units);
  const range =
    lower === upper
      ? `exactly ${told(lower)}`
      : isNothing(lower)
        ? `up to ${told(upper)}`
        : `at least ${told(lower)} and at most ${told(upper)}`;
  const ifUnseen =
    upperIfUnseenRisky === null
      ? ''
      : upperIfUnseenRisky === upper
        ? '; no more if all that was not seen were risky'
        : `; up to ${told(upperIfUnseenRisky)} if all that was not seen were risky`;
  return `${range}, however mixed money is told apart${ifUnseen}`;
}

/** A share, the amounts that it is told of, and what it is a share of. */
export interface ToldShare {
  readonly share: DocumentShare | DocumentJointShare;
  readonly amounts: readonly DocumentAmount[];
  /** `usd` for all assets, null for the one that is most concerned. */
  readonly asset: AssetId | 'usd' | null;
  /** What came in (or went out) of every asset, without what only came back. */
  readonly totals: readonly DocumentTotal[];
  /** What came back, by haircut. */
  readonly returned: readonly DocumentTotal[];
}

/**
 * A share with its bounds in words, and by both methods where they leave that open.
 *
 * Edge: a share that was rounded to nothing or to all of it is told by the amounts, so that neither
 * reads as what it is not.
 */
export function describeShare(told: ToldShare): string {
  const { haircut, fifo, lower, upper } = told.share;
  if (haircut === null || fifo === null) return 'not known';
  if (lower !== null && lower === upper && isExact(told.amounts)) {
    return `${formatPercent(lower, amountOf('lower', told))}, however counted`;
  }
  const first = formatPercent(haircut, amountOf('haircut', told));
  const second = formatPercent(fifo, amountOf('fifo', told));
  return `${describeShareBounds(told)}; haircut ${first}, FIFO ${second}`;
}

/** Whether the bounds meet, so that every method says the same. */
export function isExact(amounts: readonly DocumentAmount[]): boolean {
  return amounts.every(({ lower, upper }) => lower !== null && lower === upper);
}

function describeShareBounds(told: ToldShare): string {
  const { lower, upper } = told.share;
  if (lower === null || upper === null) return 'bounds not computed';
  const most = formatAtMost(upper, isSome('upper', told.amounts) ? 'some' : 'as the share says');
  switch (amountOf('lower', told)) {
    case 'as the share says':
      return most;
    case 'some':
      return `${formatAtLeast(lower, 'some')} and ${most}`;
    case 'a part':
      return `${formatAtLeast(lower === ALL ? NEARLY_ALL : lower, 'some')} and ${most}`;
  }
}

const ALL = '1.000000';
/** The largest share of six places that is not all. */
const NEARLY_ALL = '0.999999';

type Told = 'haircut' | 'fifo' | 'lower';

/** What has an amount is not nothing; what is below its upper bound or beside more is not all. */
function amountOf(figure: Told, told: ToldShare): 'some' | 'a part' | 'as the share says' {
  const { amounts } = told;
  if (!isSome(figure, amounts)) return 'as the share says';
  const isBelow = amounts.some(({ upper, [figure]: own }) => upper !== null && own !== upper);
  return isBelow || isBesideMore(figure, told) ? 'a part' : 'some';
}

/**
 * Whether more moved than the amounts make.
 *
 * Edge: what came back by FIFO is not told, so that FIFO's whole is not known where anything did.
 */
function isBesideMore(figure: Told, { amounts, asset, totals, returned }: ToldShare): boolean {
  if (figure === 'fifo' && returned.length > 0) return false;
  const rests = totals
    .filter((total) => asset === null || asset === 'usd' || total.asset === asset)
    .map((total) => {
      const own = amounts.filter((amount) => amount.asset === total.asset);
      return BigInt(total.amount) > sumAmounts(own.map((amount) => BigInt(amount[figure] ?? 0)));
    });
  return asset === null ? rests.every((rest) => rest) : rests.some((rest) => rest);
}

function isSome(figure: Told | 'upper', amounts: readonly DocumentAmount[]): boolean {
  return amounts.some((amount) => !isNothing(amount[figure] ?? '0'));
}

function isNothing(amount: string): boolean {
  return !/[1-9]/.test(amount);
}
