import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { encodeAmount } from './columns.js';
import type { DatabaseHandle } from './open.js';
import {
  decodeFound,
  decodePaidAccount,
  decodeTold,
  FOUND_ROWS,
  type FoundRow,
  type NewFound,
  type NewTold,
  type StoredMatch,
  type StoredPaidCoverage,
  type StoredTold,
  TOLD_ROWS,
  type ToldRow,
} from './paidRows.js';
import { guarded } from './storeFailure.js';

/** Which told payments a row of a file may be. */
export interface ToldLike {
  readonly account: Account;
  readonly day: string;
  readonly txId: string | null;
}

/** A file that was imported. Times are ISO 8601 in UTC. */
export interface PaidImportRow {
  readonly importId: string;
  readonly importedAt: string;
  readonly importedBy: string;
  /** `sha256:` over its bytes. */
  readonly fileDigest: string;
  readonly added: number;
  readonly changed: number;
  readonly known: number;
  readonly problems: number;
}

/** A told payment as it was before a file told it otherwise. Personal data. */
export interface PaidChangeRow {
  readonly changedAt: string;
  /** The payment as JSON; null after it was erased. */
  readonly beforeJson: string | null;
}

/** Days or moments, both ends included. */
export interface PaidSpan {
  readonly from: string;
  readonly to: string;
}

/** Payments that were made. What several calls write belongs into one transaction. */
export interface PaidStore {
  readonly writeImport: (row: PaidImportRow) => void;
  readonly addTold: (told: NewTold) => void;
  /** Tells it otherwise from now on, and keeps how it was told before; it is to be looked up anew. */
  readonly changeTold: (told: NewTold, before: PaidChangeRow) => void;
  /** Names the payee of one that had none. */
  readonly writePayee: (paidId: string, payeeId: string) => void;
  /** Told payments with a transaction, or an account and a day, of these. Order: as first told. */
  readonly listLike: (likes: readonly ToldLike[]) => readonly StoredTold[];
  /** Order: by day, then id. */
  readonly listTold: (days: PaidSpan) => readonly StoredTold[];
  /** Order: newest last. */
  readonly listChanges: (paidId: string) => readonly PaidChangeRow[];
  /** Erases how payments were told before, where that is to go. */
  readonly eraseChanges: (isToGo: (change: PaidChangeRow) => boolean) => void;
  readonly writeMatch: (paidId: string, match: StoredMatch, lookedUpAt: string) => void;
  /** What left our accounts in a span of moments. Order: by moment, then id. */
  readonly listFound: (moments: PaidSpan) => readonly NewFound[];
  /** The same without what a told payment is about. */
  readonly listUntold: (moments: PaidSpan) => readonly NewFound[];
  /** Writes what a transaction paid in place of what it was found to have paid. Ids of known ones stay. */
  readonly writeFound: (at: FoundAt, found: readonly NewFound[]) => void;
  readonly writeCoverage: (coverage: StoredPaidCoverage) => void;
  /** Order: by account. */
  readonly listCoverage: (month: string) => readonly StoredPaidCoverage[];
  readonly countOfPayee: (payeeId: string) => number;
  /** Order: as first told. */
  readonly listToldOf: (payeeIds: readonly string[]) => readonly StoredTold[];
}

/** A transaction. */
export interface FoundAt {
  readonly chain: string;
  readonly txId: string;
}

/** The payments that were made over a database. @throws {StoreError} from every call, when the database fails. */
export function createPaidStore(db: DatabaseHandle): PaidStore {
  return { ...toldPart(db), ...foundPart(db) };
}

type ToldPart = Omit<PaidStore, keyof ReturnType<typeof foundPart>>;

function toldPart(db: DatabaseHandle): ToldPart {
  const insertImport = db.prepare<PaidImportRow>(`
    INSERT INTO paid_import (import_id, imported_at, imported_by, file_digest, added, changed, known,
      problems)
    VALUES (@importId, @importedAt, @importedBy, @fileDigest, @added, @changed, @known, @problems)`);
  const insertTold = db.prepare<ToldValues>(`
    INSERT INTO paid_told (paid_id, day, payee_id, account, asset, amount, tx_id, import_id, match, rail)
    VALUES (@id, @day, @payeeId, @account, @asset, @amount, @txId, @importId, 'not-looked-up',
      'unknown')`);
  const insertText = db.prepare<ToldValues>(`
    INSERT INTO paid_text (paid_id, payee, invoice, approver) VALUES (@id, @payee, @invoice, @approver)
    ON CONFLICT (paid_id) DO UPDATE SET payee = excluded.payee, invoice = excluded.invoice,
      approver = excluded.approver`);
  const updateTold = db.prepare<ToldValues>(`
    UPDATE paid_told SET day = @day, payee_id = @payeeId, amount = @amount, tx_id = @txId,
      import_id = @importId, match = 'not-looked-up', why = NULL, rail = 'unknown', block_time = NULL,
      found_tx_id = NULL, looked_up_at = NULL
    WHERE paid_id = @id`);
  const insertChange = db.prepare<[string, string, string, string | null]>(`
    INSERT INTO paid_change (paid_id, import_id, changed_at, before_json) VALUES (?, ?, ?, ?)`);
  const selectChanges = db.prepare<[string], PaidChangeRow>(`
    SELECT changed_at AS changedAt, before_json AS beforeJson FROM paid_change
    WHERE paid_id = ? ORDER BY sequence`);
  const selectKept = db.prepare<[], PaidChangeRow & { readonly sequence: number }>(`
    SELECT sequence, changed_at AS changedAt, before_json AS beforeJson FROM paid_change
    WHERE before_json IS NOT NULL`);
  const eraseBefore = db.prepare<[number]>(
    'UPDATE paid_change SET before_json = NULL WHERE sequence = ?',
  );
  const updatePayee = db.prepare<[string, string]>(
    'UPDATE paid_told SET payee_id = ? WHERE paid_id = ? AND payee_id IS NULL',
  );
  const selectLike = db.prepare<
    { readonly likes: string },
    ToldRow
  >(`${TOLD_ROWS} WHERE sequence IN (
      SELECT paid_told.sequence FROM json_each(@likes) AS given JOIN paid_told
        ON paid_told.tx_id = given.value ->> 'txId'
      UNION SELECT paid_told.sequence FROM json_each(@likes) AS given JOIN paid_told
        ON paid_told.account = given.value ->> 'account' AND paid_told.day = given.value ->> 'day')
    ORDER BY sequence`);
  const selectDays = db.prepare<PaidSpan, ToldRow>(
    `${TOLD_ROWS} WHERE day BETWEEN @from AND @to ORDER BY day, id`,
  );
  const selectOf = db.prepare<[string], ToldRow>(
    `${TOLD_ROWS} WHERE payee_id IN (SELECT value FROM json_each(?)) ORDER BY sequence`,
  );
  const updateMatch = db.prepare<
    StoredMatch & { readonly paidId: string; readonly lookedUpAt: string }
  >(`
    UPDATE paid_told SET match = @match, why = @why, rail = @rail, block_time = @blockTime,
      found_tx_id = @foundTxId, looked_up_at = @lookedUpAt
    WHERE paid_id = @paidId`);

  return {
    writeImport: guarded(db.name, (row) => {
      insertImport.run(row);
    }),
    addTold: guarded(db.name, (told) => {
      insertTold.run(valuesOf(told));
      insertText.run(valuesOf(told));
    }),
    changeTold: guarded(db.name, (told, { changedAt, beforeJson }) => {
      updateTold.run(valuesOf(told));
      insertText.run(valuesOf(told));
      insertChange.run(told.id, told.importId, changedAt, beforeJson);
    }),
    writePayee: guarded(db.name, (paidId, payeeId) => {
      updatePayee.run(payeeId, paidId);
    }),
    listLike: guarded(db.name, (likes) =>
      selectLike.all({ likes: JSON.stringify(likes) }).map(decodeTold),
    ),
    listTold: guarded(db.name, (days) => selectDays.all(days).map(decodeTold)),
    listChanges: guarded(db.name, (paidId) => selectChanges.all(paidId)),
    eraseChanges: guarded(db.name, (isToGo) => {
      for (const { sequence, ...change } of selectKept.all()) {
        if (isToGo(change)) eraseBefore.run(sequence);
      }
    }),
    writeMatch: guarded(db.name, (paidId, match, lookedUpAt) => {
      updateMatch.run({ ...match, paidId, lookedUpAt });
    }),
    listToldOf: guarded(db.name, (payeeIds) =>
      selectOf.all(JSON.stringify(payeeIds)).map(decodeTold),
    ),
  };
}

type ToldValues = Omit<NewTold, 'amount'> & { readonly amount: string };

function valuesOf(told: NewTold): ToldValues {
  return { ...told, amount: encodeAmount(told.amount) };
}

function foundPart(db: DatabaseHandle) {
  const selectFound = db.prepare<PaidSpan, FoundRow>(
    `${FOUND_ROWS} WHERE block_time BETWEEN @from AND @to ORDER BY block_time, id`,
  );
  const selectUntold = db.prepare<PaidSpan, FoundRow>(`${FOUND_ROWS}
    WHERE block_time BETWEEN @from AND @to AND NOT EXISTS (
      SELECT 1 FROM paid_told WHERE paid_told.account = paid_found.account
        AND paid_told.asset = paid_found.asset
        AND coalesce(paid_told.found_tx_id, paid_told.tx_id) = paid_found.tx_id)
    ORDER BY block_time, id`);
  const deleteOthers = db.prepare<FoundAt & { readonly kept: string }>(`
    DELETE FROM paid_found WHERE chain = @chain AND tx_id = @txId
      AND account || ' ' || asset NOT IN (SELECT value FROM json_each(@kept))`);
  const upsert = db.prepare<FoundAt & FoundRow>(`
    INSERT INTO paid_found (paid_id, chain, tx_id, account, asset, amount, payee_id, rail, block_time)
    VALUES (@id, @chain, @txId, @account, @asset, @amount, @payeeId, @rail, @blockTime)
    ON CONFLICT (chain, tx_id, account, asset) DO UPDATE SET amount = excluded.amount,
      payee_id = excluded.payee_id, rail = excluded.rail, block_time = excluded.block_time`);
  const upsertCoverage = db.prepare<StoredPaidCoverage>(`
    INSERT INTO paid_coverage (month, account, looked_at, seen_until, problem, cure)
    VALUES (@month, @account, @lookedAt, @seenUntil, @problem, @cure)
    ON CONFLICT (month, account) DO UPDATE SET looked_at = excluded.looked_at,
      seen_until = excluded.seen_until, problem = excluded.problem, cure = excluded.cure`);
  const selectCoverage = db.prepare<
    [string],
    Omit<StoredPaidCoverage, 'account'> & { readonly account: string }
  >(`
    SELECT month, account, looked_at AS lookedAt, seen_until AS seenUntil, problem, cure
    FROM paid_coverage WHERE month = ? ORDER BY account`);
  const countPayee = db
    .prepare<{ readonly payeeId: string }, number>(`
      SELECT (SELECT count(*) FROM paid_told WHERE payee_id = @payeeId)
        + (SELECT count(*) FROM paid_found WHERE payee_id = @payeeId)`)
    .pluck();

  return {
    listFound: guarded(db.name, (moments: PaidSpan) => selectFound.all(moments).map(decodeFound)),
    listUntold: guarded(db.name, (moments: PaidSpan) => selectUntold.all(moments).map(decodeFound)),
    writeFound: guarded(db.name, (at: FoundAt, found: readonly NewFound[]) => {
      const kept = found.map(({ account, asset }) => keyOf(account, asset));
      deleteOthers.run({ ...at, kept: JSON.stringify(kept) });
      for (const one of found) upsert.run({ ...one, ...at, amount: encodeAmount(one.amount) });
    }),
    writeCoverage: guarded(db.name, (coverage: StoredPaidCoverage) => {
      upsertCoverage.run(coverage);
    }),
    listCoverage: guarded(db.name, (month: string): readonly StoredPaidCoverage[] =>
      selectCoverage.all(month).map((row) => ({ ...row, account: decodePaidAccount(row.account) })),
    ),
    countOfPayee: guarded(db.name, (payeeId: string) => countPayee.get({ payeeId }) ?? 0),
  };
}

function keyOf(account: Account, asset: AssetId): string {
  return `${account} ${asset}`;
}
