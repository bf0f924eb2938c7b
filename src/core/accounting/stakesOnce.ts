import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { ReadonlyAmounts } from '../trace/assetAmounts.js';
import type { TraceNode } from '../trace/traceNode.js';
import type { Trace, WaysBehind } from '../trace/traceState.js';

const NOTHING: ReadonlyAmounts = new Map();

/** The places that stand behind others. */
type Places = Readonly<WaysBehind<number>>;

const NOWHERE: Places = new Map();

/**
 * The most of each place's stake that can have come there without passing one of the places named
 * before: so that of several in a row only the first counts what all of them hide. All by their
 * numbers.
 *
 * Never less than what truly came another way: a place gets no more than those next to it, on the
 * side of the subject, can have handed on, and a place named hands on nothing that was not counted.
 * Edge: where the trace does not note whence stake came (transactions behind a hub that acts for
 * others, and every output of an unspent-output chain, each of which is a place of its own) all of
 * it counts.
 */
export function stakesOnce(
  trace: Trace,
  direction: Direction,
  named: ReadonlySet<number>,
): ReadonlyMap<number, ReadonlyAmounts> {
  const nodes = [...trace.frontier.places].filter((node) => node.roles[direction] !== null);
  const behind = trace.walk.kind === 'accounts' ? trace.walk.placesBehind[direction] : NOWHERE;
  const before = placesBefore(behind);
  const isFirst = (node: TraceNode) =>
    node.roles[direction]?.isNextToSubject === true || startsAnew(trace, node, before);
  const reached = reachedPast(named, { first: nodes.filter(isFirst), behind });
  const once = new Map<number, ReadonlyAmounts>();
  for (const { order, roles } of nodes) {
    once.set(order, reached.has(order) ? (roles[direction]?.stake ?? NOTHING) : NOTHING);
  }
  const others = nodes.filter((node) => reached.has(node.order) && !isFirst(node));
  // Each round brings the figures nearer to the truth from above; after any of them they hold.
  for (let round = 0; round < others.length; round += 1) {
    const isChanged = others
      .map(({ order }) => {
        const from = (before.get(order) ?? []).filter((one) => !named.has(one));
        return lower(once, order, from);
      })
      .includes(true);
    if (!isChanged) break;
  }
  return once;
}

/** Lowers what is at a place to what those before it have; says whether that was less. */
function lower(
  once: Map<number, ReadonlyAmounts>,
  place: number,
  from: readonly number[],
): boolean {
  let isLess = false;
  const stake = new Map<AssetId, bigint>();
  for (const [asset, known] of once.get(place) ?? NOTHING) {
    let most = 0n;
    for (const one of from) most += once.get(one)?.get(asset) ?? 0n;
    if (most < known) isLess = true;
    stake.set(asset, smallerAmount(known, most));
  }
  if (isLess) once.set(place, stake);
  return isLess;
}

/** The places that handed stake on to each place. */
function placesBefore(behind: Places): ReadonlyMap<number, readonly number[]> {
  const before = new Map<number, number[]>();
  for (const [from, places] of behind) {
    for (const [place] of places) {
      const known = before.get(place);
      if (known === undefined) before.set(place, [from]);
      else known.push(from);
    }
  }
  return before;
}

/** Whether nothing notes whence stake came to a place, or not whence all of it did. */
function startsAnew(
  { walk }: Trace,
  node: TraceNode,
  before: ReadonlyMap<number, readonly number[]>,
): boolean {
  if (!before.has(node.order)) return true;
  return walk.kind === 'accounts' && walk.contracts.size > 0 && node.lookup.kind === 'transaction';
}

/** The places to which a way leads that passes none of those named. */
function reachedPast(
  named: ReadonlySet<number>,
  from: { readonly first: readonly TraceNode[]; readonly behind: Places },
): ReadonlySet<number> {
  const reached = new Set(from.first.map(({ order }) => order));
  for (const place of reached) {
    if (named.has(place)) continue;
    for (const [next] of from.behind.get(place) ?? []) reached.add(next);
  }
  return reached;
}
