import type { Direction } from '../exposure.js';
import type { Distance } from './distance.js';
import { nearest } from './distance.js';
import { comeNearer } from './frontier.js';
import { SmallMap } from './smallMap.js';
import type { TraceNode } from './traceNode.js';
import type { AccountWalk, Trace, WaysBehind } from './traceState.js';

/** Notes what stands behind a place, and the shortest way between. */
export function noteBehind<Key extends string | number>(
  behind: WaysBehind<Key>,
  { from, way }: { readonly from: TraceNode; readonly way: Distance },
  key: Key,
): void {
  const places = behind.get(from.order) ?? new SmallMap<Key, Distance>();
  const known = places.get(key);
  const near = nearest(way, known);
  if (near === known) return;
  places.set(key, near);
  behind.set(from.order, places);
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
    for (const [account, way] of walk.neighbours[direction].get(node.order) ?? []) {
      trace.frontier.reach[direction].note(account, behind(way));
    }
    for (const [number, way] of walk.placesBehind[direction].get(node.order) ?? []) {
      const near = behind(way);
      const next = trace.frontier.places.at(number);
      if (next === undefined || !comeNearer(trace.frontier, next, direction, near)) continue;
      if (next.state === 'expanded') queue.push(next);
    }
  }
}
