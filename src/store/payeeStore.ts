import type { Payee } from '../core/payee.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A payee as the database keeps them, without their wallets. */
export interface StoredPayee extends Omit<Payee, 'wallets'> {
  /** The reference in the form by which it is unique. */
  readonly referenceKey: string;
  /** What they are found by: reference and name in folded form. */
  readonly searchText: string;
}

/** Which payees are looked for. */
export interface PayeeFilter {
  /** Part of the folded reference or name; null for all. */
  readonly text: string | null;
  /** Part of an address or an ENS name in lower case; null for all. */
  readonly addressText: string | null;
  readonly state: 'active' | 'deactivated' | 'all';
  /** The folded reference after which to begin; null for the first. */
  readonly afterKey: string | null;
  readonly limit: number;
}

/** The payees. */
export interface PayeeStore {
  readonly readPayee: (payeeId: string) => StoredPayee | null;
  readonly findPayee: (referenceKey: string) => StoredPayee | null;
  /** Order: by folded reference. What matches text or address is found. */
  readonly searchPayees: (filter: PayeeFilter) => readonly StoredPayee[];
  readonly insertPayee: (payee: StoredPayee) => void;
  readonly writePayee: (payee: StoredPayee) => void;
  /** Those that were merged into a payee, also by way of others. Order: by id. */
  readonly listMerged: (payeeId: string) => readonly string[];
  /** Deletes payees with all that hangs on them; only inside a transaction. */
  readonly deletePayees: (payeeIds: readonly string[]) => void;
  /** Takes deleted texts out of free pages and of the log; not inside a transaction. */
  readonly forgetDeleted: () => void;
}

const PAYEES = `SELECT payee_id AS id, reference, reference_key AS referenceKey, name, told,
  search_text AS searchText, created_at AS createdAt, deactivated_at AS deactivatedAt,
  merged_into AS mergedInto FROM payee`;

/** The payees over a database. @throws {StoreError} from every call, when the database fails. */
export function createPayeeStore(db: DatabaseHandle): PayeeStore {
  const selectOne = db.prepare<[string], StoredPayee>(`${PAYEES} WHERE payee_id = ?`);
  const selectKey = db.prepare<[string], StoredPayee>(`${PAYEES} WHERE reference_key = ?`);
  const selectPage = db.prepare<PayeeFilter, StoredPayee>(`${PAYEES}
    WHERE (@afterKey IS NULL OR reference_key > @afterKey)
      AND CASE @state WHEN 'active' THEN deactivated_at IS NULL
        WHEN 'deactivated' THEN deactivated_at IS NOT NULL ELSE 1 END
      AND (@text IS NULL OR instr(search_text, @text) > 0
        OR payee_id IN (SELECT payee_id FROM payee_wallet
          WHERE instr(lower(address), @addressText) > 0 OR instr(lower(ens_name), @addressText) > 0))
    ORDER BY reference_key LIMIT @limit`);
  const insert = db.prepare<StoredPayee>(`
    INSERT INTO payee (payee_id, reference, reference_key, name, told, search_text, created_at,
      deactivated_at, merged_into)
    VALUES (@id, @reference, @referenceKey, @name, @told, @searchText, @createdAt, @deactivatedAt,
      @mergedInto)`);
  const update = db.prepare<StoredPayee>(`
    UPDATE payee SET reference = @reference, reference_key = @referenceKey, name = @name,
      told = @told, search_text = @searchText, deactivated_at = @deactivatedAt,
      merged_into = @mergedInto
    WHERE payee_id = @id`);
  const selectMerged = db
    .prepare<[string], string>(`
      WITH RECURSIVE merged (payee_id) AS (
        SELECT payee_id FROM payee WHERE merged_into = ?
        UNION SELECT payee.payee_id FROM payee JOIN merged ON merged_into = merged.payee_id)
      SELECT payee_id FROM merged ORDER BY payee_id`)
    .pluck();
  const deletions = DELETIONS.map((sql) => db.prepare<[string]>(sql));

  return {
    readPayee: guarded(db.name, (payeeId) => selectOne.get(payeeId) ?? null),
    findPayee: guarded(db.name, (key) => selectKey.get(key) ?? null),
    searchPayees: guarded(db.name, (filter) => selectPage.all(filter)),
    insertPayee: guarded(db.name, (payee) => {
      insert.run(payee);
    }),
    writePayee: guarded(db.name, (payee) => {
      update.run(payee);
    }),
    listMerged: guarded(db.name, (payeeId) => selectMerged.all(payeeId)),
    deletePayees: guarded(db.name, (payeeIds) => {
      const ids = JSON.stringify(payeeIds);
      for (const deletion of deletions) deletion.run(ids);
    }),
    forgetDeleted: guarded(db.name, () => {
      db.pragma('wal_checkpoint(TRUNCATE)');
    }),
  };
}

const GONE = 'IN (SELECT value FROM json_each(?))';
const GONE_WALLETS = `IN (SELECT wallet_id FROM payee_wallet WHERE payee_id ${GONE})`;

/** Order: what names a row goes before it. */
const DELETIONS = [
  `DELETE FROM wallet_proof WHERE wallet_id ${GONE_WALLETS}`,
  `DELETE FROM proof_request WHERE wallet_id ${GONE_WALLETS}`,
  `DELETE FROM payee_change WHERE payee_id ${GONE}`,
  `DELETE FROM payee_change WHERE wallet_id ${GONE_WALLETS}`,
  `DELETE FROM payee_wallet WHERE payee_id ${GONE}`,
  `UPDATE payee SET merged_into = NULL WHERE payee_id ${GONE}`,
  `DELETE FROM payee WHERE payee_id ${GONE}`,
];
