import { AmountColumn } from '../columns/amountColumn.js';
import { Bug } from '../errors.js';
import type { ArcTable } from './arcTable.js';
import { arcTable } from './arcTable.js';

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
  const { nodeCount } = whole;
  const search = {
    line: new Int32Array(nodeCount),
    before: new Int32Array(nodeCount),
    numberOf: new Int32Array(nodeCount).fill(-1),
  };
  const { reached, count } = reachFrom(whole, search, sources);
  const order = new Int32Array(reached);
  const placed = numberReached(whole, search, order);
  if (placed < reached) throw new Bug('The arcs of a flow network run in a circle.');
  const { numberOf } = search;
  return { arcs: inOrder(whole, { order, numberOf, count }), numberOf };
}

/** A search under way. */
interface Search {
  /** The nodes that are reached, as they are found; later those that are ready. */
  readonly line: Int32Array;
  /** How many arcs lead to each node from those that are reached. */
  readonly before: Int32Array;
  /** The number of each node, `REACHED`, or -1 where it is not reached. */
  readonly numberOf: Int32Array;
}

/** Finds all nodes that some lead to; gives how many they are, and how many arcs lead out of them. */
function reachFrom(
  { first, heads }: ArcTable,
  { line, before, numberOf }: Search,
  sources: readonly number[],
): { readonly reached: number; readonly count: number } {
  let reached = 0;
  let count = 0;
  const reach = (node: number) => {
    if (at(numberOf, node) === REACHED) return;
    numberOf[node] = REACHED;
    line[reached] = node;
    reached += 1;
  };
  for (const source of sources) reach(source);
  for (let taken = 0; taken < reached; taken += 1) {
    const node = at(line, taken);
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      const head = at(heads, arc);
      before[head] = at(before, head) + 1;
      reach(head);
    }
    count += end - at(first, node);
  }
  return { reached, count };
}

/** Numbers what was reached, each node after those that lead to it; gives how many got a number. */
function numberReached(
  { first, heads }: ArcTable,
  { line, before, numberOf }: Search,
  order: Int32Array,
): number {
  // The line is gone through: those that are ready stand at its begin, never more than were taken.
  let ready = keepReady(line.subarray(0, order.length), before);
  let placed = 0;
  while (ready > 0) {
    ready -= 1;
    const node = at(line, ready);
    order[placed] = node;
    numberOf[node] = placed;
    placed += 1;
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      const head = at(heads, arc);
      const left = at(before, head) - 1;
      before[head] = left;
      if (left > 0) continue;
      line[ready] = head;
      ready += 1;
    }
  }
  return placed;
}

/** Moves the nodes to which none leads to the begin of a line; gives how many they are. */
function keepReady(line: Int32Array, before: Int32Array): number {
  let ready = 0;
  for (let taken = 0; taken < line.length; taken += 1) {
    const node = at(line, taken);
    if (at(before, node) > 0) continue;
    line[ready] = node;
    ready += 1;
  }
  return ready;
}

function inOrder(
  whole: ArcTable,
  reached: {
    readonly order: Int32Array;
    readonly numberOf: Int32Array;
    readonly count: number;
  },
): ArcTable {
  const { order, numberOf, count } = reached;
  const nodeCount = order.length;
  const first = new Int32Array(nodeCount + 1);
  const [tails, heads] = [new Int32Array(count), new Int32Array(count)];
  const amounts = new AmountColumn(count);
  let filled = 0;
  for (let tail = 0; tail < nodeCount; tail += 1) {
    const node = at(order, tail);
    const end = at(whole.first, node + 1);
    for (let arc = at(whole.first, node); arc < end; arc += 1) {
      tails[filled] = tail;
      heads[filled] = at(numberOf, at(whole.heads, arc));
      amounts.setFrom(filled, whole.amounts, arc);
      filled += 1;
    }
    first[tail + 1] = filled;
  }
  return arcTable({ nodeCount, first, tails, heads, amounts });
}

/** Instead of a number: it will get one. */
const REACHED = -2;

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
