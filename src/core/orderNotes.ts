import { areInOrder, channelRank } from './factPosition.js';
import type { LedgerFact } from './ledger.js';

/** What was noted of the facts of a list when they came, so that most need not be read again. */
export interface OrderNotes {
  /** The time of a fact, by its place in the list. Units: Unix seconds. */
  readonly timeAt: (place: number) => number;
  /** How a fact stands to the one before it in the list: what `neighboursOf` told of the two. */
  readonly neighboursAt: (place: number) => number;
}

/** They are not of one transaction, or it takes a look at the others of their time to tell. */
export const UNKNOWN = 0;
/** They are of one transaction, and stand as its chain applied them. */
export const IN_ORDER = 1;
/** They are of one transaction, and the one that its chain applied first stands last. */
export const TURNED = 2;

/** How two facts stand that follow one another in a list, as a number for `OrderNotes`. */
export function neighboursOf(a: LedgerFact | undefined, b: LedgerFact): number {
  if (a === undefined) return UNKNOWN;
  if (a.timeSeconds !== b.timeSeconds || a.height !== b.height) return UNKNOWN;
  if (a.txId === null || a.txId !== b.txId || a.txIndex !== b.txIndex) return UNKNOWN;
  const difference = channelRank(a) - channelRank(b);
  if (difference > 0) return TURNED;
  return difference < 0 || areInOrder(a, b) ? IN_ORDER : UNKNOWN;
}
