import { Bug } from '../errors.js';
import { AmountColumn } from './amountColumn.js';

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
  const { nodeCount, tails, heads: ends } = arcs;
  const limits =
    arcs.capacities instanceof AmountColumn ? arcs.capacities : AmountColumn.of(arcs.capacities);
  const first = new Int32Array(nodeCount + 1);
  for (const list of [tails, ends]) {
    for (let arc = 0; arc < list.length; arc += 1) {
      const node = list[arc] ?? nodeCount;
      if (!(node >= 0 && node < nodeCount)) throw new Bug('An arc of a flow network ends nowhere.');
      first[node + 1] = at(first, node + 1) + 1;
    }
  }
  for (let node = 0; node < nodeCount; node += 1) {
    first[node + 1] = at(first, node + 1) + at(first, node);
  }
  const free = first.slice();
  const heads = new Int32Array(2 * tails.length);
  const twins = new Int32Array(2 * tails.length);
  const capacities = new AmountColumn(2 * tails.length);
  const open = new Uint8Array(2 * tails.length);
  const positions = new Int32Array(tails.length);
  for (let arc = 0; arc < tails.length; arc += 1) {
    const [tail, head] = [tails[arc] ?? 0, ends[arc] ?? 0];
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
  const order = orderNodes({ nodeCount, first, heads, open });
  return { nodeCount, first, heads, twins, capacities, open, order, positions };
}

/**
 * Edge: where all arcs lead to higher numbers, the numbers are an order already, and nodes that follow
 * each other in it lie side by side.
 * Source: Kahn, Communications of the ACM 5 (1962), https://doi.org/10.1145/368996.369025
 */
function orderNodes(arcs: Pick<FlowNetwork, 'nodeCount' | 'first' | 'heads' | 'open'>): Int32Array {
  const { nodeCount, first, heads, open } = arcs;
  const before = new Int32Array(nodeCount);
  const order = new Int32Array(nodeCount);
  let isOrdered = true;
  for (let node = 0; node < nodeCount; node += 1) {
    order[node] = node;
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      if (at(open, arc) === 0) continue;
      const head = at(heads, arc);
      before[head] = at(before, head) + 1;
      if (head <= node) isOrdered = false;
    }
  }
  if (isOrdered) return order;
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
