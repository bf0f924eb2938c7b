import { BigAmounts } from './bigAmounts.js';
import type { FlowAmounts, FlowStep } from './flowAmounts.js';
import type { FlowNetwork } from './flowNetwork.js';
import { SplitAmounts, writeSplit } from './splitAmounts.js';

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

/** A flow that is being looked for. Node lists of one distance are linked through arrays; -1 ends a list. */
export interface FlowState {
  readonly network: FlowNetwork;
  readonly order: Int32Array;
  /** `START`, `SINK`, or 0 for a node in between. */
  readonly isEnd: Uint8Array;
  readonly sinks: readonly number[];
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

/** The state before anything flows: from the sinks against the arcs where less fits through there. */
export function createFlowState(network: FlowNetwork, ends: FlowEnds): FlowState {
  const { nodeCount, heads } = network;
  const { sources, sinks, limits = NO_LIMITS } = ends;
  const isBackwards = roomInto(network, sinks) < roomOutOf(network, sources);
  const isEnd = new Uint8Array(nodeCount);
  for (const end of sources) isEnd[end] = isBackwards ? SINK : START;
  for (const end of sinks) isEnd[end] = isBackwards ? START : SINK;
  const forth = openArcs(network, limits, isBackwards ? 'backwards' : 'forwards');
  return {
    network,
    order: isBackwards ? network.order.toReversed() : network.order,
    isEnd,
    sinks: isBackwards ? sources : sinks,
    amounts: createAmounts(network, limits, isBackwards ? 'backwards' : 'forwards'),
    forth,
    open: forth.slice(),
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

type Way = 'forwards' | 'backwards';
type Limits = ReadonlyMap<number, bigint>;
const NO_LIMITS: Limits = new Map();

function openArcs({ open, twins }: FlowNetwork, limits: Limits, way: Way): Uint8Array {
  const isOpen = way === 'forwards' ? open.slice() : open.map((_, arc) => at(open, at(twins, arc)));
  for (const [arc, limit] of limits) {
    if (limit === 0n) isOpen[way === 'forwards' ? arc : at(twins, arc)] = 0;
  }
  return isOpen;
}

function createAmounts(network: FlowNetwork, limits: Limits, way: Way): FlowAmounts {
  const { nodeCount, capacities, split, twins } = network;
  const isForwards = way === 'forwards';
  const limited = [...limits].flatMap(([arc, limit]) =>
    limit < (capacities[arc] ?? 0n) ? [{ arc: isForwards ? arc : at(twins, arc), limit }] : [],
  );
  if (split === null) {
    const rooms = isForwards
      ? capacities.slice()
      : capacities.map((_, arc) => capacities[at(twins, arc)] ?? 0n);
    for (const { arc, limit } of limited) rooms[arc] = limit;
    return new BigAmounts(nodeCount, rooms);
  }
  const turned = (numbers: Float64Array) => {
    if (isForwards) return numbers.slice();
    const result = new Float64Array(numbers.length);
    for (let arc = 0; arc < result.length; arc += 1) result[arc] = numbers[at(twins, arc)] ?? 0;
    return result;
  };
  const rooms = { high: turned(split.high), low: turned(split.low) };
  for (const { arc, limit } of limited) writeSplit(rooms, arc, limit);
  return new SplitAmounts(nodeCount, rooms);
}

/** About how much fits out of some nodes. It only chooses the way: both give the same flow. */
function roomOutOf({ first, sizes }: FlowNetwork, nodes: readonly number[]): number {
  let sum = 0;
  for (const node of nodes) {
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1) sum += sizes[arc] ?? 0;
  }
  return sum;
}

function roomInto({ first, twins, sizes }: FlowNetwork, nodes: readonly number[]): number {
  let sum = 0;
  for (const node of nodes) {
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1) {
      sum += sizes[at(twins, arc)] ?? 0;
    }
  }
  return sum;
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
