import type { Account } from './account.js';
import type { ChainId } from './chain.js';
import type { GapKind } from './gap.js';
import type { Channel, LedgerFact } from './ledger.js';

/**
 * What the tracer asks to be looked up.
 *
 * `account`: the whole history of an account. `transaction`: the transaction that made an output
 * (one step back on an unspent-output chain). `spends`: the transactions that spend the named
 * outputs of a transaction (one step forward).
 */
export type Lookup =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'transaction'; readonly chain: ChainId; readonly txId: string }
  | {
      readonly kind: 'spends';
      readonly chain: ChainId;
      readonly txId: string;
      /** Ascending output indexes. */
      readonly outputs: readonly number[];
    };

/** A channel of a look-up that was not seen whole, and what would cure that. */
export interface Unseen {
  /** Null when no channel of the look-up was seen. */
  readonly channel: Channel | null;
  readonly kind: GapKind;
  readonly sentence: string;
  readonly cure: string;
}

/**
 * What a look-up brought.
 *
 * `facts` hold everything seen, also when something is `unseen`. An empty `facts` with an empty
 * `unseen` means: looked at whole, and nothing is there.
 */
export interface LookupReply {
  readonly lookup: Lookup;
  readonly facts: readonly LedgerFact[];
  readonly unseen: readonly Unseen[];
  /** Why the account's history was not read whole on purpose; null for a history read whole. */
  readonly busy: BusyAccount | null;
  /** `spends` only: outputs that nothing had spent at the anchor. */
  readonly unspent: readonly number[];
  /** Requests that these facts take from their source, whether they came from the cache or not. */
  readonly cost: number;
  /** Requests that were really sent for it; 0 when all of it was known. */
  readonly asked: number;
}

/** An account that moves too much to be one person's; only its newest page was read. */
export interface BusyAccount {
  readonly reason: string;
}

/** A key that tells look-ups apart. */
export function lookupKey(lookup: Lookup): string {
  switch (lookup.kind) {
    case 'account':
      return `account|${lookup.account}`;
    case 'transaction':
      return `transaction|${lookup.chain}|${lookup.txId}`;
    case 'spends':
      return `spends|${lookup.chain}|${lookup.txId}|${lookup.outputs.join(',')}`;
  }
}
