/**
 * Arcs of a network in columns, each with the most that it lets through. The arcs out of node `n` are
 * numbered from `first[n]` up to, without, `first[n + 1]`.
 */
export interface ArcTable {
  readonly nodeCount: number;
  readonly first: Int32Array;
  /** Where each arc starts, and where it ends. */
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  /** Units: any, the same for all; none is negative. */
  readonly capacities: readonly bigint[];
}

/** Arcs in the order in which they are found; a table of them is made in the end. */
export class ArcList {
  #tails: Int32Array;
  #heads: Int32Array;
  readonly #capacities: bigint[] = [];

  /** An empty list. Units: `room` is how many arcs are expected; more are taken too. */
  constructor(room: number) {
    this.#tails = new Int32Array(room);
    this.#heads = new Int32Array(room);
  }

  /** Adds an arc; gives its number. */
  add(tail: number, head: number, capacity: bigint): number {
    const arc = this.#capacities.length;
    if (arc === this.#tails.length) this.#grow();
    this.#tails[arc] = tail;
    this.#heads[arc] = head;
    this.#capacities.push(capacity);
    return arc;
  }

  /** Lets more through an arc. */
  widen(arc: number, more: bigint): void {
    this.#capacities[arc] = (this.#capacities[arc] ?? 0n) + more;
  }

  /** The sum of what all arcs let through. */
  sum(): bigint {
    let sum = 0n;
    for (const capacity of this.#capacities) if (capacity > 0n) sum += capacity;
    return sum;
  }

  /** The arcs that let something through, ordered by where they start. */
  table(nodeCount: number): ArcTable {
    const [tails, heads, capacities] = [this.#tails, this.#heads, this.#capacities];
    let count = 0;
    for (let arc = 0; arc < capacities.length; arc += 1) {
      const capacity = capacities[arc];
      // Cheaper than to compare amounts, and asked of every arc.
      if (!capacity) continue;
      tails[count] = at(tails, arc);
      heads[count] = at(heads, arc);
      capacities[count] = capacity;
      count += 1;
    }
    capacities.length = count;
    return sortByTail(nodeCount, {
      tails: tails.subarray(0, count),
      heads: heads.subarray(0, count),
      capacities,
    });
  }

  #grow(): void {
    const room = 2 * this.#tails.length + 16;
    const [tails, heads] = [new Int32Array(room), new Int32Array(room)];
    tails.set(this.#tails);
    heads.set(this.#heads);
    [this.#tails, this.#heads] = [tails, heads];
  }
}

/** Orders arcs by where they start. Edge: those that are in order already are not copied. */
function sortByTail(
  nodeCount: number,
  arcs: Pick<ArcTable, 'tails' | 'heads' | 'capacities'>,
): ArcTable {
  const first = new Int32Array(nodeCount + 1);
  let isSorted = true;
  let before = 0;
  for (const tail of arcs.tails) {
    first[tail + 1] = at(first, tail + 1) + 1;
    if (tail < before) isSorted = false;
    before = tail;
  }
  for (let node = 0; node < nodeCount; node += 1) {
    first[node + 1] = at(first, node + 1) + at(first, node);
  }
  if (isSorted) return { nodeCount, first, ...arcs };
  const count = arcs.tails.length;
  const free = first.slice();
  const [tails, heads] = [new Int32Array(count), new Int32Array(count)];
  const capacities = new Array<bigint>(count).fill(0n);
  for (let arc = 0; arc < count; arc += 1) {
    const tail = at(arcs.tails, arc);
    const place = at(free, tail);
    free[tail] = place + 1;
    tails[place] = tail;
    heads[place] = at(arcs.heads, arc);
    capacities[place] = arcs.capacities[arc] ?? 0n;
  }
  return { nodeCount, first, tails, heads, capacities };
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
