import type { Direction } from '../exposure.js';
import type { UtxoTx } from '../ledger.js';
import type { TraceNode } from './frontier.js';

/** A place looked up earlier that must hand on what it just got, and the transaction to step to. */
export interface ReadyPlace {
  readonly node: TraceNode;
  readonly tx: UtxoTx;
}

/**
 * Places that wait to hand on stake. Backward the newest goes first, forward the oldest: so a place
 * has got all that it will get before it hands on, and ways that part and meet again are walked
 * once and not once for every way.
 *
 * Order: of equal times the first added goes first. Adding and taking cost the logarithm of how many wait.
 */
export class ReadyPlaces {
  readonly #direction: Direction;
  /** A binary heap: what stands at `at` goes before what stands at `2 at + 1` and `2 at + 2`. */
  readonly #heap: (ReadyPlace & { readonly order: number })[] = [];
  readonly #waiting = new Set<TraceNode>();
  #added = 0;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /** Adds a place; one that already waits keeps its turn. */
  add(node: TraceNode, tx: UtxoTx): void {
    if (this.#waiting.has(node)) return;
    this.#waiting.add(node);
    this.#heap.push({ node, tx, order: this.#added });
    this.#added += 1;
    for (let at = this.#heap.length - 1; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfFirst(at, above)) break;
      at = above;
    }
  }

  /** The place whose turn it is, taken out; null when none waits. */
  take(): ReadyPlace | null {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return null;
    this.#waiting.delete(first.node);
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sinkFirst();
    }
    return first;
  }

  #sinkFirst(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const below = this.#goesBefore(right, left) ? right : left;
      if (!this.#swapIfFirst(below, at)) return;
      at = below;
    }
  }

  #swapIfFirst(low: number, high: number): boolean {
    const [below, above] = [this.#heap[low], this.#heap[high]];
    if (below === undefined || above === undefined || !this.#goesBefore(low, high)) return false;
    this.#heap[low] = above;
    this.#heap[high] = below;
    return true;
  }

  #goesBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    const later = a.tx.timeSeconds - b.tx.timeSeconds;
    if (later === 0) return a.order < b.order;
    return this.#direction === 'incoming' ? later > 0 : later < 0;
  }
}
