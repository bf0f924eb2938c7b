import type { Queued, Ranked } from './rankedQueue.js';
import { RankedQueue } from './rankedQueue.js';

/** A queue by rank that finds an item by itself: each is in it at most once. */
export class ItemQueue<Item, Rank> {
  readonly #queue: RankedQueue<Item, Rank>;
  readonly #queued = new Map<Item, Queued<Item, Rank>>();

  /** Of ranks that differ, the larger is the one that compares as positive. */
  constructor(compare: (a: Rank, b: Rank) => number) {
    this.#queue = new RankedQueue(compare);
  }

  /** Adds an item that is not in the queue. */
  add(ranked: Ranked<Item, Rank>): void {
    this.#queued.set(ranked.item, this.#queue.add(ranked));
  }

  /** Takes an item out; nothing happens when it is not there. */
  remove(item: Item): void {
    const queued = this.#queued.get(item);
    if (queued === undefined) return;
    this.#queued.delete(item);
    this.#queue.remove(queued);
  }

  /** The item that comes first, or null. It stays in the queue. */
  first(): Ranked<Item, Rank> | null {
    return this.#queue.first();
  }

  /** Whether one item comes before another by the ranks of this queue. */
  isBefore(one: Ranked<unknown, Rank>, other: Ranked<unknown, Rank>): boolean {
    return this.#queue.isBefore(one, other);
  }
}
