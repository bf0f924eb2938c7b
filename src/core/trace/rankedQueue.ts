/** An item with its rank. */
export interface Ranked<Item, Rank> {
  readonly item: Item;
  readonly rank: Rank;
  /** Tells items of one rank apart: the smaller comes first. */
  readonly order: number;
}

/** An item in a queue, and where it is there. */
interface Queued<Item, Rank> extends Ranked<Item, Rank> {
  at: number;
}

/** The first item of a queue, comparable with that of another. */
export interface First<Item, Rank> extends Ranked<Item, Rank> {
  readonly isBefore: (other: Ranked<unknown, Rank>) => boolean;
}

/**
 * Items by rank, the largest first. Adding, removing and taking the first cost the logarithm of the
 * queue's length. Source: a binary heap, Williams, Communications of the ACM 7 (1964),
 * https://doi.org/10.1145/512274.512284
 */
export class RankedQueue<Item, Rank> {
  readonly #compare: (a: Rank, b: Rank) => number;
  readonly #heap: Queued<Item, Rank>[] = [];
  readonly #queued = new Map<Item, Queued<Item, Rank>>();

  /** Of ranks that differ, the larger is the one that compares as positive. */
  constructor(compare: (a: Rank, b: Rank) => number) {
    this.#compare = compare;
  }

  /** Adds an item that is not in the queue. */
  add({ item, rank, order }: Ranked<Item, Rank>): void {
    const queued = { item, rank, order, at: this.#heap.length };
    this.#heap.push(queued);
    this.#queued.set(item, queued);
    this.#rise(queued.at);
  }

  /** Takes an item out; nothing happens when it is not there. */
  remove(item: Item): void {
    const queued = this.#queued.get(item);
    if (queued === undefined) return;
    this.#queued.delete(item);
    const last = this.#heap.pop();
    if (last === undefined || last === queued) return;
    this.#heap[queued.at] = last;
    last.at = queued.at;
    this.#rise(last.at);
    this.#sink(last.at);
  }

  /** The item that comes first, or null. It stays in the queue. */
  first(): First<Item, Rank> | null {
    const entry = this.#heap[0];
    if (entry === undefined) return null;
    const { item, rank, order } = entry;
    return { item, rank, order, isBefore: (other) => this.#comesBefore(entry, other) };
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.#heap.length && this.#isBefore(child, first)) first = child;
      }
      if (first === at) return;
      this.#swap(at, first);
      at = first;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    return one !== undefined && other !== undefined && this.#comesBefore(one, other);
  }

  #comesBefore(a: Ranked<unknown, Rank>, b: Ranked<unknown, Rank>): boolean {
    const larger = this.#compare(a.rank, b.rank);
    return larger === 0 ? a.order < b.order : larger > 0;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
    other.at = a;
    one.at = b;
  }
}
