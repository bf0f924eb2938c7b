import type { Account } from './account.js';
import type { AssetId } from './asset.js';
import type { ChainId } from './chain.js';
import type { GapKind } from './gap.js';
import type { Channel, LedgerFact } from './ledger.js';

/** When a block was made. Units: `timeSeconds` in Unix seconds. */
export interface BlockTime {
  readonly height: number;
  readonly timeSeconds: number;
}

/**
 * What the tracer asks to be looked up.
 *
 * `account`: the whole history of an account. `transaction`: one transaction whole; on an
 * unspent-output chain that is one step back, the transaction that made an output; on an
 * account-model chain it is every movement of the transaction, whoever made it. `spends`: the
 * transactions that spend the named outputs of a transaction (one step forward).
 */
export type Lookup =
  | {
      readonly kind: 'account';
      readonly account: Account;
      /** Whether it is also asked what the account holds now. */
      readonly balance: 'wanted' | 'not-wanted';
    }
  | {
      readonly kind: 'transaction';
      readonly chain: ChainId;
      readonly txId: string;
      /** The block of a fact of this transaction, where one is known: then nobody is asked its time. */
      readonly block?: BlockTime;
    }
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
  /**
   * `account` only: what the account holds now, as far as the source of its history says. An asset
   * that is not in it is not known; null where nothing was asked. Units: atomic.
   */
  readonly balances: ReadonlyMap<AssetId, bigint> | null;
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
