import { bytesOf, intsOf, wordsOf } from './columns/columnMemory.js';
import type { IndexedFact } from './factPosition.js';
import {
  areInOrder,
  compareIndexes,
  comparePositions,
  indexesLearned,
  isUnnumberedPair,
} from './factPosition.js';
import { receiversFirst } from './flowOrder.js';
import type { LedgerFact } from './ledger.js';
import type { OrderNotes } from './orderNotes.js';
import { IN_ORDER, TURNED, UNKNOWN } from './orderNotes.js';
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
 * The order of `orderFacts`, by place. `notes`: of these facts, as they stand in this list.
 *
 * Edge: a fact without a transaction id is a transaction of its own.
 */
export function chainOrder(
  facts: readonly LedgerFact[],
  notes: OrderNotes = nothingNoted(facts),
): ChainOrder {
  const { length } = facts;
  const byTime = placesByNumber(length, (place) => notes.timeAt(place));
  // Where times cannot be sorted as numbers, all facts are compared as those of one time are.
  const { places: order, offsets } = byTime ?? asGiven(length);
  const begins = bytesOf(length).fill(1);
  let indexOfTx: ReadonlyMap<string, number> | null = null;
  for (let from = 0; from < offsets.length; ) {
    let to = from + 1;
    while (to < offsets.length && offsets[to] === offsets[from]) to += 1;
    if (orderAsNoted(order, { from, to, notes })) begins.fill(0, from + 1, to);
    else {
      indexOfTx ??= indexesLearned(facts);
      orderRun({ facts, order, from, to, indexOfTx });
      for (let n = from + 1; n < to; n += 1) {
        if (isOneTransaction(facts[order[n - 1] ?? 0], facts[order[n] ?? 0])) begins[n] = 0;
      }
    }
    from = to;
  }
  return { order, begins };
}

/**
 * Puts the facts of one time in order, where they are of one transaction and what was noted tells it;
 * says whether it did. Mostly it is one fact, or a few that stand next to one another, since one
 * history told them.
 */
function orderAsNoted(
  order: Int32Array,
  { from, to, notes }: { readonly from: number; readonly to: number; readonly notes: OrderNotes },
): boolean {
  for (let n = from + 1; n < to; n += 1) {
    const place = order[n] ?? 0;
    if (order[n - 1] !== place - 1) return false;
    const neighbours = notes.neighboursAt(place);
    if (neighbours === IN_ORDER) continue;
    if (neighbours !== TURNED || to - from !== 2) return false;
    [order[from], order[n]] = [place, place - 1];
  }
  return true;
}

function asGiven(count: number): SortedPlaces {
  return {
    places: intsOf(count).map((_, at) => at),
    offsets: wordsOf(count),
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

/** A fact among others of its time. */
interface KeyedFact extends IndexedFact {
  /** Where it stands in the list. */
  readonly at: number;
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

function nothingNoted(facts: readonly LedgerFact[]): OrderNotes {
  return {
    timeAt: (place) => facts[place]?.timeSeconds ?? 0,
    neighboursAt: () => UNKNOWN,
  };
}
