import { BigAmounts } from './bigAmounts.js';
import type { FlowAmounts, FlowStep } from './flowAmounts.js';
import type { FlowNetwork } from './flowNetwork.js';
import { SplitAmounts, splitCapacities } from './splitAmounts.js';

/** Between which nodes the most is asked for. */
export interface FlowEnds {
  readonly sources: readonly number[];
  readonly sinks: readonly number[];
  /** Arcs that let less through for this question, by their position in the layout. */
  readonly limits?: ReadonlyMap<number, bigint>;
}

/** Marks a node at which flow starts. */
export const START = 1;
/** Marks a node at which flow ends. */
export const SINK = 2;

/**
 * A flow that is being looked for. What it writes to is there for all questions about a network:
 * columns of this size, made anew for each, would cost more than the flow. Node lists of one distance
 * are linked through arrays; -1 ends a list.
 */
export interface FlowState {
  readonly network: FlowNetwork;
  /** The order of the nodes, and from the last to the first. */
  readonly orders: { readonly forwards: Int32Array; readonly backwards: Int32Array };
  order: Int32Array;
  /** `START`, `SINK`, or 0 for a node in between. */
  readonly isEnd: Uint8Array;
  sinks: readonly number[];
  readonly amounts: FlowAmounts;
  /** Arcs that let something through at first, and those that still do: 1 or 0. */
  readonly forth: Uint8Array;
  readonly open: Uint8Array;
  /** The step that is being taken. */
  readonly step: FlowStep;
  /** At most the number of open arcs to a sink; `nodeCount` where no sink can be reached. */
  readonly distance: Int32Array;
  readonly current: Int32Array;
  /** All nodes of a distance, linked both ways. */
  readonly members: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** The nodes of a distance that have something to pass on. */
  readonly waiting: Int32Array;
  readonly nextWaiting: Int32Array;
  readonly line: Int32Array;
  farthest: number;
  farthestWaiting: number;
  work: number;
  readonly workLimit: number;
}

/** Room for flows through a network, before any is asked for. */
export function createFlowState(network: FlowNetwork): FlowState {
  const { nodeCount, heads, order } = network;
  const split = splitCapacities(network);
  return {
    network,
    orders: { forwards: order, backwards: order.toReversed() },
    order,
    isEnd: new Uint8Array(nodeCount),
    sinks: [],
    amounts: split === null ? new BigAmounts(network) : new SplitAmounts(network, split),
    forth: new Uint8Array(heads.length),
    open: new Uint8Array(heads.length),
    step: { node: 0, arc: 0, twin: 0, head: 0 },
    distance: new Int32Array(nodeCount),
    current: new Int32Array(nodeCount),
    members: new Int32Array(nodeCount + 1),
    next: new Int32Array(nodeCount),
    previous: new Int32Array(nodeCount),
    waiting: new Int32Array(nodeCount + 1),
    nextWaiting: new Int32Array(nodeCount),
    line: new Int32Array(nodeCount),
    farthest: 0,
    farthestWaiting: 0,
    work: 0,
    workLimit: 3 * nodeCount + heads.length / 4,
  };
}

/** Sets a state to where nothing flows yet: from the sinks against the arcs where less fits in there. */
export function startFlow(state: FlowState, ends: FlowEnds): void {
  const { network, isEnd, amounts, forth, open } = state;
  const { twins } = network;
  const { sources, sinks, limits } = ends;
  const isBackwards = roomInto(network, sinks) < roomOutOf(network, sources);
  state.order = isBackwards ? state.orders.backwards : state.orders.forwards;
  state.sinks = isBackwards ? sources : sinks;
  isEnd.fill(0);
  for (const end of sources) isEnd[end] = isBackwards ? SINK : START;
  for (const end of sinks) isEnd[end] = isBackwards ? START : SINK;
  amounts.reset(isBackwards ? 'backwards' : 'forwards');
  if (isBackwards) {
    for (let arc = 0; arc < twins.length; arc += 1) forth[arc] = at(network.open, at(twins, arc));
  } else {
    forth.set(network.open);
  }
  for (const [position, limit] of limits ?? []) {
    const arc = isBackwards ? at(twins, position) : position;
    amounts.limit(arc, limit);
    if (limit === 0n) forth[arc] = 0;
  }
  open.set(forth);
}

/** About how much fits out of some nodes. It only chooses the way: both give the same flow. */
function roomOutOf({ first, capacities }: FlowNetwork, nodes: readonly number[]): number {
  let sum = 0;
  for (const node of nodes) {
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1)
      sum += capacities.about(arc);
  }
  return sum;
}

function roomInto({ first, twins, capacities }: FlowNetwork, nodes: readonly number[]): number {
  let sum = 0;
  for (const node of nodes) {
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1) {
      sum += capacities.about(at(twins, arc));
    }
  }
  return sum;
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
