import type { AmountAt } from './amountColumn.js';
import { AmountColumn } from './amountColumn.js';

/**
 * Arcs of a network in columns, each with the most that it lets through. The arcs out of node `n` are
 * numbered from `first[n]` up to, without, `first[n + 1]`.
 */
export interface ArcTable extends ArcColumns {
  /** The amounts as bigints, made when they are read. */
  readonly capacities: readonly bigint[];
}

/** What a table of arcs is made of. */
export interface ArcColumns {
  readonly nodeCount: number;
  readonly first: Int32Array;
  /** Where each arc starts, and where it ends. */
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  /** What each arc lets through. Units: any, the same for all; none is negative. */
  readonly amounts: AmountColumn;
}

/** A table of these columns. */
export function arcTable(columns: ArcColumns): ArcTable {
  const { nodeCount, first, tails, heads, amounts } = columns;
  return {
    nodeCount,
    first,
    tails,
    heads,
    amounts,
    get capacities() {
      return amounts.list();
    },
  };
}

/** Arcs in the order in which they are found; a table of them is made in the end. */
export class ArcList {
  #tails: Int32Array;
  #heads: Int32Array;
  readonly #amounts: AmountColumn;
  #count = 0;

  /** An empty list. Units: `room` is how many arcs are expected; more are taken too. */
  constructor(room: number) {
    this.#tails = new Int32Array(room);
    this.#heads = new Int32Array(room);
    this.#amounts = new AmountColumn(room);
  }

  /** Adds an arc; gives its number. */
  add(tail: number, head: number, capacity: bigint): number {
    const arc = this.#append(tail, head);
    this.#amounts.set(arc, capacity);
    return arc;
  }

  /** Adds an arc that lets through what stands in a column; gives its number. */
  addFrom(arc: { readonly tail: number; readonly head: number }, from: AmountAt): number {
    const number = this.#append(arc.tail, arc.head);
    this.#amounts.setFrom(number, from.amounts, from.index);
    return number;
  }

  /** Lets more through an arc. */
  widen(arc: number, more: bigint): void {
    this.#amounts.add(arc, more);
  }

  /** Lets more through an arc, as much as stands in a column. */
  widenFrom(arc: number, from: AmountAt): void {
    this.#amounts.addFrom(arc, from.amounts, from.index);
  }

  /** The sum of what all arcs let through. */
  sum(): bigint {
    const sum = new AmountColumn(1);
    for (let arc = 0; arc < this.#count; arc += 1) {
      if (!this.#amounts.isBelowNothing(arc)) sum.addFrom(0, this.#amounts, arc);
    }
    return sum.at(0);
  }

  /**
   * The arcs that let something through, ordered by where they start. Edge: those that are in order
   * already are not copied.
   */
  table(nodeCount: number): ArcTable {
    const [tails, heads, amounts] = [this.#tails, this.#heads, this.#amounts];
    const first = new Int32Array(nodeCount + 1);
    let isInPlace = true;
    let count = 0;
    let before = 0;
    for (let arc = 0; arc < this.#count; arc += 1) {
      const tail = at(tails, arc);
      if (amounts.isNothing(arc)) isInPlace = false;
      else {
        first[tail + 1] = at(first, tail + 1) + 1;
        count += 1;
        if (tail < before) isInPlace = false;
        before = tail;
      }
    }
    for (let node = 0; node < nodeCount; node += 1) {
      first[node + 1] = at(first, node + 1) + at(first, node);
    }
    if (isInPlace) {
      amounts.resize(count);
      const inPlace = { tails: tails.subarray(0, count), heads: heads.subarray(0, count) };
      return arcTable({ nodeCount, first, ...inPlace, amounts });
    }
    return arcTable({ nodeCount, first, ...this.#sorted(first, count) });
  }

  #sorted(first: Int32Array, count: number): Pick<ArcColumns, 'tails' | 'heads' | 'amounts'> {
    const free = first.slice();
    const [tails, heads] = [new Int32Array(count), new Int32Array(count)];
    const amounts = new AmountColumn(count);
    for (let arc = 0; arc < this.#count; arc += 1) {
      if (this.#amounts.isNothing(arc)) continue;
      const tail = at(this.#tails, arc);
      const place = at(free, tail);
      free[tail] = place + 1;
      tails[place] = tail;
      heads[place] = at(this.#heads, arc);
      amounts.setFrom(place, this.#amounts, arc);
    }
    return { tails, heads, amounts };
  }

  #append(tail: number, head: number): number {
    const arc = this.#count;
    if (arc === this.#tails.length) this.#grow();
    this.#tails[arc] = tail;
    this.#heads[arc] = head;
    this.#count = arc + 1;
    return arc;
  }

  #grow(): void {
    const room = 2 * this.#tails.length + 16;
    const [tails, heads] = [new Int32Array(room), new Int32Array(room)];
    tails.set(this.#tails);
    heads.set(this.#heads);
    [this.#tails, this.#heads] = [tails, heads];
    this.#amounts.resize(room);
  }
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
