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
  const txId = ordered[from]?.txId ?? null;
  let to = from + 1;
  while (txId !== null && to < ordered.length && ordered[to]?.txId === txId) to += 1;
  return to;
}
