import type { Account } from '../account.js';
import type { AssetId, AssetList } from '../asset.js';
import type { Knowledge } from '../boundary.js';
import type { Direction } from '../exposure.js';
import type { LedgerFact } from '../ledger.js';
import type { LookupReply, Unseen } from '../lookup.js';
import type { Policy } from '../policy.js';
import type { Frontier, TraceNode } from './frontier.js';
import type { Holding } from './holding.js';

/** What a trace on an account-model chain remembers. */
export interface AccountWalk {
  readonly kind: 'accounts';
  readonly holdings: Map<Account, ReadonlyMap<AssetId, Holding>>;
  /** From an expanded account to those that its value came from or went to. */
  readonly neighbours: Record<Direction, Map<Account, Set<Account>>>;
}

/** What a trace on an unspent-output chain remembers. */
export interface OutputWalk {
  readonly kind: 'outputs';
  readonly asset: AssetId;
}

/** What a trace starts from. */
export interface TraceStart {
  readonly subject: Account;
  readonly policy: Policy;
  readonly assets: AssetList;
  readonly knowledge: Knowledge;
  /** The moment of the screening. Units: Unix seconds. */
  readonly nowSeconds: number;
}

/** Why a trace ended. */
export type TraceEnd = 'exhausted' | 'explained' | 'budget' | 'aborted';

/**
 * A search outward from one account, without any input or output of its own.
 *
 * Ask `nextLookups`, fetch, give the answers to `absorb`, until `isFinished`. Answers may come in
 * any order: they are absorbed in the order in which they were asked, so that a trace is a function
 * of facts, labels and policy alone. `absorb` changes the trace in place.
 */
export interface Trace {
  readonly start: TraceStart;
  readonly frontier: Frontier;
  /** Every fact seen, by key. */
  readonly facts: Map<string, LedgerFact>;
  /** Keys of the facts that are equal movements of one transaction, by what they have in common. */
  readonly movements: Map<string, string[]>;
  /** What the subject holds at the anchor, as far as a source says. Units: atomic. */
  readonly balances: Map<AssetId, bigint>;
  /** Transfers of assets that are not listed: counted, never linked. */
  readonly noise: Set<string>;
  /** What was looked up but not seen, by node key. */
  readonly unseen: Map<string, readonly Unseen[]>;
  /** Why accounts were found busy. */
  readonly busy: Map<Account, string>;
  /** Outputs that nothing had spent at the anchor, as `txId:index`. */
  readonly unspent: Set<string>;
  readonly walk: AccountWalk | OutputWalk;
  /** Asked, in order; absorbed from the front. */
  readonly queue: TraceNode[];
  readonly asked: Set<string>;
  readonly arrived: Map<string, LookupReply>;
  /** Small counterparties that the floor leaves aside, by node key. */
  aside: ReadonlySet<string>;
  /** Requests that the absorbed look-ups cost. */
  spent: number;
  end: TraceEnd | null;
}
