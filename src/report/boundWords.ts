import { describeAmount } from './assetWords.js';
import type {
  DocumentAmount,
  DocumentJointShare,
  DocumentShare,
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

/**
 * A share by both methods and its bounds in words, for amounts that it is the share of.
 *
 * Edge: a share that was rounded to nothing or to all of it is told by the amounts, so that neither
 * reads as what it is not.
 */
export function describeShare(
  share: DocumentShare | DocumentJointShare,
  amounts: readonly DocumentAmount[],
): string {
  const { haircut, fifo } = share;
  if (haircut === null || fifo === null) return 'not known';
  const [first, second] = [
    formatPercent(haircut, amountOf('haircut', amounts)),
    formatPercent(fifo, amountOf('fifo', amounts)),
  ];
  const bounds = describeShareBounds(share, amounts);
  // Where the bounds meet, the methods have nothing to add.
  if (bounds === agreed(first) && first === second) return bounds;
  return `${bounds}; haircut ${first}, FIFO ${second}`;
}

function agreed(percent: string): string {
  return `${percent}, however counted`;
}

function describeShareBounds(
  { lower, upper }: DocumentShare | DocumentJointShare,
  amounts: readonly DocumentAmount[],
): string {
  if (lower === null || upper === null) return 'bounds not computed';
  if (lower === upper && amounts.every((amount) => amount.lower === amount.upper)) {
    return agreed(formatPercent(lower, amountOf('lower', amounts)));
  }
  const most = formatAtMost(upper, isSome('upper', amounts) ? 'some' : 'as the share says');
  switch (amountOf('lower', amounts)) {
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

type Told = 'haircut' | 'fifo' | 'lower' | 'upper';

/** What has an amount is not nothing, and what is below its upper bound is not all. */
function amountOf(
  figure: Told,
  amounts: readonly DocumentAmount[],
): 'some' | 'a part' | 'as the share says' {
  if (!isSome(figure, amounts)) return 'as the share says';
  return amounts.some(({ upper, [figure]: told }) => upper !== null && told !== upper)
    ? 'a part'
    : 'some';
}

function isSome(figure: Told, amounts: readonly DocumentAmount[]): boolean {
  return amounts.some((amount) => !isNothing(amount[figure] ?? '0'));
}

function isNothing(amount: string): boolean {
  return !/[1-9]/.test(amount);
}
