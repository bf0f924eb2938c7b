import type { Transfer } from '../ledger.js';

/**
 * Transfers of one transaction together. Order: as given, which must be the chain's.
 *
 * Edge: a transfer without a transaction id stands alone.
 */
export function* groupByTransaction(ordered: readonly Transfer[]): Generator<readonly Transfer[]> {
  for (let from = 0; from < ordered.length; ) {
    const to = endOfTransaction(ordered, from);
    yield ordered.slice(from, to);
    from = to;
  }
}

/** Where the transaction that begins at a place ends: the place after its last transfer. */
export function endOfTransaction(ordered: readonly Transfer[], from: number): number {
  const first = ordered[from];
  let to = from + 1;
  while (isOfTransaction(first, ordered[to])) to += 1;
  return to;
}

/** A transaction has one time; to compare times first spares looking at most of the ids. */
function isOfTransaction(first: Transfer | undefined, next: Transfer | undefined): boolean {
  if (first === undefined || next?.timeSeconds !== first.timeSeconds) return false;
  return first.txId !== null && next.txId === first.txId;
}
