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
  #tails = new Int32Array(1_024);
  #heads = new Int32Array(1_024);
  readonly #capacities: bigint[] = [];

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
    const first = new Int32Array(nodeCount + 1);
    let count = 0;
    for (let arc = 0; arc < capacities.length; arc += 1) {
      if ((capacities[arc] ?? 0n) <= 0n) continue;
      const next = at(tails, arc) + 1;
      first[next] = at(first, next) + 1;
      count += 1;
    }
    for (let node = 0; node < nodeCount; node += 1) {
      first[node + 1] = at(first, node + 1) + at(first, node);
    }
    const free = first.slice();
    const [sortedTails, sortedHeads] = [new Int32Array(count), new Int32Array(count)];
    const sorted = new Array<bigint>(count).fill(0n);
    for (let arc = 0; arc < capacities.length; arc += 1) {
      const capacity = capacities[arc] ?? 0n;
      if (capacity <= 0n) continue;
      const tail = at(tails, arc);
      const place = at(free, tail);
      free[tail] = place + 1;
      sortedTails[place] = tail;
      sortedHeads[place] = at(heads, arc);
      sorted[place] = capacity;
    }
    return { nodeCount, first, tails: sortedTails, heads: sortedHeads, capacities: sorted };
  }

  #grow(): void {
    const room = 2 * this.#tails.length;
    const [tails, heads] = [new Int32Array(room), new Int32Array(room)];
    tails.set(this.#tails);
    heads.set(this.#heads);
    [this.#tails, this.#heads] = [tails, heads];
  }
}

/** The same network with every arc the other way round; node `n` becomes the `n`-th from the end. */
export function turnAround({ nodeCount, tails, heads, capacities }: ArcTable): ArcTable {
  const list = new ArcList();
  const last = nodeCount - 1;
  for (let arc = 0; arc < tails.length; arc += 1) {
    list.add(last - at(heads, arc), last - at(tails, arc), capacities[arc] ?? 0n);
  }
  return list.table(nodeCount);
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
