import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
import type { PaidQuestion, PaidReading, PaidReadingSaid } from '../../core/paidSheet.js';
import type { Actor } from '../../core/role.js';

/** A payment that was made, as it is known. Times are ISO 8601 in UTC. */
export interface PaidPayment {
  readonly id: string;
  readonly source: 'accounts' | 'chain' | 'both';
  /** The day that was told, or the day of its block. */
  readonly day: string;
  /** The moment of its block; null while it is not found on the chain. */
  readonly at: string | null;
  readonly payeeId: string | null;
  readonly account: Account;
  readonly asset: AssetId;
  /** Atomic units. */
  readonly amount: bigint;
  readonly invoice: string | null;
  readonly txId: string | null;
  /** As it was told; personal data. */
  readonly approver: string | null;
  readonly rail: 'direct' | 'batch' | 'custodian' | 'unknown';
  readonly match:
    | { readonly kind: 'matched' }
    | { readonly kind: 'not-looked-up' }
    | { readonly kind: 'unmatched'; readonly why: string };
}

/** What came of an import. Row numbers are as a spreadsheet shows them, from 1. */
export interface PaidImport {
  readonly added: number;
  /** Rows that were there already, from this file or another. */
  readonly known: number;
  /** Rows that are told otherwise than before; how they were told is kept. */
  readonly changed: readonly { readonly row: number; readonly paidId: string }[];
  readonly problems: readonly { readonly row: number; readonly sentence: string }[];
  /** Rows whose payee is not registered; they are kept all the same. */
  readonly unknownPayees: readonly number[];
  /** What has to be answered first: while there is a question, nothing of the file is taken. */
  readonly questions: readonly PaidQuestion[];
  /** How the file was read, or would be. */
  readonly reading: PaidReading;
  /** Heads of its columns. Order: as in the file. */
  readonly heads: readonly string[];
}

/** Something that a look at the chains did not see, and what cures it. */
export interface PaidUnseen {
  /** Short name of the chain. */
  readonly chain: string;
  /** An account of ours; null where it is about the chain. */
  readonly account: Account | null;
  readonly sentence: string;
  readonly cure: string;
}

/** What came of looking up a month. */
export interface PaidMatching {
  /** Told payments of the month. */
  readonly matched: number;
  readonly unmatched: number;
  /** Told payments of which nobody could say. */
  readonly notLookedUp: number;
  /** Payments that left our accounts in the month and that nobody told. */
  readonly found: number;
  readonly unseen: readonly PaidUnseen[];
}

/** How far an account of ours was read for a month. Times are ISO 8601 in UTC. */
export interface PaidCoverage {
  readonly account: Account;
  readonly lookedAt: string;
  /** The time of the newest block that was seen; null where nothing was. */
  readonly seenUntil: string | null;
  /** What was not seen, and what cures it; null where all was. */
  readonly problem: string | null;
  readonly cure: string | null;
}

/** Payments that were made: told by the accounting system, and found on the chain. */
export interface PaidPayments {
  /**
   * Takes the payments of a file; what was told before is not taken again. `said`: how it is to be read,
   * as far as somebody says it.
   *
   * @throws {InputError} for what is no table, for what was said and cannot be, and where the actor has
   * not the permission "pay".
   */
  readonly importFile: (
    file: { readonly name: string; readonly bytes: Uint8Array },
    by: Actor,
    said?: PaidReadingSaid,
  ) => PaidImport;
  /**
   * Looks up told transactions, and what left our own accounts in a month (`2026-10`), with some days
   * before and after, for its months are cut in a zone. What was fetched is kept, so that it can be ended
   * and done again at any time.
   *
   * @throws {InputError} for no month, and where the actor has not the permission "pay".
   */
  readonly match: (
    month: string,
    by: Actor,
    options: {
      readonly onProgress: (done: number, of: number) => void;
      readonly signal: AbortSignal;
      /** Requests that may be sent; 5,000 when not given. */
      readonly maxRequests?: number;
    },
  ) => Promise<PaidMatching>;
  /** Order: by day, then id. Both days are ISO days in UTC, ends included. */
  readonly list: (period: {
    readonly fromDay: string;
    readonly toDay: string;
  }) => readonly PaidPayment[];
  /** How far our accounts were read for a month; empty where nobody looked. Order: by account. */
  readonly listCoverage: (month: string) => readonly PaidCoverage[];
}
