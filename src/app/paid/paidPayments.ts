import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
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

/** What came of an import. */
export interface PaidImport {
  readonly added: number;
  /** Rows that were there already, from this file or another. */
  readonly known: number;
  readonly problems: readonly { readonly row: number; readonly sentence: string }[];
}

/** Payments that were made: told by the accounting system, and found on the chain. */
export interface PaidPayments {
  readonly importFile: (
    file: { readonly name: string; readonly bytes: Uint8Array },
    by: Actor,
  ) => PaidImport;
  /** Looks up told transactions, and what left our own accounts in a month. Progress by `onProgress`. */
  readonly match: (
    month: string,
    by: Actor,
    options: {
      readonly onProgress: (done: number, of: number) => void;
      readonly signal: AbortSignal;
    },
  ) => Promise<{ readonly matched: number; readonly unmatched: number; readonly found: number }>;
  /** Order: by day, then id. Both days are ISO days in UTC, ends included. */
  readonly list: (period: {
    readonly fromDay: string;
    readonly toDay: string;
  }) => readonly PaidPayment[];
}
