import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { ReadonlyAmounts } from '../trace/assetAmounts.js';
import type { TraceNode } from '../trace/frontier.js';
import type { Trace } from '../trace/traceState.js';

const NOTHING: ReadonlyAmounts = new Map();

/**
 * The most of each place's stake, by node key, that can have come there without passing one of the
 * places named before: so that of several in a row only the first counts what all of them hide.
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
  named: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlyAmounts> {
  const nodes = [...trace.frontier.nodes.values()].filter((node) => node.roles[direction] !== null);
  const before = placesBefore(trace, direction);
  const isFirst = (node: TraceNode) => startsAnew(trace, node, before.get(node.key));
  const reached = reachedPast(named, { first: nodes.filter(isFirst), before });
  const once = new Map<string, ReadonlyAmounts>();
  for (const { key, roles } of nodes) {
    once.set(key, reached.has(key) ? (roles[direction]?.stake ?? NOTHING) : NOTHING);
  }
  const others = nodes.filter((node) => reached.has(node.key) && !isFirst(node));
  // Each round brings the figures nearer to the truth from above; after any of them they hold.
  for (let round = 0; round < others.length; round += 1) {
    const isChanged = others
      .map(({ key }) => {
        const from = [...(before.get(key) ?? [])].filter((one) => !named.has(one));
        return lower(once, key, from);
      })
      .includes(true);
    if (!isChanged) break;
  }
  return once;
}

/** Lowers what is at a place to what those before it have; says whether that was less. */
function lower(once: Map<string, ReadonlyAmounts>, key: string, from: readonly string[]): boolean {
  let isLess = false;
  const stake = new Map<AssetId, bigint>();
  for (const [asset, known] of once.get(key) ?? NOTHING) {
    let most = 0n;
    for (const one of from) most += once.get(one)?.get(asset) ?? 0n;
    if (most < known) isLess = true;
    stake.set(asset, smallerAmount(known, most));
  }
  if (isLess) once.set(key, stake);
  return isLess;
}

/** The places that handed stake on to each place. */
function placesBefore(trace: Trace, direction: Direction): Map<string, Set<string>> {
  const before = new Map<string, Set<string>>();
  if (trace.walk.kind !== 'accounts') return before;
  for (const [from, behind] of trace.walk.placesBehind[direction]) {
    for (const key of behind.keys()) {
      const known = before.get(key) ?? new Set<string>();
      before.set(key, known);
      known.add(from);
    }
  }
  return before;
}

/** Whether stake came to a place from the subject itself, or nothing notes whence. */
function startsAnew(
  { walk, start }: Trace,
  node: TraceNode,
  before: ReadonlySet<string> | undefined,
): boolean {
  if (before === undefined || before.has(`account|${start.subject}`)) return true;
  return walk.kind === 'accounts' && walk.contracts.size > 0 && node.lookup.kind === 'transaction';
}

/** The places to which a way leads that passes none of those named. */
function reachedPast(
  named: ReadonlySet<string>,
  from: {
    readonly first: readonly TraceNode[];
    readonly before: ReadonlyMap<string, ReadonlySet<string>>;
  },
): ReadonlySet<string> {
  const behind = new Map<string, string[]>();
  for (const [key, places] of from.before) {
    for (const place of places) behind.set(place, [...(behind.get(place) ?? []), key]);
  }
  const reached = new Set(from.first.map(({ key }) => key));
  for (const key of reached) {
    if (named.has(key)) continue;
    for (const next of behind.get(key) ?? []) reached.add(next);
  }
  return reached;
}
