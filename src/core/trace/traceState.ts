import type { Account } from '../account.js';
import type { AssetId, AssetList } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { Knowledge } from '../boundary.js';
import type { Direction } from '../exposure.js';
import type { HaloEntry, HaloLookUp } from '../halo/haloEntry.js';
import type { Transfer, UtxoTx } from '../ledger.js';
import type { LookupReply, Unseen } from '../lookup.js';
import type { Step } from '../netting/step.js';
import type { CoinJoin } from '../patterns/coinJoin.js';
import type { Owners } from '../patterns/coSpend.js';
import type { Policy } from '../policy.js';
import type { PriceBook } from '../price.js';
import type { AccountLedger } from './accountLedger.js';
import type { Distance } from './distance.js';
import type { ChoiceRules, Frontier } from './frontier.js';
import type { KnownFacts } from './knownFacts.js';
import type { OpenPlaces, SearchOrder } from './openPlaces.js';
import type { SmallMap } from './smallMap.js';
import type { ToldFees } from './toldFees.js';
import type { TraceNode } from './traceNode.js';

/**
 * The ways from places, by their numbers, to what stands behind them. Order: as each was first met.
 */
export type WaysBehind<Key extends string | number> = Map<number, SmallMap<Key, Distance>>;

/** What a trace on an account-model chain remembers. */
export interface AccountWalk {
  readonly kind: 'accounts';
  readonly ledgers: Map<Account, AccountLedger>;
  /** Which places have handed on what. */
  readonly handedOn: Set<string>;
  /** Whether stake is where one sweep over all that was seen would leave it, to the last unit. */
  isExact: boolean;
  /** From a place's number to the accounts that its value came from or went to. Not the subject's. */
  readonly neighbours: Record<Direction, WaysBehind<Account>>;
  /**
   * From a place's number to the numbers of the places where its value was left. Not the subject's,
   * for the roles of those next to it say so.
   */
  readonly placesBehind: Record<Direction, WaysBehind<number>>;
  /** Accounts that an exchange keeps for one customer each, with the claim about the exchange. */
  readonly deposits: Map<Account, Attribution>;
  /** Hubs that act for others: seen through by their transactions. */
  readonly contracts: Set<Account>;
  /** What transactions that were looked up did, by id. */
  readonly transactions: Map<string, readonly Step[]>;
}

/** What the subject's own history says of others, known before anything else is looked up. */
export interface OwnHistory {
  /** When each account first stood in it. Units: Unix seconds. */
  readonly firstSeen: ReadonlyMap<Account, number>;
  readonly owners: Owners;
}

/** What the shape of a transaction says of the steps through it. */
export interface TxReading {
  /** The CoinJoin that it is, through which no step goes; else null. */
  readonly coinJoin: CoinJoin | null;
  /** Indexes of the outputs that belong to whoever paid. */
  readonly change: ReadonlySet<number>;
  /** One address moves all of it to itself. */
  readonly isSelfMove: boolean;
}

/** What a trace on an unspent-output chain remembers. */
export interface OutputWalk {
  readonly kind: 'outputs';
  readonly asset: AssetId;
  /** Stakes that were not handed on yet, by node key, then by the output that carries them. */
  readonly waiting: Record<Direction, Map<string, Map<string, bigint>>>;
  /** What spends an output, by `txId:index`. */
  readonly spenders: Map<string, UtxoTx>;
  readonly readings: Map<string, TxReading>;
  /** Distances of the outputs that were followed back, by the transaction that made them and index. */
  readonly met: Map<string, Map<number, Distance>>;
  /** At which distance a place last handed on, by node key and direction. */
  readonly handedOn: Map<string, Distance>;
  ownHistory: OwnHistory;
}

/** What a trace starts from. */
export interface TraceStart {
  readonly subject: Account;
  readonly policy: Policy;
  readonly assets: AssetList;
  readonly knowledge: Knowledge;
  readonly prices: PriceBook;
  /** The moment of the screening. Units: Unix seconds. */
  readonly nowSeconds: number;
  /** Which place is looked up next; Hopsight's own order where it is left out. */
  readonly order?: SearchOrder;
  /** Where labelled money went; nothing is known of that where it is left out. */
  readonly halo?: HaloLookUp;
  /** The directions in which the subject's money is followed; both where it is left out. */
  readonly directions?: readonly Direction[];
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
  readonly rules: ChoiceRules;
  readonly frontier: Frontier;
  /** Every fact seen. */
  readonly facts: KnownFacts;
  /** On chains of which a source may tell two fees as one. */
  readonly fees: ToldFees;
  /** What the subject holds at the anchor, as far as a source says. Units: atomic. */
  readonly balances: Map<AssetId, bigint>;
  /** Transfers of assets that are not listed: counted, never linked. */
  readonly noise: Map<string, Transfer>;
  /** What was looked up but not seen. */
  readonly unseen: Map<TraceNode, readonly Unseen[]>;
  /** Why accounts were found busy. */
  readonly busy: Map<Account, string>;
  /** Outputs that nothing had spent at the anchor, as `txId:index`. */
  readonly unspent: Set<string>;
  readonly walk: AccountWalk | OutputWalk;
  /** Asked, in order; absorbed from the front. */
  readonly queue: TraceNode[];
  readonly asked: Set<string>;
  readonly arrived: Map<string, LookupReply>;
  readonly open: OpenPlaces;
  /** Every answer that was taken, its facts as the trace has them. Order: as they were taken. */
  readonly absorbed: LookupReply[];
  /** What the halo said of the places that were met, by node key; null for a place outside. */
  readonly halo: Map<string, HaloEntry | null>;
  /** Small counterparties that the floor leaves aside; null until somebody asks. */
  aside: ReadonlySet<TraceNode> | null;
  /** Requests that the absorbed look-ups cost. */
  spent: number;
  /** Whether the budget ever kept back a look-up; until then it decided nothing. */
  wasShort: boolean;
  end: TraceEnd | null;
}
