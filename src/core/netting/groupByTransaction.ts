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

/**
 * Where the transaction that begins at a place ends: the place after its last transfer.
 *
 * Edge: all transfers of a transaction have one time, which is cheaper to compare than their ids.
 */
function endOfTransaction(ordered: readonly Transfer[], from: number): number {
  const first = ordered[from];
  let to = from + 1;
  if (first === undefined || first.txId === null) return to;
  for (; to < ordered.length; to += 1) {
    const next = ordered[to];
    if (next?.timeSeconds !== first.timeSeconds || next.txId !== first.txId) break;
  }
  return to;
}
