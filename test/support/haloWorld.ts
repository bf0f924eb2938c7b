import type { Account } from '../../src/core/account.js';
import type { AssetList } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import { HALO_HOPS, type HaloEntry, type HaloLookUp } from '../../src/core/halo/haloEntry.js';
import type { HaloMember } from '../../src/core/halo/haloMember.js';
import { membersOf } from '../../src/core/halo/haloMembers.js';
import { seedClaimOf } from '../../src/core/halo/haloSeed.js';
import { createHaloTrace } from '../../src/core/halo/haloTrace.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import { lookupKey } from '../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import { createPriceBook } from '../../src/core/price.js';
import { absorb, isFinished, nextLookups } from '../../src/core/trace/trace.js';
import type { Trace } from '../../src/core/trace/traceState.js';
import { ASSETS, answerFrom, claimsOf } from './world.js';

/** A chain on which a seed's money is followed. */
export interface FollowedWorld {
  readonly facts: readonly LedgerFact[];
  readonly claims: readonly Attribution[];
  readonly own?: readonly Account[];
  readonly hubs?: readonly Account[];
  readonly assets?: AssetList;
  readonly hops?: number;
}

/** The search forward from a seed, to its end. */
export function followSeed(seed: Account, world: FollowedWorld): Trace {
  const { facts, claims, own = [], hubs = [], assets = ASSETS, hops = HALO_HOPS } = world;
  const trace = createHaloTrace(seed, hops, {
    assets,
    prices: createPriceBook(assets, null),
    knowledge: { claimsOf: claimsOf(claims), ownAccounts: new Set(own) },
    policy: DEFAULT_POLICY,
    nowSeconds: 1_660_000_000,
  });
  while (!isFinished(trace)) {
    for (const lookup of nextLookups(trace)) {
      const isHub = lookup.kind === 'account' && hubs.includes(lookup.account);
      const busy = isHub ? { reason: 'it has more than 10,000 transactions' } : null;
      absorb(trace, lookupKey(lookup), { ...answerFrom(facts, lookup), busy });
    }
  }
  return trace;
}

/** The halo of one seed, by everything that it asks. */
export function haloOfSeed(seed: Account, world: FollowedWorld): readonly HaloMember[] {
  return membersOf(followSeed(seed, world));
}

/** The halo of every labelled account of a world. */
export function haloOfWorld(world: FollowedWorld): HaloLookUp {
  const entries = new Map<string, HaloEntry>();
  const seeds = new Set(world.claims.map(({ account }) => account));
  for (const seed of seeds) {
    if (seedClaimOf(claimsOf(world.claims)(seed)) === null) continue;
    for (const { key, hops, isRead } of haloOfSeed(seed, world)) {
      const known = entries.get(key);
      entries.set(key, {
        hops: Math.min(hops, known?.hops ?? hops),
        isRead: isRead || known?.isRead === true,
      });
    }
  }
  return (key) => entries.get(key) ?? null;
}
