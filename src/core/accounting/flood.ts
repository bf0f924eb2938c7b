import { DONE, FULL, MOVED } from './flowAmounts.js';
import type { FlowState } from './flowState.js';
import { SINK, START } from './flowState.js';

/**
 * Lets all that the starts can send run down the arcs once, node by node in their order, each arc no
 * more than can still go on from there. Says whether anything got stuck on the way.
 */
export function floodOnce(state: FlowState): boolean {
  narrow(state);
  const { network, order, isEnd } = state;
  let isStuck = false;
  for (let place = 0; place < network.nodeCount; place += 1) {
    const node = at(order, place);
    const end = at(isEnd, node);
    if (end === START) start(state, node);
    else if (end !== SINK && state.amounts.isWaiting(node)) isStuck = !run(state, node) || isStuck;
  }
  return isStuck;
}

/**
 * Takes off every arc what could not go on from its head to a sink, and notes the most that each node
 * can pass on; too much where two ways out meet again later.
 */
function narrow({ network, order, open, isEnd, amounts }: FlowState): void {
  const { first, heads, nodeCount } = network;
  for (let place = nodeCount - 1; place >= 0; place -= 1) {
    const node = at(order, place);
    if (at(isEnd, node) === SINK) continue;
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      if (at(open, arc) === 0) continue;
      const head = at(heads, arc);
      // What came back to a start would be lost there.
      const isShut = at(isEnd, head) === START;
      if (isShut || (at(isEnd, head) !== SINK && amounts.narrow(arc, head))) open[arc] = 0;
      else amounts.widen(node, arc);
    }
  }
}

/** Fills every arc out of a start. */
function start({ network, forth, open, amounts, step }: FlowState, node: number): void {
  const { first, heads, twins } = network;
  const end = at(first, node + 1);
  step.node = node;
  for (let arc = at(first, node); arc < end; arc += 1) {
    if (at(forth, arc) === 0 || at(open, arc) === 0) continue;
    step.arc = arc;
    step.twin = at(twins, arc);
    step.head = at(heads, arc);
    amounts.start(step);
    open[arc] = 0;
    open[step.twin] = 1;
  }
}

/** Passes on what waits at a node as long as it is wanted; says whether nothing is left. */
function run({ network, forth, open, isEnd, amounts, step }: FlowState, node: number): boolean {
  const { first, heads, twins } = network;
  const end = at(first, node + 1);
  step.node = node;
  for (let arc = at(first, node); arc < end; arc += 1) {
    if (at(forth, arc) === 0 || at(open, arc) === 0) continue;
    const head = at(heads, arc);
    step.arc = arc;
    step.twin = at(twins, arc);
    step.head = head;
    const told = at(isEnd, head) === SINK ? amounts.push(step) : amounts.pushAsWanted(step);
    if ((told & MOVED) === 0) continue;
    open[step.twin] = 1;
    if ((told & FULL) !== 0) open[arc] = 0;
    if ((told & DONE) !== 0) return true;
  }
  return false;
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
