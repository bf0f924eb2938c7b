import { receiversFirst } from './flowOrder.js';
import type { Channel, LedgerFact, Transfer } from './ledger.js';
import type { SortedPlaces } from './placesByNumber.js';
import { placesByNumber } from './placesByNumber.js';

/**
 * Facts in the order in which their chain applied them.
 *
 * Order: time, height, transaction index (learned from any fact of the same transaction), id;
 * inside one transaction the fee first, then channels and indexes as listed. Movements of one
 * transaction without an index of their own stand as the money went: an account gets before it gives.
 * What is still equal keeps the order given.
 * Blind spot: a transaction whose index nobody tells counts as the first of its block.
 */
export function orderFacts<Fact extends LedgerFact>(facts: Iterable<Fact>): Fact[] {
  const listed = [...facts];
  const ordered = [...listed];
  chainOrder(listed).order.forEach((at, n) => {
    const fact = listed[at];
    if (fact !== undefined) ordered[n] = fact;
  });
  return ordered;
}

/** The order of facts by the places at which they stand in the list, and their transactions. */
export interface ChainOrder {
  readonly order: Int32Array;
  /** By the place in the order: 1 where another transaction begins, 0 where the one before goes on. */
  readonly begins: Uint8Array;
}

/**
 * The order of `orderFacts`, by place.
 *
 * Edge: a fact without a transaction id is a transaction of its own.
 */
export function chainOrder(facts: readonly LedgerFact[]): ChainOrder {
  const { length } = facts;
  const byTime = placesByNumber(length, (at) => facts[at]?.timeSeconds ?? 0);
  // Where times cannot be sorted as numbers, all facts are compared as those of one time are.
  const { places: order, offsets } = byTime ?? asGiven(length);
  const begins = new Uint8Array(length).fill(1);
  const lacksIndex = facts.some(({ txIndex }) => txIndex === null);
  const indexOfTx = lacksIndex ? indexesLearned(facts) : NONE_LEARNED;
  for (let from = 0; from < offsets.length; ) {
    let to = from + 1;
    while (to < offsets.length && offsets[to] === offsets[from]) to += 1;
    if (to - from > 1) orderRun({ facts, order, from, to, indexOfTx });
    for (let n = from + 1; n < to; n += 1) {
      if (isOneTransaction(facts[order[n - 1] ?? 0], facts[order[n] ?? 0])) begins[n] = 0;
    }
    from = to;
  }
  return { order, begins };
}

function asGiven(count: number): SortedPlaces {
  return {
    places: Int32Array.from({ length: count }, (_, at) => at),
    offsets: new Uint32Array(count),
  };
}

function isOneTransaction(a: LedgerFact | undefined, b: LedgerFact | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.txId !== null && a.txId === b.txId && a.timeSeconds === b.timeSeconds;
}

/** Facts of one time: where they stand in the order, from one place up to, without, another. */
interface Run {
  readonly facts: readonly LedgerFact[];
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
  /** The place in its block of a transaction, where a fact lacks it. */
  readonly indexOfTx: ReadonlyMap<string, number>;
}

/** Puts the facts of a run in order: changes that part of the order. */
function orderRun(run: Run): void {
  const { facts, order, from, to, indexOfTx } = run;
  if (isInOrder(run)) return;
  const keyed: KeyedFact[] = [];
  for (let n = from; n < to; n += 1) {
    const at = order[n] ?? 0;
    const fact = facts[at];
    if (fact !== undefined) keyed.push({ fact, at, numbers: null });
  }
  keyed.sort((a, b) => comparePositions(a.fact, b.fact, indexOfTx) || compareIndexes(a, b));
  inFlowOrder(keyed).forEach(({ at }, n) => {
    order[from + n] = at;
  });
}

/**
 * Whether there is nothing to put in order, as mostly: what one account's history tells is in order,
 * and one that pays several passes nothing on.
 */
function isInOrder({ facts, order, from, to, indexOfTx }: Run): boolean {
  let before = facts[order[from] ?? 0];
  for (let n = from + 1; n < to; n += 1) {
    const fact = facts[order[n] ?? 0];
    if (before === undefined || fact === undefined) return false;
    const difference = comparePositions(before, fact, indexOfTx);
    if (difference > 0) return false;
    if (difference === 0 && !areInOrder(before, fact)) return false;
    before = fact;
  }
  return true;
}

/** Whether of two movements by one channel of one transaction the first is known to stand first. */
function areInOrder(a: LedgerFact, b: LedgerFact): boolean {
  if (a.kind !== 'transfer' || b.kind !== 'transfer') return true;
  if (isUnnumberedPair(a, b) && (a.from !== b.from || a.to === a.from || b.to === a.from)) {
    return false;
  }
  return compareIndexes({ fact: a, numbers: null }, { fact: b, numbers: null }) <= 0;
}

interface IndexedFact {
  readonly fact: LedgerFact;
  /** The numbers of its index, once somebody asked for them. */
  numbers: readonly number[] | null;
}

/** A fact among others of its time. */
interface KeyedFact extends IndexedFact {
  /** Where it stands in the list. */
  readonly at: number;
}

/** Compares all but the indexes inside a transaction. */
function comparePositions(
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

const NONE_LEARNED: ReadonlyMap<string, number> = new Map();

/** The place in its block of each transaction of which a fact lacks it and another tells it. */
function indexesLearned(facts: readonly LedgerFact[]): ReadonlyMap<string, number> {
  const indexOfTx = new Map<string, number>();
  const lacking = new Set<string>();
  for (const { txId, txIndex } of facts) if (txId !== null && txIndex === null) lacking.add(txId);
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

function channelRank(fact: LedgerFact): number {
  return CHANNEL_RANKS[fact.kind === 'utxo' ? 'utxo' : fact.channel];
}

/** Compares log indexes as numbers, and trace paths such as `0_1_10` step by step. */
function compareIndexes(a: IndexedFact, b: IndexedFact): number {
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

/** Puts movements of one transaction that nobody numbered so that an account gets before it gives. */
function inFlowOrder(ordered: KeyedFact[]): KeyedFact[] {
  for (let from = 0; from < ordered.length; ) {
    let to = from + 1;
    while (to < ordered.length && isUnnumberedPair(ordered[from]?.fact, ordered[to]?.fact)) to += 1;
    if (to - from > 1) {
      const group = ordered.slice(from, to);
      const moves = group.flatMap(({ fact }) => (fact.kind === 'transfer' ? [fact] : []));
      receiversFirst(moves).forEach((at, n) => {
        const one = group[at];
        if (one !== undefined) ordered[from + n] = one;
      });
    }
    from = to;
  }
  return ordered;
}

function isUnnumberedPair(a: LedgerFact | undefined, b: LedgerFact | undefined): boolean {
  if (a?.kind !== 'transfer' || b?.kind !== 'transfer') return false;
  return (
    a.txId !== null &&
    a.txId === b.txId &&
    a.channel === b.channel &&
    !isIndexed(a) &&
    !isIndexed(b)
  );
}
