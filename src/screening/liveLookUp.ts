import type { AssetList } from '../core/asset.js';
import type { Chain } from '../core/chain.js';
import type { Channel } from '../core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import type { AccountSource, HistorySource, LedgerCache, Tip, UtxoSource } from './ports.js';

/** One source, and up to which block it is asked. */
export interface AnchoredSource {
  readonly source: HistorySource;
  readonly utxo: UtxoSource | null;
  readonly accounts: AccountSource | null;
  /**
   * The newest block that counts at this source; the first call may ask it for its own.
   *
   * @throws {SourceError} when it does not say, or has not come far enough.
   */
  readonly fetchTip: (signal: AbortSignal) => Promise<Tip>;
}

/** Where the answers come from. */
export interface LiveLookUp {
  readonly chain: Chain;
  /** Asked in this order; the next one only for what the one before cannot give. */
  readonly sources: readonly AnchoredSource[];
  /** Whether what one source says of a screened account is asked of a second one too. */
  readonly isCrossChecked: boolean;
  /** The block as of which is looked up. */
  readonly tip: Tip;
  readonly cache: LedgerCache;
  readonly assets: AssetList;
  readonly channels: readonly Channel[];
  /** `cache-only` answers from what was fetched before. */
  readonly reach: 'live' | 'cache-only';
  /** Facts after this moment are not used. Units: Unix seconds. */
  readonly untilSeconds: number;
  /** Whether that moment is now: a source tells what an account holds now, and no other time. */
  readonly moment: 'present' | 'past';
}

/** What is said where only the cache was asked and does not know. */
export const NOT_CACHED: Unseen = {
  channel: null,
  kind: 'capability',
  sentence: 'This was not fetched before, and --offline asks no source.',
  cure: 'Screen once without --offline; what is fetched is kept.',
};

/** A reply that brought nothing but what `parts` say. */
export function emptyReply(lookup: Lookup, parts: Partial<LookupReply>): LookupReply {
  const nothing = { facts: [], unseen: [], busy: null, unspent: [], balances: null };
  return { ...nothing, cost: 0, asked: 0, ...parts, lookup };
}
