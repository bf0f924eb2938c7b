/** An item with its rank. */
export interface Ranked<Item, Rank> {
  readonly item: Item;
  readonly rank: Rank;
  /** Tells items of one rank apart: the smaller comes first. */
  readonly order: number;
}

/** An item in a queue, by which it is moved and taken out. */
export interface Queued<Item, Rank> extends Ranked<Item, Rank> {
  /** Where it is in the queue. */
  readonly at: number;
}

/** The same as only the queue may change it. */
interface Entry<Item, Rank> extends Queued<Item, Rank> {
  rank: Rank;
  at: number;
}

/**
 * Items by rank, the largest first. Adding, moving, removing and taking the first cost the logarithm of
 * the queue's length. Source: a binary heap, Williams, Communications of the ACM 7 (1964),
 * https://doi.org/10.1145/512274.512284
 */
export class RankedQueue<Item, Rank> {
  readonly #compare: (a: Rank, b: Rank) => number;
  readonly #heap: Entry<Item, Rank>[] = [];

  /** Of ranks that differ, the larger is the one that compares as positive. */
  constructor(compare: (a: Rank, b: Rank) => number) {
    this.#compare = compare;
  }

  /** Adds an item; gives that by which it is moved and taken out. */
  add({ item, rank, order }: Ranked<Item, Rank>): Queued<Item, Rank> {
    const queued = { item, rank, order, at: this.#heap.length };
    this.#heap.push(queued);
    this.#rise(queued);
    return queued;
  }

  /** Gives an item another rank. Throws a `RangeError` when it is not in this queue. */
  move(queued: Queued<Item, Rank>, rank: Rank): void {
    const entry = this.#entryOf(queued);
    entry.rank = rank;
    this.#rise(entry);
    this.#sink(entry);
  }

  /** Takes an item out. Throws a `RangeError` when it is not in this queue. */
  remove(queued: Queued<Item, Rank>): void {
    const entry = this.#entryOf(queued);
    const last = this.#heap.pop();
    if (last === undefined || last === entry) return;
    this.#put(last, entry.at);
    this.#rise(last);
    this.#sink(last);
  }

  #entryOf(queued: Queued<Item, Rank>): Entry<Item, Rank> {
    const entry = this.#heap[queued.at];
    if (entry === undefined || entry !== queued) {
      throw new RangeError('An item is not in the queue that was to move it or to take it out.');
    }
    return entry;
  }

  /** The item that comes first, or null. It stays in the queue. */
  first(): Queued<Item, Rank> | null {
    return this.#heap[0] ?? null;
  }

  /** Whether one item comes before another by the ranks of this queue. */
  isBefore(one: Ranked<unknown, Rank>, other: Ranked<unknown, Rank>): boolean {
    const larger = this.#compare(one.rank, other.rank);
    return larger === 0 ? one.order < other.order : larger > 0;
  }

  #rise(entry: Entry<Item, Rank>): void {
    while (entry.at > 0) {
      const { at } = entry;
      const parent = this.#heap[(at - 1) >> 1];
      if (parent === undefined || !this.isBefore(entry, parent)) return;
      this.#put(entry, parent.at);
      this.#put(parent, at);
    }
  }

  #sink(entry: Entry<Item, Rank>): void {
    for (;;) {
      const { at } = entry;
      const [left, right] = [this.#heap[2 * at + 1], this.#heap[2 * at + 2]];
      if (left === undefined) return;
      const child = right !== undefined && this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, entry)) return;
      this.#put(entry, child.at);
      this.#put(child, at);
    }
  }

  #put(entry: Entry<Item, Rank>, at: number): void {
    this.#heap[at] = entry;
    entry.at = at;
  }
}
