import type { Config } from '../config.js';
import type { Account } from '../core/account.js';
import { addressOfAccount, chainOfAccount, createAccount } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import type { Chain } from '../core/chain.js';
import { findChainByName } from '../core/chain.js';
import { ConfigError, InputError } from '../core/errors.js';
import { HALO_FRESH_SECONDS } from '../core/halo/haloPlan.js';
import { seedClaimOf } from '../core/halo/haloSeed.js';
import { formatMoment } from '../core/moment.js';
import { createPriceBook } from '../core/price.js';
import type { ChainHalo, HaloReport } from '../report/haloDocument.js';
import { expandSeeds } from '../screening/expandSeeds.js';
import type { HaloStore, KeptSeed } from '../screening/haloPorts.js';
import type { LabelBook, LedgerCache } from '../screening/ports.js';
import { reachChain } from '../screening/reachChain.js';
import type { Connected } from './connectSources.js';

/** What a run of the expansion is asked for. */
export interface ExpandRequest {
  /** A chain by its short name; null for every configured one. */
  readonly chain: string | null;
  readonly maxRequests: number;
  readonly onProgress: (progress: ExpandProgress) => void;
  /** Ends the run early; what was fetched and found is kept. */
  readonly signal: AbortSignal;
}

/** How far an expansion has come. */
export interface ExpandProgress {
  readonly chain: string;
  readonly requestsLeft: number;
  readonly seedsLeft: number;
}

/** What the halo is built from and kept in. */
export interface HaloMeans {
  readonly config: Config;
  readonly store: HaloStore;
  readonly book: LabelBook;
  readonly nowMs: () => number;
}

/** What an expansion asks, besides. */
export interface HaloSources {
  readonly connected: Connected;
  readonly cache: LedgerCache;
  readonly assets: AssetList;
  readonly ownAccounts: ReadonlySet<Account>;
}

/**
 * Follows the money of labelled accounts forward, within a budget of requests.
 *
 * @throws {InputError} for a chain that is not configured.
 */
export async function expandHalo(
  request: ExpandRequest,
  means: HaloMeans & HaloSources,
): Promise<HaloReport> {
  const { config, store, book, nowMs, connected, cache, assets, ownAccounts } = means;
  const nowSeconds = Math.floor(nowMs() / 1000);
  const budget = { left: request.maxRequests };
  const unreached: { readonly chain: string; readonly sentence: string }[] = [];
  for (const chain of chainsOf(config, request.chain)) {
    if (request.signal.aborted || budget.left <= 0) break;
    const sources = connected.chains.get(chain.name);
    if (sources === undefined) continue;
    const upTo = { upTo: 'newest', untilSeconds: nowSeconds, moment: 'present' } as const;
    const options = { cache, assets, reach: 'live', ...upTo } as const;
    const access = await reachChain(sources, options, request.signal);
    if (access.kind === 'blind') {
      unreached.push({ chain: chain.name, sentence: access.gap.sentence });
      continue;
    }
    const { policy } = config;
    const knowledge = { claimsOf: (one: Account) => book.readClaims(one), ownAccounts };
    const prices = createPriceBook(assets, null);
    await expandSeeds(
      {
        chain,
        grounds: { assets, prices, knowledge, policy, nowSeconds },
        store,
        lookUp: access.lookUp,
        anchor: access.anchor,
        seeds: seedsOn(chain, means),
        budget,
        nowMs,
      },
      (progress) => request.onProgress({ chain: chain.title, ...progress }),
      request.signal,
    );
  }
  const chains = tellHalo(request.chain, means);
  const byHost = Object.values(connected.http.requestsByHost());
  return { chains, requests: byHost.reduce((sum, one) => sum + one, 0), unreached };
}

/**
 * The halo as it is kept; asks nobody.
 *
 * @throws {InputError} for a chain that is not configured.
 */
export function tellHalo(chain: string | null, means: HaloMeans): readonly ChainHalo[] {
  return chainsOf(means.config, chain).map((one) => tellChain(one, means));
}

function tellChain(chain: Chain, means: HaloMeans): ChainHalo {
  const { store, nowMs } = means;
  const seeds = seedsOn(chain, means);
  const kept = store.listSeeds(chain.id);
  const inForce = kept.filter(({ seed }) => seeds.has(seed));
  const count = (state: KeptSeed['state']) => inForce.filter((one) => one.state === state).length;
  const [done, failed] = [count('done'), count('failed')];
  const nowSeconds = Math.floor(nowMs() / 1000);
  const asOf = inForce.flatMap(({ readToSeconds }) => readToSeconds ?? []);
  const old = inForce.filter(
    ({ state, readToSeconds }) =>
      state === 'done' && nowSeconds - (readToSeconds ?? 0) > HALO_FRESH_SECONDS,
  );
  return {
    chain: chain.name,
    seeds: {
      labelled: seeds.size,
      open: seeds.size - done - failed,
      done,
      failed,
      old: old.length,
      withdrawn: kept.length - inForce.length,
    },
    members: store.countMembers(chain.id),
    requests: kept.reduce((sum, { requests }) => sum + requests, 0),
    oldestAsOf: asOf.length === 0 ? null : formatMoment(asOf.reduce((a, b) => Math.min(a, b))),
    missing: inForce.flatMap(({ seed, note }) =>
      note === null ? [] : { address: addressOfAccount(seed), sentence: note },
    ),
  };
}

/** The seeds of a chain, each with the snapshot of the label that makes it one. */
function seedsOn(chain: Chain, { store, book }: HaloMeans): ReadonlyMap<Account, string> {
  const seeds = new Map<Account, string>();
  for (const claimed of store.listClaimed(book.snapshots)) {
    const account = onChain(claimed, chain);
    const claim = account === null ? null : seedClaimOf(book.readClaims(account));
    if (account === null || claim === null) continue;
    const snapshot = book.snapshots.find(({ set }) => set === claim.set);
    seeds.set(account, snapshot?.id ?? claim.set);
  }
  return seeds;
}

/** The same key on a chain; null where it is another kind of address. */
function onChain(account: Account, chain: Chain): Account | null {
  const [family] = account.split(':', 1);
  if (!chain.id.startsWith(`${family}:`)) return null;
  // One format of addresses is used by several chains of unspent outputs, whose ledgers differ.
  if (chain.family !== 'evm' && chainOfAccount(account) !== chain.id) return null;
  return createAccount(chain.id, addressOfAccount(account));
}

function chainsOf({ chains }: Config, name: string | null): readonly Chain[] {
  const names = Object.keys(chains);
  if (name !== null && !names.includes(name)) {
    throw new InputError(
      `The chain "${name}" is not configured; ${names.length === 0 ? 'no chain is' : `configured are ${names.join(', ')}`}.`,
    );
  }
  return (name === null ? names : [name]).map((one) => {
    const chain = findChainByName(one);
    if (chain === undefined) throw new ConfigError(`The chain "${one}" is not known.`);
    return chain;
  });
}
