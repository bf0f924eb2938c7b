import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import type { Attribution } from '../core/attribution.js';
import type { ChainId } from '../core/chain.js';
import type { Checkpoint } from '../core/checkpoint.js';
import type { Coverage, HeightInterval } from '../core/coverage.js';
import type { Channel, LedgerFact, Transfer, UtxoTx } from '../core/ledger.js';
import type { BlockTime } from '../core/lookup.js';

/** The newest block that a source knows. */
export interface Tip {
  readonly height: number;
  readonly hash: string;
  readonly timeSeconds: number;
}

/** A block by where it stands and what it is. */
export interface KnownBlock {
  readonly height: number;
  readonly hash: string;
}

/** How far blocks that were known before are still part of a chain. */
export interface SharedBlocks {
  /** The blocks that were compared, as the cache named them. */
  readonly among: readonly KnownBlock[];
  /** The highest of them that the chain still has. */
  readonly height: number;
}

/** Which rows of an account a page is asked for. */
export interface HistoryQuery {
  readonly account: Account;
  readonly channel: Channel;
  /** Heights asked for, both ends included. */
  readonly interval: HeightInterval;
  /** Where the page before this one ended; null for the first page of the interval. */
  readonly cursor: string | null;
}

/**
 * One page of an account's history.
 *
 * `covered` are the heights of the asked interval whose rows are all on this page or were on the
 * pages before it in the same walk; null while that holds for no whole height.
 */
export interface HistoryPage {
  readonly facts: readonly LedgerFact[];
  readonly covered: HeightInterval | null;
  /** Null when the interval is read whole. */
  readonly nextCursor: string | null;
}

/** Rows of accounts, page by page (explorers of account-model chains, recorded files). */
export interface HistorySource {
  /** Names the source in coverage, gaps and reports: host and kind, never a URL. */
  readonly name: string;
  readonly chain: ChainId;
  /** Channels that this source can see. */
  readonly channels: readonly Channel[];
  /** Rows of one full page; a page with fewer is the last. */
  readonly pageSize: number;

  /** The newest block. @throws {SourceError} */
  fetchTip(signal: AbortSignal): Promise<Tip>;

  /** The hash of the block at a height, or null where the source has none. @throws {SourceError} */
  fetchBlockHash(height: number, signal: AbortSignal): Promise<string | null>;

  /** One page. Order of pages: the source's own; facts may repeat across pages. @throws {SourceError} */
  fetchHistoryPage(query: HistoryQuery, signal: AbortSignal): Promise<HistoryPage>;

  /**
   * Whether an account has at least this many rows in a channel, by one request, or null when the
   * source cannot tell. @throws {SourceError}
   */
  fetchHasRows(
    account: Account,
    channel: Channel,
    atLeast: number,
    signal: AbortSignal,
  ): Promise<boolean | null>;
}

/** What a source that knows histories may say of an account besides. */
export interface BalanceSource extends HistorySource {
  /**
   * What an account holds of an asset, by one request, or null when the source cannot tell.
   *
   * Units: atomic. Blind spot: as of the source's newest block at that moment, which may have come
   * after the one that it named as its newest. @throws {SourceError}
   */
  fetchBalance(account: Account, asset: AssetId, signal: AbortSignal): Promise<bigint | null>;
}

/** Which transaction of an account-model chain is asked for. */
export interface TransactionQuery {
  readonly txId: string;
  /** The block that is known to hold it, or null. */
  readonly block: BlockTime | null;
  /** Called for each request that is sent. */
  readonly onRequest: () => void;
}

/** What an account-model chain's source adds: one transaction whole. */
export interface AccountSource extends BalanceSource {
  /** Requests that a transaction takes when its block is known, as a budget counts it. */
  readonly requestsPerTransaction: number;

  /**
   * Every movement of one transaction (native ones of nothing included, its fee too), or null when
   * the source does not have it. Movements are numbered as those of `fetchHistoryPage` are, where the
   * source names them alike. Order: fee, native, internal, token. @throws {SourceError}
   */
  fetchTransaction(
    query: TransactionQuery,
    signal: AbortSignal,
  ): Promise<readonly Transfer[] | null>;
}

/** How an output of a transaction was spent. */
export interface Spend {
  readonly output: number;
  /** Null while unspent. */
  readonly spentBy: { readonly txId: string; readonly height: number | null } | null;
}

/** What an unspent-output chain's source adds: steps by transaction. */
export interface UtxoSource extends BalanceSource {
  /** One transaction, or null when the source does not have it. @throws {SourceError} */
  fetchTransaction(txId: string, signal: AbortSignal): Promise<UtxoTx | null>;

  /** How each output of a transaction was spent. Order: by output. @throws {SourceError} */
  fetchSpends(txId: string, signal: AbortSignal): Promise<readonly Spend[]>;
}

/**
 * Facts recorded in a file: no tip, no pages, no requests.
 *
 * It holds facts of accounts that it does not cover; `covers` says which histories are whole.
 */
export interface RecordedSource {
  readonly name: string;
  readonly chain: ChainId;
  readonly anchor: {
    readonly height: number | null;
    readonly hash: string | null;
    readonly timeSeconds: number;
  };
  /** Whether the file numbers its transactions; without ids a report says so. */
  readonly hasTransactionIds: boolean;

  /** Channels in which the account's history is whole in this file; empty for any other account. */
  coveredChannels(account: Account): readonly Channel[];

  /** Every fact that touches the account. Order: the file's. */
  readFacts(account: Account): readonly LedgerFact[];

  /** One transaction of an unspent-output chain, or null when the file does not have it. */
  readTransaction(txId: string): UtxoTx | null;

  /** The movements of a transaction that the file has, or null when it has none. Order: the file's. */
  readTransfers(txId: string): readonly Transfer[] | null;

  /** The transactions of the file that spend an output of a transaction, by output. */
  readSpends(txId: string): readonly Spend[];
}

/** A transaction of an account-model chain, as a source tells it. */
export interface TransactionAt {
  readonly chain: ChainId;
  readonly source: string;
  readonly txId: string;
}

/** An account's holding of an asset, as a source told it at its newest block. */
export interface BalanceAt {
  readonly account: Account;
  readonly asset: AssetId;
  readonly source: string;
  readonly tip: Tip;
}

/** A source at one address, and the block by which it showed that it is of its chain. */
export interface ProvenPlace {
  readonly chain: ChainId;
  readonly source: string;
  /** Digest of the address. */
  readonly place: string;
  readonly checkpoint: Checkpoint;
}

/** What was looked at before: facts and, apart from them, coverage. All calls are synchronous and atomic. */
export interface LedgerCache {
  /** Facts of an account in a channel within the interval. Order: as written. */
  readFacts(query: {
    readonly account: Account;
    readonly channel: Channel;
    readonly source: string;
    readonly interval: HeightInterval;
  }): readonly LedgerFact[];

  /** Heights of an account's channel that were read whole from a source. Order: ascending. */
  readCoverage(account: Account, channel: Channel, source: string): readonly HeightInterval[];

  /** Writes a page's facts and the coverage they prove, together or not at all. */
  writePage(page: {
    readonly account: Account;
    readonly channel: Channel;
    readonly source: string;
    readonly facts: readonly LedgerFact[];
    readonly coverage: Coverage | null;
  }): void;

  /**
   * Forgets what a source listed of an account, which cannot be true as it stands. Whoever took part
   * in it has to be read again too.
   */
  forgetHistory(account: Account, source: string): void;

  /** A transaction with its source, or null. */
  readTransaction(chain: ChainId, txId: string): UtxoTx | null;
  writeTransaction(source: string, tx: UtxoTx): void;

  /** Every movement of a transaction that a source gave whole, or null when it did not. */
  readTransfers(at: TransactionAt): readonly Transfer[] | null;
  /** Writes the movements of a whole transaction, in place of those that the source gave before. */
  writeTransfers(at: TransactionAt & { readonly transfers: readonly Transfer[] }): void;

  /**
   * What an account held of an asset when a block was the newest of a source; null where the source
   * could not tell, undefined where it was not asked.
   */
  readBalance(at: BalanceAt): bigint | null | undefined;
  /** Remembers a balance until the source names another newest block. */
  writeBalance(at: BalanceAt & { readonly amount: bigint | null }): void;

  /** How outputs were spent, as far as that is final or was true at the tip; null when not known. */
  readSpends(chain: ChainId, txId: string, tip: Tip): readonly Spend[] | null;
  writeSpends(
    chain: ChainId,
    txId: string,
    spends: readonly Spend[],
    tip: Tip,
    finalHeight: number,
  ): void;

  /**
   * Blocks of a source that may still change and in which something kept stands, and after them the
   * newest block that was adopted. Order: ascending. Empty where nothing kept may still change.
   */
  readProvisionalBlocks(chain: ChainId, source: string): readonly KnownBlock[];

  /**
   * Tells the cache the newest block. What was written above the final height under another tip was
   * provisional: its facts and coverage are forgotten, but for those up to a block that is known to
   * be still part of the chain (`shared`; null where nobody looked).
   *
   * Edge: where the provisional blocks have changed since they were compared, nothing is shared.
   */
  adoptTip(
    at: { readonly chain: ChainId; readonly source: string },
    adopted: {
      readonly tip: Tip;
      readonly finalHeight: number;
      readonly shared: SharedBlocks | null;
    },
  ): void;

  /** The tip that was adopted last for a source, or null. */
  readTip(chain: ChainId, source: string): Tip | null;

  /** Whether a source showed this block of its chain at this address. */
  readChainProof(at: ProvenPlace): boolean;
  /** Remembers that it did, in place of any other block that it showed there. */
  writeChainProof(at: ProvenPlace): void;
  /** Forgets all that a source told of a chain, its newest block and what it showed at any address too. */
  forgetSource(chain: ChainId, source: string): void;

  /** Remembers that an account was found to be busy at a height, so that it is not probed again. */
  writeBusy(account: Account, source: string, reason: string, height: number): void;
  readBusy(
    account: Account,
    source: string,
  ): { readonly reason: string; readonly height: number } | null;
}

/** One immutable import of a label set. */
export interface LabelSnapshot {
  readonly set: string;
  readonly id: string;
  readonly rows: number;
  /** `sha256:` of the rows in canonical form. */
  readonly digest: string;
  /** Day up to which the set's publisher had published; null when unknown. */
  readonly asOf: string | null;
}

/** Claims about accounts, as of a day. */
export interface LabelBook {
  /**
   * Every claim about an account that was published by the book's day, own rows and those of the
   * same key on other chains. A claim delisted by then is included, with `delistedOn` set.
   */
  readClaims(account: Account): readonly Attribution[];
  /** The snapshots that answer. Order: by set. */
  readonly snapshots: readonly LabelSnapshot[];
}

/** Requests that are counted together: those to one host under one key. */
export interface QuotaName {
  /** Host name as configured. */
  readonly host: string;
  /** Digest of the keys that the host is shown, never a key; empty without one. */
  readonly keyDigest: string;
}

/**
 * What hosts still give today and this second, shared by all processes that use the database.
 *
 * All calls are synchronous and atomic.
 */
export interface QuotaStore {
  /** Until when a host said that it gives no more, or null where it never did. Units: Unix seconds. */
  readSpentUntil(quota: QuotaName): number | null;
  writeSpentUntil(quota: QuotaName, untilSeconds: number): void;

  /** Requests that were sent in a day, or that a process may still send; 0 on a day that began since. */
  readClaimed(day: QuotaName & { readonly resetsAtSeconds: number }): number;

  /**
   * Takes a block of a day's requests, so that not each of them is written; gives how many it holds.
   *
   * Edge: at most a tenth of what is left, but at least one while anything is: near the end of a
   * quota no process holds much that another could use. None once the limit is reached.
   */
  claimRequests(
    claim: QuotaName & {
      /** Requests allowed in the day. */
      readonly limit: number;
      readonly atMost: number;
      /** The end of the day that is counted. Units: Unix seconds. */
      readonly resetsAtSeconds: number;
    },
  ): number;

  /**
   * Takes the next turn to ask a host that allows so many in an interval; gives when it is.
   *
   * Units: milliseconds since 1970; `intervalMs` milliseconds. Edge: now, where fewer were taken in the
   * interval before.
   */
  claimTurn(
    claim: QuotaName & {
      readonly turns: number;
      readonly intervalMs: number;
      readonly nowMs: number;
    },
  ): number;

  /** Gives back what was claimed and not used. Edge: what was claimed on another day is over. */
  returnRequests(
    unused: QuotaName & { readonly count: number; readonly resetsAtSeconds: number },
  ): void;
}
