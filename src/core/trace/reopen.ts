import type { Direction } from '../exposure.js';
import type { Distance } from './distance.js';
import { nearest } from './distance.js';
import type { TraceNode } from './frontier.js';
import { comeNearer } from './frontier.js';
import type { AccountWalk, Trace } from './traceState.js';

/** Notes what stands behind a place, and the shortest way between. */
export function noteBehind<Key>(
  behind: Map<string, Map<Key, Distance>>,
  { from, way }: { readonly from: TraceNode; readonly way: Distance },
  key: Key,
): void {
  const places = behind.get(from.key);
  if (places === undefined) {
    behind.set(from.key, new Map([[key, way]]));
    return;
  }
  const known = places.get(key);
  const near = nearest(way, known);
  if (near !== known) places.set(key, near);
}

/** A place was met again by a shorter way: those behind it come nearer too. */
export function reopen(
  trace: Trace,
  walk: AccountWalk,
  from: { readonly node: TraceNode; readonly direction: Direction },
): void {
  const { direction } = from;
  const queue = [from.node];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    const role = node.roles[direction];
    if (role === null) continue;
    const behind = (way: Distance) => ({ depth: role.depth + way.depth, raw: role.raw + way.raw });
    for (const [account, way] of walk.neighbours[direction].get(node.key) ?? []) {
      trace.frontier.reach[direction].note(account, behind(way));
    }
    for (const [key, way] of walk.placesBehind[direction].get(node.key) ?? []) {
      const near = behind(way);
      const next = trace.frontier.nodes.get(key);
      if (next === undefined || !comeNearer(trace.frontier, next, direction, near)) continue;
      if (next.state === 'expanded') queue.push(next);
    }
  }
}
