import type { Account } from '../core/account.js';
import type { Chain } from '../core/chain.js';
import { inSettledOrder } from '../core/factOrder.js';
import { HALO_HOPS } from '../core/halo/haloEntry.js';
import { membersOf } from '../core/halo/haloMembers.js';
import { seedsToFollow, seedsToRead } from '../core/halo/haloPlan.js';
import type { HaloGrounds } from '../core/halo/haloTrace.js';
import { createHaloTrace } from '../core/halo/haloTrace.js';
import type { Lookup } from '../core/lookup.js';
import { lookupKey } from '../core/lookup.js';
import { parseMoment } from '../core/moment.js';
import { inFloors } from '../core/trace/floors.js';
import { abandon, absorb, isFinished, nextLookups } from '../core/trace/trace.js';
import type { Trace } from '../core/trace/traceState.js';
import type { Anchor } from '../core/verdict.js';
import type { HaloStore, KeptSeed } from './haloPorts.js';
import type { LookUp } from './runTrace.js';
import { CUT_OFF } from './runTrace.js';

/** A chain on which seeds are followed. */
export interface SeedExpansion {
  readonly chain: Chain;
  readonly grounds: HaloGrounds;
  readonly store: HaloStore;
  readonly lookUp: LookUp;
  readonly anchor: Anchor;
  /** The seeds in force, each with the label snapshot that makes it one. */
  readonly seeds: ReadonlyMap<Account, string>;
  /** Requests that are left, shared by all chains of a run; counted down. */
  readonly budget: RequestBudget;
  readonly nowMs: () => number;
}

/** Requests that a run may still send. */
export interface RequestBudget {
  left: number;
}

/** How far a run has come on a chain. */
export interface ExpansionProgress {
  readonly requestsLeft: number;
  readonly seedsLeft: number;
}

/**
 * Follows the seeds of one chain forward as far as the budget lets it, and keeps what was found.
 *
 * First each seed's own history is read, then the seeds are followed further, the most value first;
 * what was followed before and has become old comes last. Facts are kept as they come, a seed's
 * members when its search ends: whoever is stopped goes on where it was, for what was fetched is
 * answered from the cache.
 * Edge: a look-up that has begun is finished, so that a run may send a few requests more than its budget.
 */
export async function expandSeeds(
  expansion: SeedExpansion,
  onProgress: (progress: ExpansionProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const kept = keptSeeds(expansion);
  const passes = [
    { hops: 1, list: () => seedsToRead([...kept.values()]) },
    {
      hops: HALO_HOPS,
      list: () => seedsToFollow([...kept.values()], expansion.grounds.nowSeconds),
    },
  ];
  for (const { hops, list } of passes) {
    const seeds = list();
    for (const [at, { seed }] of seeds.entries()) {
      if (signal.aborted || expansion.budget.left <= 0) return;
      onProgress({ requestsLeft: expansion.budget.left, seedsLeft: seeds.length - at });
      const before = kept.get(seed);
      if (before === undefined) continue;
      kept.set(seed, await followSeed(expansion, { before, hops }, signal));
    }
  }
}

/**
 * What is kept of the seeds in force, those that are new with nothing known of them.
 *
 * Edge: seeds that no claim in force names any more are forgotten.
 */
function keptSeeds({ chain, store, seeds }: SeedExpansion): Map<Account, KeptSeed> {
  const stored = store.listSeeds(chain.id);
  store.dropSeeds(stored.flatMap(({ seed }) => (seeds.has(seed) ? [] : seed)));
  const known = new Map(stored.map((one) => [one.seed, one]));
  return new Map(
    [...seeds].map(([seed, labelSnapshot]) => {
      const standing = known.get(seed) ?? { seed, ...NOTHING_KNOWN };
      return [seed, { ...standing, labelSnapshot }];
    }),
  );
}

const NOTHING_KNOWN = {
  state: 'open',
  hops: 0,
  sentFloors: 0n,
  readToHeight: null,
  readToSeconds: null,
  expandedAtMs: 0,
  requests: 0,
  note: null,
} as const;

/** Follows one seed so many hops and keeps what is then known of it. */
async function followSeed(
  expansion: SeedExpansion,
  { before, hops }: { readonly before: KeptSeed; readonly hops: number },
  signal: AbortSignal,
): Promise<KeptSeed> {
  const { grounds, store, anchor, nowMs, budget } = expansion;
  const trace = createHaloTrace(before.seed, hops, grounds);
  const left = budget.left;
  await runWithin(trace, expansion, signal);
  const requests = before.requests + left - budget.left;
  const isCut = trace.end === 'aborted';
  // What was known of a seed is more than what a refresh has seen that was cut off.
  if (isCut && before.hops >= hops) {
    const kept = { ...before, requests };
    store.writeSeed(kept, null);
    return kept;
  }
  const kept: KeptSeed = {
    ...before,
    ...standingOf(trace, { before, hops }),
    readToHeight: anchor.height,
    readToSeconds: anchor.time === null ? null : parseMoment(anchor.time),
    expandedAtMs: nowMs(),
    requests,
  };
  store.writeSeed(kept, isCut && hops === 1 ? null : membersOf(trace));
  return kept;
}

/** Runs a search until it ends, or the budget or the signal ends it. */
async function runWithin(
  trace: Trace,
  { lookUp, budget }: SeedExpansion,
  signal: AbortSignal,
): Promise<void> {
  while (!isFinished(trace)) {
    for (const lookup of nextLookups(trace)) {
      const isOver = budget.left <= 0 || signal.aborted;
      const reply = isOver ? null : await lookUp(withoutBalance(lookup), signal);
      budget.left -= reply?.asked ?? 0;
      // What was cut off is asked again by the next run, which has what was fetched.
      if (reply === null || signal.aborted) {
        abandon(trace, CUT_OFF);
        return;
      }
      absorb(trace, lookupKey(lookup), { ...reply, facts: inSettledOrder(reply.facts) });
    }
  }
}

/** What a seed holds now does not matter. */
function withoutBalance(lookup: Lookup): Lookup {
  return lookup.kind === 'account' ? { ...lookup, balance: 'not-wanted' } : lookup;
}

function standingOf(
  trace: Trace,
  { before, hops }: { readonly before: KeptSeed; readonly hops: number },
): Pick<KeptSeed, 'state' | 'hops' | 'sentFloors' | 'note'> {
  const { frontier, unseen, busy, start } = trace;
  const sentFloors = inFloors(frontier.totals.outgoing, start.assets);
  if (trace.end === 'aborted') return { ...before, state: 'open', sentFloors: before.sentFloors };
  const [missing] = [...unseen.values()].flat();
  const note = missing?.sentence ?? busy.get(start.subject) ?? null;
  if (missing !== undefined)
    return { state: 'failed', hops: seenHops(trace, hops), sentFloors, note };
  // Where nothing lies open behind the first hop there is nothing to follow.
  const isWhole = hops === HALO_HOPS || membersOf(trace).length === 0;
  return { state: isWhole ? 'done' : 'open', hops: isWhole ? HALO_HOPS : hops, sentFloors, note };
}

/** A seed whose own history was not seen is not known at all. */
function seenHops({ unseen, frontier, start }: Trace, hops: number): number {
  const seed = frontier.places.ofAccount(start.subject);
  return seed && unseen.has(seed) ? 0 : hops;
}
