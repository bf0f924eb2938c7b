import type { Channel, LedgerFact, Transfer } from './ledger.js';

/** Compares all but the indexes inside a transaction. */
export function comparePositions(
  a: LedgerFact,
  b: LedgerFact,
  indexOfTx: ReadonlyMap<string, number>,
): number {
  return (
    a.timeSeconds - b.timeSeconds ||
    (a.height ?? -1) - (b.height ?? -1) ||
    txIndexOf(a, indexOfTx) - txIndexOf(b, indexOfTx) ||
    compareText(a.txId ?? '', b.txId ?? '') ||
    channelRank(a) - channelRank(b)
  );
}

/** The place in its block of each transaction of which a fact lacks it and another tells it. */
export function indexesLearned(facts: readonly LedgerFact[]): ReadonlyMap<string, number> {
  const indexOfTx = new Map<string, number>();
  const lacking = new Set<string>();
  for (const { txId, txIndex } of facts) if (txId !== null && txIndex === null) lacking.add(txId);
  if (lacking.size === 0) return indexOfTx;
  for (const { txId, txIndex } of facts) {
    if (txId !== null && txIndex !== null && lacking.has(txId)) indexOfTx.set(txId, txIndex);
  }
  return indexOfTx;
}

/**
 * Explorers list calls without their place in the block. Placed last, they would make whoever paid
 * the money on in the same block look overdrawn, and the trail would end there.
 */
const FIRST_OF_BLOCK = -1;

function txIndexOf(fact: LedgerFact, indexOfTx: ReadonlyMap<string, number>): number {
  if (fact.txIndex !== null) return fact.txIndex;
  const learned = fact.txId === null ? undefined : indexOfTx.get(fact.txId);
  return learned ?? FIRST_OF_BLOCK;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const CHANNEL_RANKS: Readonly<Record<Channel, number>> = {
  fee: 0,
  reward: 1,
  withdrawal: 2,
  deposit: 3,
  native: 4,
  internal: 5,
  token: 6,
  utxo: 7,
};

/** By which channel a movement goes first in its transaction: the lower, the earlier. */
export function channelRank(fact: LedgerFact): number {
  return CHANNEL_RANKS[fact.kind === 'utxo' ? 'utxo' : fact.channel];
}

/** Compares log indexes as numbers, and trace paths such as `0_1_10` step by step. */
export function compareIndexes(a: IndexedFact, b: IndexedFact): number {
  if (a.fact.kind === 'utxo' || b.fact.kind === 'utxo') return 0;
  if (a.fact.index === b.fact.index) return 0;
  a.numbers ??= numbersOf(a.fact.index);
  b.numbers ??= numbersOf(b.fact.index);
  const [left, right] = [a.numbers, b.numbers];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Whether the source itself said which movement of its transaction this is. */
function isIndexed(fact: Transfer): boolean {
  return !fact.index.startsWith('#');
}

function numbersOf(index: string): number[] {
  return [...index.matchAll(/\d+/g)].map(([digits]) => Number.parseInt(digits, 10));
}

/** Whether of two movements by one channel of one transaction the first is known to stand first. */
export function areInOrder(a: LedgerFact, b: LedgerFact): boolean {
  if (a.kind !== 'transfer' || b.kind !== 'transfer') return true;
  if (isUnnumberedPair(a, b) && (a.from !== b.from || a.to === a.from || b.to === a.from)) {
    return false;
  }
  return compareIndexes({ fact: a, numbers: null }, { fact: b, numbers: null }) <= 0;
}

/** A fact, the index of which may be compared more than once. */
export interface IndexedFact {
  readonly fact: LedgerFact;
  /** The numbers of its index, once somebody asked for them. */
  numbers: readonly number[] | null;
}

/** Whether two movements of one transaction by one channel both lack a number of their own. */
export function isUnnumberedPair(a: LedgerFact | undefined, b: LedgerFact | undefined): boolean {
  if (a?.kind !== 'transfer' || b?.kind !== 'transfer') return false;
  return (
    a.txId !== null &&
    a.txId === b.txId &&
    a.channel === b.channel &&
    !isIndexed(a) &&
    !isIndexed(b)
  );
}
