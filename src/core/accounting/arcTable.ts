import { AmountColumn } from '../columns/amountColumn.js';

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

/** Makes counts of arcs, each one place behind its node, numbers of the first arc of each node. */
export function sumUp(first: Int32Array): void {
  for (let node = 1; node < first.length; node += 1) {
    first[node] = at(first, node) + at(first, node - 1);
  }
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
  addFrom(tail: number, head: number, amounts: AmountColumn, index: number): number {
    const arc = this.#append(tail, head);
    this.#amounts.setFrom(arc, amounts, index);
    return arc;
  }

  /** Lets more through an arc. */
  widen(arc: number, more: bigint): void {
    this.#amounts.add(arc, more);
  }

  /** Lets more through an arc, as much as stands in a column. */
  widenFrom(arc: number, amounts: AmountColumn, index: number): void {
    this.#amounts.addFrom(arc, amounts, index);
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
    const first = new Int32Array(nodeCount + 1);
    const isInPlace = this.#countArcs(first);
    sumUp(first);
    if (!isInPlace) return arcTable({ nodeCount, first, ...this.#sorted(first) });
    const amounts = this.#amounts;
    amounts.resize(this.#count);
    const tails = this.#tails.subarray(0, this.#count);
    const heads = this.#heads.subarray(0, this.#count);
    return arcTable({ nodeCount, first, tails, heads, amounts });
  }

  /** Counts the arcs of each node, one place behind it; says whether the list is a table already. */
  #countArcs(first: Int32Array): boolean {
    const tails = this.#tails;
    let isInPlace = true;
    let before = 0;
    for (let arc = 0; arc < this.#count; arc += 1) {
      const tail = at(tails, arc);
      if (this.#amounts.isNothing(arc)) isInPlace = false;
      else {
        first[tail + 1] = at(first, tail + 1) + 1;
        if (tail < before) isInPlace = false;
        before = tail;
      }
    }
    return isInPlace;
  }

  #sorted(first: Int32Array): Pick<ArcColumns, 'tails' | 'heads' | 'amounts'> {
    const count = first.at(-1) ?? 0;
    const sorted = {
      tails: new Int32Array(count),
      heads: new Int32Array(count),
      amounts: new AmountColumn(count),
    };
    this.#sortInto(first.slice(), sorted);
    return sorted;
  }

  #sortInto(
    free: Int32Array,
    { tails, heads, amounts }: Pick<ArcColumns, 'tails' | 'heads' | 'amounts'>,
  ): void {
    for (let arc = 0; arc < this.#count; arc += 1) {
      if (this.#amounts.isNothing(arc)) continue;
      const tail = at(this.#tails, arc);
      const place = at(free, tail);
      free[tail] = place + 1;
      tails[place] = tail;
      heads[place] = at(this.#heads, arc);
      amounts.setFrom(place, this.#amounts, arc);
    }
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
