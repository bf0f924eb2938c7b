import { Bug } from '../errors.js';
import type { ArcTable } from './arcTable.js';
import { ArcList } from './arcTable.js';

/** The part of a network that flow from some nodes can reach. */
export interface ReachedArcs {
  /** Every arc leads from a lower node to a higher one. */
  readonly arcs: ArcTable;
  /** The number in `arcs` of each node of the whole network; -1 where nothing arrives. */
  readonly numberOf: Int32Array;
}

/**
 * The nodes and arcs of a network that some nodes lead to, numbered along the flow. A node stands soon
 * after those that lead to it, so that what is worked through together lies together in memory.
 *
 * @throws {Bug} when arcs run in a circle: what flows in time never comes back to where it was.
 * Source: Kahn, Communications of the ACM 5 (1962), https://doi.org/10.1145/368996.369025
 */
export function reachedArcs(whole: ArcTable, sources: readonly number[]): ReachedArcs {
  const { first, heads, capacities, nodeCount } = whole;
  const line: number[] = [];
  // How many arcs lead to each node from those that are reached, and whether it is reached itself.
  const before = new Int32Array(nodeCount);
  const numberOf = new Int32Array(nodeCount).fill(-1);
  const reach = (node: number) => {
    if (at(numberOf, node) === REACHED) return;
    numberOf[node] = REACHED;
    line.push(node);
  };
  for (const source of sources) reach(source);
  for (let taken = 0; taken < line.length; taken += 1) {
    const node = line[taken] ?? 0;
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1) {
      const head = at(heads, arc);
      before[head] = at(before, head) + 1;
      reach(head);
    }
  }
  const reached = line.length;
  const ready = line.filter((node) => at(before, node) === 0);
  const order = new Int32Array(reached);
  let placed = 0;
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    order[placed] = node;
    numberOf[node] = placed;
    placed += 1;
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1) {
      const head = at(heads, arc);
      const left = at(before, head) - 1;
      before[head] = left;
      if (left === 0) ready.push(head);
    }
  }
  if (placed < reached) throw new Bug('The arcs of a flow network run in a circle.');
  const list = new ArcList();
  for (let tail = 0; tail < reached; tail += 1) {
    const node = at(order, tail);
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1) {
      list.add(tail, at(numberOf, at(heads, arc)), capacities[arc] ?? 0n);
    }
  }
  return { arcs: list.table(reached), numberOf };
}

/** Instead of a number: it will get one. */
const REACHED = -2;

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
