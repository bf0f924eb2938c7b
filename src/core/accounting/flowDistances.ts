import type { FlowState } from './flowState.js';

/** Sets every distance to the true one, by a walk from the sinks against the open arcs. */
export function measureDistances(state: FlowState): void {
  const { network, distance, line, open, isEnd, amounts } = state;
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
    if (amounts.isWaiting(node)) joinWaiting(state, node);
  }
}

/** No node is at this distance any more, so no path to a sink can pass it: all beyond are cut off. */
export function cutOffBeyond(state: FlowState, gap: number): void {
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

/** Takes the farthest node at which something waits off its list; -1 when nothing waits any more. */
export function takeFarthest(state: FlowState): number {
  const { waiting } = state;
  while (state.farthestWaiting > 0 && at(waiting, state.farthestWaiting) < 0) {
    state.farthestWaiting -= 1;
  }
  const node = at(waiting, state.farthestWaiting);
  if (node >= 0) waiting[state.farthestWaiting] = at(state.nextWaiting, node);
  return node;
}

/** Puts a node among those of its distance at which something waits. */
export function joinWaiting(state: FlowState, node: number): void {
  const distance = at(state.distance, node);
  state.nextWaiting[node] = at(state.waiting, distance);
  state.waiting[distance] = node;
  if (distance > state.farthestWaiting) state.farthestWaiting = distance;
}

/** Puts a node among those of its distance. */
export function joinMembers(state: FlowState, node: number): void {
  const distance = at(state.distance, node);
  const head = at(state.members, distance);
  state.next[node] = head;
  state.previous[node] = -1;
  if (head >= 0) state.previous[head] = node;
  state.members[distance] = node;
  if (distance > state.farthest) state.farthest = distance;
}

/** Takes a node from those of its distance. */
export function leaveMembers(state: FlowState, node: number): void {
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
