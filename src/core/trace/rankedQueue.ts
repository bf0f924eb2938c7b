/** An item with its rank. */
export interface Ranked<Item, Rank> {
  readonly item: Item;
  readonly rank: Rank;
  /** Tells items of one rank apart: the smaller comes first. */
  readonly order: number;
}

/** An item in a queue, by which it is taken out or moved. */
export interface Queued<Item, Rank> extends Ranked<Item, Rank> {
  rank: Rank;
  /** Where it is in the queue; −1 once it was taken out. */
  at: number;
}

/**
 * Items by rank, the largest first. Adding, moving, removing and taking the first cost the logarithm of
 * the queue's length. Source: a binary heap, Williams, Communications of the ACM 7 (1964),
 * https://doi.org/10.1145/512274.512284
 */
export class RankedQueue<Item, Rank> {
  readonly #compare: (a: Rank, b: Rank) => number;
  readonly #heap: Queued<Item, Rank>[] = [];

  /** Of ranks that differ, the larger is the one that compares as positive. */
  constructor(compare: (a: Rank, b: Rank) => number) {
    this.#compare = compare;
  }

  /** Adds an item. */
  add({ item, rank, order }: Ranked<Item, Rank>): Queued<Item, Rank> {
    const queued = { item, rank, order, at: this.#heap.length };
    this.#heap.push(queued);
    this.#rise(queued);
    return queued;
  }

  /** Gives an item of the queue another rank. */
  move(queued: Queued<Item, Rank>, rank: Rank): void {
    queued.rank = rank;
    this.#rise(queued);
    this.#sink(queued);
  }

  /** Takes an item out; nothing happens when that was done before. */
  remove(queued: Queued<Item, Rank>): void {
    const { at } = queued;
    if (at < 0) return;
    queued.at = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === queued) return;
    this.#put(last, at);
    this.#rise(last);
    this.#sink(last);
  }

  /** The item that comes first, or null. It stays in the queue. */
  first(): Queued<Item, Rank> | null {
    return this.#heap[0] ?? null;
  }

  /** Whether one item comes before another, which may be of another queue. */
  isBefore(one: Ranked<unknown, Rank>, other: Ranked<unknown, Rank>): boolean {
    const larger = this.#compare(one.rank, other.rank);
    return larger === 0 ? one.order < other.order : larger > 0;
  }

  #rise(queued: Queued<Item, Rank>): void {
    while (queued.at > 0) {
      const { at } = queued;
      const parent = this.#heap[(at - 1) >> 1];
      if (parent === undefined || !this.isBefore(queued, parent)) return;
      this.#put(queued, parent.at);
      this.#put(parent, at);
    }
  }

  #sink(queued: Queued<Item, Rank>): void {
    for (;;) {
      const { at } = queued;
      const [left, right] = [this.#heap[2 * at + 1], this.#heap[2 * at + 2]];
      if (left === undefined) return;
      const child = right !== undefined && this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, queued)) return;
      this.#put(queued, child.at);
      this.#put(child, at);
    }
  }

  #put(queued: Queued<Item, Rank>, at: number): void {
    this.#heap[at] = queued;
    queued.at = at;
  }
}
