import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import type { ChainId } from '../core/chain.js';
import type { Coverage, HeightInterval } from '../core/coverage.js';
import type { Channel, LedgerFact, UtxoTx } from '../core/ledger.js';

/** The newest block that a source knows. */
export interface Tip {
  readonly height: number;
  readonly hash: string;
  readonly timeSeconds: number;
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

/** How an output of a transaction was spent. */
export interface Spend {
  readonly output: number;
  /** Null while unspent. */
  readonly spentBy: { readonly txId: string; readonly height: number | null } | null;
}

/** What an unspent-output chain's source adds: steps by transaction. */
export interface UtxoSource extends HistorySource {
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

  /** The transactions of the file that spend an output of a transaction, by output. */
  readSpends(txId: string): readonly Spend[];
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

  /** A transaction with its source, or null. */
  readTransaction(chain: ChainId, txId: string): UtxoTx | null;
  writeTransaction(source: string, tx: UtxoTx): void;

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
   * Tells the cache the newest block. What was written above the final height under another tip was
   * provisional: its facts and coverage are forgotten.
   */
  adoptTip(chain: ChainId, source: string, tip: Tip, finalHeight: number): void;

  /** The tip that was adopted last for a source, or null. */
  readTip(chain: ChainId, source: string): Tip | null;

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
