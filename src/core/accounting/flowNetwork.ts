import { AmountColumn } from '../columns/amountColumn.js';
import { Bug } from '../errors.js';
import { sumUp } from './arcTable.js';

/** Nodes, numbered from 0, and arcs between them that let at most their capacity through. */
export interface FlowArcs {
  readonly nodeCount: number;
  /** Where each arc starts. */
  readonly tails: ArrayLike<number>;
  /** Where each arc ends. Order: as in `tails`. */
  readonly heads: ArrayLike<number>;
  /** Order: as in `tails`. Units: any, the same for all; none is negative. */
  readonly capacities: readonly bigint[] | AmountColumn;
}

/**
 * A network laid out for flow questions: the arcs of a node stand next to each other, and every arc
 * has a twin that runs the other way and takes flow back.
 */
export interface FlowNetwork {
  readonly nodeCount: number;
  /** The arcs of node `n` are numbered from `first[n]` up to, without, `first[n + 1]`. */
  readonly first: Int32Array;
  readonly heads: Int32Array;
  readonly twins: Int32Array;
  readonly capacities: AmountColumn;
  /** Whether the capacity of an arc is more than nothing: 1 or 0, cheaper to read than an amount. */
  readonly open: Uint8Array;
  /** All nodes, each before those to which its arcs lead. */
  readonly order: Int32Array;
  /** Where each arc that was given stands in the layout. Order: as given. */
  readonly positions: Int32Array;
}

/**
 * Lays arcs out for flow questions; one network answers any number of them.
 *
 * @throws {Bug} when an arc names a node that does not exist, or arcs run in a circle: what flows
 * in time never comes back to where it was.
 */
export function createFlowNetwork(arcs: FlowArcs): FlowNetwork {
  const { nodeCount, tails, heads: ends, capacities: limits } = arcs;
  const first = new Int32Array(nodeCount + 1);
  // Each loop is a function: it runs compiled from its first call on, as several in one do not.
  countArcs(first, tails);
  countArcs(first, ends);
  sumUp(first);
  const columns = {
    first,
    heads: new Int32Array(2 * tails.length),
    twins: new Int32Array(2 * tails.length),
    capacities: new AmountColumn(2 * tails.length),
    open: new Uint8Array(2 * tails.length),
    positions: new Int32Array(tails.length),
  };
  placeArcs(columns, {
    tails,
    ends,
    limits: limits instanceof AmountColumn ? limits : AmountColumn.of(limits),
  });
  return { nodeCount, ...columns, order: orderNodes({ nodeCount, ...columns }) };
}

/** Counts the arcs of each node, one place behind it. */
function countArcs(first: Int32Array, nodes: ArrayLike<number>): void {
  const nodeCount = first.length - 1;
  for (let arc = 0; arc < nodes.length; arc += 1) {
    const node = nodes[arc] ?? nodeCount;
    if (!(node >= 0 && node < nodeCount)) throw new Bug('An arc of a flow network ends nowhere.');
    first[node + 1] = at(first, node + 1) + 1;
  }
}

/** Puts each arc, and its twin, beside the others of its node. */
function placeArcs(
  { first, heads, twins, capacities, open, positions }: Omit<FlowNetwork, 'nodeCount' | 'order'>,
  given: {
    readonly tails: ArrayLike<number>;
    readonly ends: ArrayLike<number>;
    readonly limits: AmountColumn;
  },
): void {
  const { tails, ends, limits } = given;
  const free = first.slice();
  for (let arc = 0; arc < tails.length; arc += 1) {
    const tail = tails[arc] ?? 0;
    const head = ends[arc] ?? 0;
    const forth = at(free, tail);
    free[tail] = forth + 1;
    const back = at(free, head);
    free[head] = back + 1;
    positions[arc] = forth;
    heads[forth] = head;
    heads[back] = tail;
    twins[forth] = back;
    twins[back] = forth;
    capacities.setFrom(forth, limits, arc);
    open[forth] = limits.isNothing(arc) ? 0 : 1;
  }
}

/** What the nodes are ordered by. */
type OpenArcs = Pick<FlowNetwork, 'nodeCount' | 'first' | 'heads' | 'open'>;

/** Edge: where all arcs lead to higher numbers, the numbers are an order already. */
function orderNodes(arcs: OpenArcs): Int32Array {
  return areInOrder(arcs) ? numbersUpTo(arcs.nodeCount) : sorted(arcs);
}

function areInOrder({ nodeCount, first, heads, open }: OpenArcs): boolean {
  for (let node = 0; node < nodeCount; node += 1) {
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      if (at(open, arc) === 1 && at(heads, arc) <= node) return false;
    }
  }
  return true;
}

function numbersUpTo(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let number = 0; number < count; number += 1) numbers[number] = number;
  return numbers;
}

/** Source: Kahn, Communications of the ACM 5 (1962), https://doi.org/10.1145/368996.369025 */
function sorted({ nodeCount, first, heads, open }: OpenArcs): Int32Array {
  const before = new Int32Array(nodeCount);
  for (let arc = 0; arc < heads.length; arc += 1) {
    if (at(open, arc) === 1) before[at(heads, arc)] = at(before, at(heads, arc)) + 1;
  }
  const order = new Int32Array(nodeCount);
  let filled = 0;
  const place = (node: number) => {
    order[filled] = node;
    filled += 1;
  };
  for (let node = 0; node < nodeCount; node += 1) if (at(before, node) === 0) place(node);
  for (let taken = 0; taken < filled; taken += 1) {
    const node = at(order, taken);
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      if (at(open, arc) === 0) continue;
      const head = at(heads, arc);
      const left = at(before, head) - 1;
      before[head] = left;
      if (left === 0) place(head);
    }
  }
  if (filled < nodeCount) throw new Bug('The arcs of a flow network run in a circle.');
  return order;
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
