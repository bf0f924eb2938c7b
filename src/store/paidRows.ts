import { type Account, parseAccount } from '../core/account.js';
import { type AssetId, parseAssetId } from '../core/asset.js';
import { StoreError } from '../core/errors.js';
import { decodeAmount } from './columns.js';

/** How a payment was made. */
export type StoredRail = 'direct' | 'batch' | 'custodian' | 'unknown';

/** What the chain says of a told payment. Times are ISO 8601 in UTC. */
export interface StoredMatch {
  readonly match: 'not-looked-up' | 'matched' | 'unmatched';
  /** Null where it is not unmatched. */
  readonly why: string | null;
  readonly rail: StoredRail;
  /** Of its block; null where it was not found. */
  readonly blockTime: string | null;
  /** The transaction that was found for one that was told without; else null. */
  readonly foundTxId: string | null;
}

/** A payment as it is told, without what people wrote. */
interface ToldFacts {
  /** ISO day. */
  readonly day: string;
  readonly payeeId: string | null;
  readonly account: Account;
  readonly asset: AssetId;
  /** Atomic units. */
  readonly amount: bigint;
  readonly txId: string | null;
}

/** A payment that the accounting system tells. */
export interface NewTold extends ToldFacts {
  readonly id: string;
  readonly importId: string;
  /** As written; empty where none is told. Personal data. */
  readonly payee: string;
  readonly invoice: string;
  readonly approver: string;
}

/** A told payment and what its chain says of it. Texts are null once they were erased. */
export interface StoredTold extends ToldFacts, StoredMatch {
  readonly id: string;
  readonly payee: string | null;
  readonly invoice: string | null;
  readonly approver: string | null;
}

/** A payment that left an account of ours. */
export interface NewFound {
  readonly id: string;
  readonly txId: string;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly payeeId: string | null;
  readonly rail: 'direct' | 'batch';
  /** ISO 8601 time in UTC. */
  readonly blockTime: string;
}

/** How far an account of ours was read for a month. */
export interface StoredPaidCoverage {
  /** Such as `2026-10`. */
  readonly month: string;
  readonly account: Account;
  /** ISO 8601 times in UTC; `seenUntil` is that of the newest block, null where nothing was seen. */
  readonly lookedAt: string;
  readonly seenUntil: string | null;
  /** What was not seen, and what cures it; null where all was. */
  readonly problem: string | null;
  readonly cure: string | null;
}

/** A row of `TOLD_ROWS`, as the database has it. */
export interface ToldRow {
  readonly id: string;
  readonly day: string;
  readonly payeeId: string | null;
  readonly account: string;
  readonly asset: string;
  readonly amount: string;
  readonly txId: string | null;
  readonly payee: string | null;
  readonly invoice: string | null;
  readonly approver: string | null;
  readonly match: string;
  readonly why: string | null;
  readonly rail: string;
  readonly blockTime: string | null;
  readonly foundTxId: string | null;
}

/** Told payments with what people wrote; conditions and order are added behind. */
export const TOLD_ROWS = `SELECT paid_told.paid_id AS id, day, payee_id AS payeeId, account, asset, amount,
  tx_id AS txId, payee, invoice, approver, match, why, rail, block_time AS blockTime,
  found_tx_id AS foundTxId
  FROM paid_told LEFT JOIN paid_text USING (paid_id)`;

/** A row of `FOUND_ROWS`, as the database has it. */
export type FoundRow = Omit<NewFound, 'account' | 'asset' | 'amount' | 'rail'> &
  Readonly<Record<'account' | 'asset' | 'amount' | 'rail', string>>;

/** Payments that left accounts of ours; conditions and order are added behind. */
export const FOUND_ROWS = `SELECT paid_id AS id, tx_id AS txId, account, asset, amount,
  payee_id AS payeeId, rail, block_time AS blockTime FROM paid_found`;

/** A told payment from its row. @throws {StoreError} for a row that no Hopsight wrote. */
export function decodeTold(row: ToldRow): StoredTold {
  const match = MATCHES.find((one) => one === row.match);
  const rail = RAILS.find((one) => one === row.rail);
  if (match === undefined || rail === undefined) throw unknownForm(row.id);
  return { ...row, ...decodeMoney(row), match, rail };
}

/** A found payment from its row. @throws {StoreError} for a row that no Hopsight wrote. */
export function decodeFound(row: FoundRow): NewFound {
  if (row.rail !== 'direct' && row.rail !== 'batch') throw unknownForm(row.id);
  return { ...row, ...decodeMoney(row), rail: row.rail };
}

/** An account from its text. @throws {StoreError} for one that no Hopsight wrote. */
export function decodePaidAccount(text: string): Account {
  const account = parseAccount(text);
  if (account === null) throw unknownForm(null);
  return account;
}

const MATCHES = ['not-looked-up', 'matched', 'unmatched'] as const;
const RAILS: readonly StoredRail[] = ['direct', 'batch', 'custodian', 'unknown'];

function decodeMoney(row: {
  readonly account: string;
  readonly asset: string;
  readonly amount: string;
}) {
  const asset = parseAssetId(row.asset);
  if (asset === null) throw unknownForm(null);
  return { account: decodePaidAccount(row.account), asset, amount: decodeAmount(row.amount) };
}

function unknownForm(paidId: string | null): StoreError {
  return new StoreError(
    'The database holds a payment that no Hopsight wrote; restore the file from a copy.',
    { paidId },
  );
}
