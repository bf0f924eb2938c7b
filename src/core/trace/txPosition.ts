import type { Transfer } from '../ledger.js';

/** Where a transaction stands on its chain, as far as is known. */
export interface TxPosition {
  readonly timeSeconds: number;
  readonly height: number | null;
  readonly txIndex: number | null;
  /** The transaction's id, or what stands for it. */
  readonly tx: string;
}

/** Where the transaction of some transfers stands: any of them may know its place in the block. */
export function positionOf(
  tx: string,
  { timeSeconds, height }: Transfer,
  transfers: readonly Transfer[],
): TxPosition {
  const told = transfers.find(({ txIndex }) => txIndex !== null);
  return { timeSeconds, height, txIndex: told?.txIndex ?? null, tx };
}

/**
 * Orders transactions as their chain applied them: negative when `a` came first.
 *
 * Edge: as among facts, one whose place in the block nobody tells counts as the first of it.
 */
export function compareTxPositions(a: TxPosition, b: TxPosition): number {
  return (
    a.timeSeconds - b.timeSeconds ||
    (a.height ?? -1) - (b.height ?? -1) ||
    (a.txIndex ?? -1) - (b.txIndex ?? -1) ||
    compareText(a.tx, b.tx)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
