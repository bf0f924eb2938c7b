import { StoreError } from '../core/errors.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A field that changed, as it was and is; personal data. */
export interface StoredField {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A change of a payee or a wallet. */
export interface StoredChange {
  readonly changeId: string;
  readonly payeeId: string;
  readonly walletId: string | null;
  /** Of a merge: the payee that was merged; it may be deleted by now. */
  readonly duplicateId: string | null;
  readonly what: string;
  /** ISO 8601 time in UTC. */
  readonly at: string;
  readonly byPersonId: string;
  readonly fields: readonly StoredField[];
  /** The change that it takes back; null for none. */
  readonly undoesId: string | null;
}

/** A change at its place in the order of writing. */
export interface PlacedChange extends StoredChange {
  readonly sequence: number;
}

/** What each change of payees and wallets was before. Rows are added, and go with their payee. */
export interface PayeeChangeStore {
  readonly insertChange: (change: StoredChange) => void;
  readonly readChange: (changeId: string) => PlacedChange | null;
  /** Changes about any of these payees, or of a wallet that is theirs now. Order: newest first. */
  readonly listChanges: (payeeIds: readonly string[]) => readonly PlacedChange[];
}

interface ChangeRow extends Omit<PlacedChange, 'fields'> {
  readonly fieldsJson: string;
}

const CHANGES = `SELECT sequence, change_id AS changeId, payee_id AS payeeId, wallet_id AS walletId,
  duplicate_id AS duplicateId, what, at, by_person_id AS byPersonId, fields_json AS fieldsJson,
  undoes_id AS undoesId FROM payee_change`;

/** The changes over a database. @throws {StoreError} from every call, when the database fails. */
export function createPayeeChangeStore(db: DatabaseHandle): PayeeChangeStore {
  const insert = db.prepare<Omit<ChangeRow, 'sequence'>>(`
    INSERT INTO payee_change (change_id, payee_id, wallet_id, duplicate_id, what, at, by_person_id,
      fields_json, undoes_id)
    VALUES (@changeId, @payeeId, @walletId, @duplicateId, @what, @at, @byPersonId, @fieldsJson,
      @undoesId)`);
  const selectOne = db.prepare<[string], ChangeRow>(`${CHANGES} WHERE change_id = ?`);
  const selectOf = db.prepare<{ readonly ids: string }, ChangeRow>(`${CHANGES}
    WHERE payee_id IN (SELECT value FROM json_each(@ids))
      OR duplicate_id IN (SELECT value FROM json_each(@ids))
      OR wallet_id IN (SELECT wallet_id FROM payee_wallet
        WHERE payee_wallet.payee_id IN (SELECT value FROM json_each(@ids)))
    ORDER BY sequence DESC`);
  return {
    insertChange: guarded(db.name, ({ fields, ...change }) => {
      insert.run({ ...change, fieldsJson: JSON.stringify(fields) });
    }),
    readChange: guarded(db.name, (changeId) => {
      const row = selectOne.get(changeId);
      return row === undefined ? null : decodeChange(row);
    }),
    listChanges: guarded(db.name, (payeeIds) =>
      selectOf.all({ ids: JSON.stringify(payeeIds) }).map(decodeChange),
    ),
  };
}

function decodeChange({ fieldsJson, ...row }: ChangeRow): PlacedChange {
  const parsed: unknown = JSON.parse(fieldsJson);
  if (!Array.isArray(parsed)) throw damaged();
  return { ...row, fields: parsed.map(decodeField) };
}

function decodeField(value: unknown): StoredField {
  if (typeof value !== 'object' || value === null) throw damaged();
  const { name, before, after }: { name?: unknown; before?: unknown; after?: unknown } = value;
  if (typeof name !== 'string' || !isTextOrNull(before) || !isTextOrNull(after)) throw damaged();
  return { name, before, after };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function damaged(): StoreError {
  return new StoreError(
    'The database holds a change of a payee that no Hopsight wrote; restore the file from a copy.',
  );
}
