import type { FlowNetwork } from './flowNetwork.js';

/**
 * The most that can flow from some nodes to some others, exactly.
 *
 * First one pass along the order of the nodes lets down each arc what can still go on from there.
 * What got stuck then finds its way by push-relabel: each node passes its excess to a node that is
 * nearer to a sink, the farthest node first. Distances are measured anew from time to time (global
 * relabelling), and where no node is left at a distance, everything farther is cut off (gap). What
 * cannot arrive stays where it is, for only the amount is asked for. It runs against the arcs when
 * less fits through there. Paths are never walked one by one: a chain of 100,000 hops costs a few
 * passes.
 * Edge: 0 when no path leads to a sink.
 * Source: Goldberg and Tarjan, "A new approach to the maximum-flow problem", J. ACM 35 (1988),
 * https://doi.org/10.1145/48014.61051; Cherkassky and Goldberg, "On implementing the push-relabel
 * method", Algorithmica 19 (1997), https://doi.org/10.1007/PL00009180
 *
 * @example
 * const network = createFlowNetwork({
 *   nodeCount: 3,
 *   tails: [0, 1],
 *   heads: [1, 2],
 *   capacities: [5n, 3n],
 * });
 * maxFlow(network, { sources: [0], sinks: [2] }) // 3n
 */
export function maxFlow(network: FlowNetwork, ends: FlowEnds): bigint {
  const state = createState(network, ends);
  flood(state, narrow(state));
  measureDistances(state);
  for (let node = takeFarthest(state); node >= 0; node = takeFarthest(state)) {
    passOn(state, node);
    if (state.work > state.workLimit) measureDistances(state);
  }
  return state.sinks.reduce((sum, sink) => sum + (state.excess[sink] ?? 0n), 0n);
}

/** Between which nodes the most is asked for. */
export interface FlowEnds {
  readonly sources: readonly number[];
  readonly sinks: readonly number[];
  /** Arcs that let less through for this question, by their position in the layout. */
  readonly limits?: ReadonlyMap<number, bigint>;
}

/** Marks of nodes at which flow starts or ends. */
const START = 1;
const SINK = 2;

/** A computation under way. Node lists of one distance are linked through arrays; -1 ends a list. */
interface State {
  readonly network: FlowNetwork;
  readonly order: Int32Array;
  /** `START`, `SINK`, or 0 for a node in between. */
  readonly isEnd: Uint8Array;
  readonly sinks: readonly number[];
  /** What an arc still lets through, and whether it is more than nothing. */
  readonly residual: bigint[];
  readonly forth: Uint8Array;
  readonly open: Uint8Array;
  readonly excess: bigint[];
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

function createState(network: FlowNetwork, ends: FlowEnds): State {
  const { nodeCount, twins } = network;
  const { sources, sinks } = ends;
  const { capacities, open } = limited(network, ends.limits);
  const isEnd = new Uint8Array(nodeCount);
  const backwards =
    room({ ...network, capacities }, sinks, 'in') <
    room({ ...network, capacities }, sources, 'out');
  for (const end of sources) isEnd[end] = backwards ? SINK : START;
  for (const end of sinks) isEnd[end] = backwards ? START : SINK;
  const residual = capacities.slice();
  const isOpen = open.slice();
  if (backwards) {
    for (let arc = 0; arc < twins.length; arc += 1) {
      const twin = at(twins, arc);
      residual[arc] = capacities[twin] ?? 0n;
      isOpen[arc] = at(open, twin);
    }
  }
  return {
    network,
    order: backwards ? network.order.toReversed() : network.order,
    isEnd,
    sinks: backwards ? sources : sinks,
    residual,
    forth: isOpen,
    open: isOpen.slice(),
    excess: new Array<bigint>(nodeCount).fill(0n),
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
    workLimit: 3 * nodeCount + capacities.length / 4,
  };
}

/** The capacities of a network under the limits of a question. */
function limited(
  { capacities, open }: FlowNetwork,
  limits: FlowEnds['limits'],
): Pick<FlowNetwork, 'capacities' | 'open'> {
  if (limits === undefined || limits.size === 0) return { capacities, open };
  const [less, isOpen] = [capacities.slice(), open.slice()];
  for (const [arc, limit] of limits) {
    if (limit >= (less[arc] ?? 0n)) continue;
    less[arc] = limit;
    isOpen[arc] = limit > 0n ? 1 : 0;
  }
  return { capacities: less, open: isOpen };
}

/** How much the arcs out of some nodes let through, or those into them. */
function room(network: FlowNetwork, nodes: readonly number[], way: 'in' | 'out'): bigint {
  const { first, twins, capacities } = network;
  let sum = 0n;
  for (const node of nodes) {
    for (let arc = at(first, node); arc < at(first, node + 1); arc += 1) {
      sum += capacities[way === 'out' ? arc : at(twins, arc)] ?? 0n;
    }
  }
  return sum;
}

/**
 * Takes off every arc what could not go on from its head to a sink. Gives the most that each node
 * can pass on; too much where two ways out meet again later.
 */
function narrow(state: State): readonly bigint[] {
  const { network, order, residual, open, isEnd } = state;
  const { first, heads, nodeCount } = network;
  const most = new Array<bigint>(nodeCount).fill(0n);
  for (let place = nodeCount - 1; place >= 0; place -= 1) {
    const node = at(order, place);
    if (at(isEnd, node) === SINK) continue;
    let sum = 0n;
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      if (at(open, arc) === 0) continue;
      const head = at(heads, arc);
      const limit = most[head] ?? 0n;
      let room = residual[arc] ?? 0n;
      if (at(isEnd, head) !== SINK && limit < room) {
        room = limit;
        residual[arc] = room;
        if (room === 0n) open[arc] = 0;
      }
      sum += room;
    }
    most[node] = sum;
  }
  return most;
}

/** Lets all that the starts can send run down the arcs once, node by node in order. */
function flood(state: State, most: readonly bigint[]): void {
  const { network, order, residual, forth, open, isEnd, excess } = state;
  const { first, heads, nodeCount } = network;
  for (let place = 0; place < nodeCount; place += 1) {
    const node = at(order, place);
    const isStart = at(isEnd, node) === START;
    let left = excess[node] ?? 0n;
    if (!isStart && (left === 0n || at(isEnd, node) === SINK)) continue;
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end && (isStart || left > 0n); arc += 1) {
      if (at(forth, arc) === 0 || at(open, arc) === 0) continue;
      const head = at(heads, arc);
      const before = excess[head] ?? 0n;
      let amount = residual[arc] ?? 0n;
      if (!isStart) {
        if (left < amount) amount = left;
        const wanted = (most[head] ?? 0n) - before;
        if (at(isEnd, head) !== SINK && wanted < amount) amount = wanted;
        if (amount <= 0n) continue;
        left -= amount;
      }
      move(state, arc, amount);
      excess[head] = before + amount;
    }
    if (!isStart) excess[node] = left;
  }
}

/** Sets every distance to the true one, by a walk from the sinks against the open arcs. */
function measureDistances(state: State): void {
  const { network, distance, line, open, isEnd, excess } = state;
  const { nodeCount, first, heads, twins } = network;
  distance.fill(nodeCount);
  state.members.fill(-1);
  state.waiting.fill(-1);
  state.farthest = 0;
  state.farthestWaiting = 0;
  state.work = 0;
  let filled = 0;
  for (const sink of state.sinks) {
    distance[sink] = 0;
    line[filled] = sink;
    filled += 1;
  }
  for (let taken = 0; taken < filled; taken += 1) {
    const node = at(line, taken);
    const farther = at(distance, node) + 1;
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      const neighbour = at(heads, arc);
      if (at(distance, neighbour) !== nodeCount || at(open, at(twins, arc)) === 0) continue;
      if (at(isEnd, neighbour) !== 0) continue;
      distance[neighbour] = farther;
      line[filled] = neighbour;
      filled += 1;
    }
  }
  for (let taken = 0; taken < filled; taken += 1) {
    const node = at(line, taken);
    if (at(isEnd, node) !== 0) continue;
    state.current[node] = at(first, node);
    joinMembers(state, node);
    if ((excess[node] ?? 0n) > 0n) joinWaiting(state, node);
  }
}

/** Passes a node's excess on until it has none or no sink can be reached from it. */
function passOn(state: State, node: number): void {
  const { network, distance, current, open, excess, residual, isEnd } = state;
  const { heads, first, nodeCount } = network;
  const end = at(first, node + 1);
  let left = excess[node] ?? 0n;
  while (left > 0n) {
    const nearer = at(distance, node) - 1;
    let arc = at(current, node);
    for (; arc < end; arc += 1) {
      const head = at(heads, arc);
      if (at(open, arc) === 0 || at(distance, head) !== nearer) continue;
      const room = residual[arc] ?? 0n;
      const amount = room < left ? room : left;
      const before = excess[head] ?? 0n;
      move(state, arc, amount);
      excess[head] = before + amount;
      left -= amount;
      if (before === 0n && at(isEnd, head) === 0) joinWaiting(state, head);
      if (left === 0n) break;
    }
    current[node] = arc;
    if (left > 0n) {
      moveAway(state, node);
      if (at(distance, node) >= nodeCount) break;
    }
  }
  excess[node] = left;
}

function move(state: State, arc: number, amount: bigint): void {
  const { residual, open } = state;
  const twin = at(state.network.twins, arc);
  const left = (residual[arc] ?? 0n) - amount;
  residual[arc] = left;
  if (left === 0n) open[arc] = 0;
  residual[twin] = (residual[twin] ?? 0n) + amount;
  open[twin] = 1;
}

/** Puts a node one step farther than its nearest open neighbour, and finds what that cuts off. */
function moveAway(state: State, node: number): void {
  const { network, distance, open } = state;
  const { heads, first, nodeCount } = network;
  const old = at(distance, node);
  leaveMembers(state, node);
  const start = at(first, node);
  const end = at(first, node + 1);
  state.work += 12 + end - start;
  let nearest = nodeCount;
  if (at(state.members, old) >= 0) {
    for (let arc = start; arc < end; arc += 1) {
      if (at(open, arc) === 0) continue;
      const away = at(distance, at(heads, arc)) + 1;
      if (away >= nearest) continue;
      nearest = away;
      state.current[node] = arc;
    }
  } else {
    cutOffBeyond(state, old);
  }
  distance[node] = nearest;
  if (nearest < nodeCount) joinMembers(state, node);
}

/** No node is at this distance any more, so no path to a sink can pass it: all beyond are cut off. */
function cutOffBeyond(state: State, gap: number): void {
  const { distance, members, waiting, next } = state;
  for (let far = gap + 1; far <= state.farthest; far += 1) {
    for (let node = at(members, far); node >= 0; node = at(next, node)) {
      distance[node] = state.network.nodeCount;
    }
    members[far] = -1;
    waiting[far] = -1;
  }
  state.farthest = gap;
}

function takeFarthest(state: State): number {
  const { waiting } = state;
  while (state.farthestWaiting > 0 && at(waiting, state.farthestWaiting) < 0) {
    state.farthestWaiting -= 1;
  }
  const node = at(waiting, state.farthestWaiting);
  if (node >= 0) waiting[state.farthestWaiting] = at(state.nextWaiting, node);
  return node;
}

function joinWaiting(state: State, node: number): void {
  const distance = at(state.distance, node);
  state.nextWaiting[node] = at(state.waiting, distance);
  state.waiting[distance] = node;
  if (distance > state.farthestWaiting) state.farthestWaiting = distance;
}

function joinMembers(state: State, node: number): void {
  const distance = at(state.distance, node);
  const head = at(state.members, distance);
  state.next[node] = head;
  state.previous[node] = -1;
  if (head >= 0) state.previous[head] = node;
  state.members[distance] = node;
  if (distance > state.farthest) state.farthest = distance;
}

function leaveMembers(state: State, node: number): void {
  const next = at(state.next, node);
  const previous = at(state.previous, node);
  if (next >= 0) state.previous[next] = previous;
  if (previous >= 0) state.next[previous] = next;
  else state.members[at(state.distance, node)] = next;
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
