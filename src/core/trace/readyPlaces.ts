import { compareAmounts } from '../amount.js';
import type { Direction } from '../exposure.js';
import type { UtxoTx } from '../ledger.js';
import { RankedQueue } from './rankedQueue.js';
import type { TraceNode } from './traceNode.js';

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
  readonly #queue = new RankedQueue<ReadyPlace, bigint>(compareAmounts);
  readonly #waiting = new Set<TraceNode>();
  #added = 0;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /** Adds a place; one that already waits keeps its turn. */
  add(node: TraceNode, tx: UtxoTx): void {
    if (this.#waiting.has(node)) return;
    this.#waiting.add(node);
    const time = BigInt(tx.timeSeconds);
    const rank = this.#direction === 'incoming' ? time : -time;
    this.#queue.add({ item: { node, tx }, rank, order: this.#added });
    this.#added += 1;
  }

  /** The place whose turn it is, taken out; null when none waits. */
  take(): ReadyPlace | null {
    const first = this.#queue.first();
    if (first === null) return null;
    this.#queue.remove(first);
    this.#waiting.delete(first.item.node);
    return first.item;
  }
}
