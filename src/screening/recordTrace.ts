import type { Account } from '../core/account.js';
import { addressOfAccount, chainOfAccount } from '../core/account.js';
import type { Asset, AssetId, AssetList } from '../core/asset.js';
import { erc20AssetId, nativeAssetId } from '../core/asset.js';
import type { Chain, ChainId } from '../core/chain.js';
import { findChain } from '../core/chain.js';
import type {
  FactBundle,
  MetHaloEntry,
  RecordedReply,
  RecordedSubject,
  SearchCut,
} from '../core/factBundle.js';
import { recordLookup } from '../core/factBundle.js';
import type { LedgerFact } from '../core/ledger.js';
import { accountsOfFact } from '../core/ledger.js';
import type { Trace } from '../core/trace/traceState.js';
import type { GatheredPrices } from './gatherPrices.js';
import type { Narrowing } from './narrowing.js';

/**
 * What a trace took, to be taken again.
 *
 * What requests were spared is left out, and what replies count for while the budget decided nothing:
 * a page size or a cache must not make the same search another one.
 */
export function recordTrace(trace: Trace): {
  readonly replies: readonly RecordedReply[];
  readonly cut: SearchCut;
} {
  const { wasShort, absorbed, end } = trace;
  return {
    replies: absorbed.map(({ lookup, facts, unseen, busy, unspent, balances, cost }) => ({
      ...{ lookup: recordLookup(lookup), facts, unseen, busy, unspent, balances },
      cost: wasShort ? cost : null,
    })),
    cut: end === 'aborted' ? 'time' : wasShort ? 'budget' : null,
  };
}

/** What the halo said of the places that a trace met. */
export function haloMet({ halo }: Trace): readonly MetHaloEntry[] {
  return [...halo].flatMap(([key, entry]) => (entry === null ? [] : { key, ...entry }));
}

/** All that a verdict over some subjects was made from, besides labels, rules and policy. */
export function bundleOf(
  subjects: readonly RecordedSubject[],
  seen: {
    readonly ownAccounts: ReadonlySet<Account>;
    readonly assets: AssetList;
    /** Null where no dated price was gathered. */
    readonly gathered: GatheredPrices | null;
    readonly narrowing: Narrowing | null;
    readonly halo: readonly MetHaloEntry[];
  },
): FactBundle {
  const facts = subjects.flatMap((subject) =>
    subject.kind === 'blind' ? [] : subject.replies.flatMap((reply) => reply.facts),
  );
  const { ownAccounts, assets, gathered, narrowing, halo } = seen;
  const met = new Set(subjects.map(({ account }) => account));
  for (const fact of facts) for (const account of accountsOfFact(fact)) met.add(account);
  return {
    version: 2,
    subjects,
    prices: gathered?.usedFor(facts) ?? [],
    circumstances: {
      ownAccounts: [...met].filter((account) => ownAccounts.has(account)),
      assets: assetsMet(assets, { facts, met }),
      prices: gathered === null ? 'pegged' : 'dated',
      unpriced: gathered?.missingFor(facts) ?? [],
      narrowing:
        narrowing === null
          ? null
          : { askedFor: narrowing.askedFor.map(idOf), leftOut: narrowing.leftOut.map(idOf) },
      ...(halo.length === 0 ? {} : { halo }),
    },
  };
}

function idOf({ id }: Chain): ChainId {
  return id;
}

/** The listed assets that facts move, those that they wrap, and those whose contract takes part. */
function assetsMet(
  assets: AssetList,
  seen: { readonly facts: readonly LedgerFact[]; readonly met: ReadonlySet<Account> },
): readonly Asset[] {
  const named = new Set<AssetId>();
  for (const fact of seen.facts) if (fact.kind === 'transfer') named.add(fact.asset);
  for (const account of seen.met) {
    const chain = findChain(chainOfAccount(account));
    if (chain === undefined) continue;
    named.add(nativeAssetId(chain));
    if (chain.family === 'evm') named.add(erc20AssetId(chain.id, addressOfAccount(account)));
  }
  for (const id of [...named]) {
    const wrapped = assets.get(id)?.wraps ?? null;
    if (wrapped !== null) named.add(wrapped);
  }
  return [...named].flatMap((id) => assets.get(id) ?? []);
}
