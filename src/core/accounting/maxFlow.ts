import { floodOnce } from './flood.js';
import { DONE, FIRST, FULL } from './flowAmounts.js';
import {
  cutOffBeyond,
  joinMembers,
  joinWaiting,
  leaveMembers,
  measureDistances,
  takeFarthest,
} from './flowDistances.js';
import type { FlowNetwork } from './flowNetwork.js';
import type { FlowEnds, FlowState } from './flowState.js';
import { createFlowState, startFlow } from './flowState.js';

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
  return createFlows(network)(ends);
}

/** Asks for the most that flows through a network, as often as wanted. */
export type Flows = (ends: FlowEnds) => bigint;

/** The same as `maxFlow` for several questions about one network: what they need is made once. */
export function createFlows(network: FlowNetwork): Flows {
  const state = createFlowState(network);
  return (ends) => mostFlow(state, ends);
}

function mostFlow(state: FlowState, ends: FlowEnds): bigint {
  startFlow(state, ends);
  if (!floodOnce(state)) return state.amounts.sumAt(state.sinks);
  measureDistances(state);
  for (let node = takeFarthest(state); node >= 0; node = takeFarthest(state)) {
    passOn(state, node);
    if (state.work > state.workLimit) measureDistances(state);
  }
  return state.amounts.sumAt(state.sinks);
}

/** Passes on what waits at a node until nothing does or no sink can be reached from it. */
function passOn(state: FlowState, node: number): void {
  const { network, distance, current, open, amounts, isEnd, step } = state;
  const { heads, first, twins, nodeCount } = network;
  const end = at(first, node + 1);
  step.node = node;
  for (;;) {
    const nearer = at(distance, node) - 1;
    let arc = at(current, node);
    for (; arc < end; arc += 1) {
      const head = at(heads, arc);
      if (at(open, arc) === 0 || at(distance, head) !== nearer) continue;
      const twin = at(twins, arc);
      step.arc = arc;
      step.twin = twin;
      step.head = head;
      const told = amounts.push(step);
      open[twin] = 1;
      if ((told & FULL) !== 0) open[arc] = 0;
      if ((told & FIRST) !== 0 && at(isEnd, head) === 0) joinWaiting(state, head);
      if ((told & DONE) === 0) continue;
      current[node] = arc;
      return;
    }
    moveAway(state, node);
    if (at(distance, node) >= nodeCount) return;
  }
}

/** Puts a node one step farther than its nearest open neighbour, and finds what that cuts off. */
function moveAway(state: FlowState, node: number): void {
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

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
