import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A month as somebody signed it. Digests are `sha256:` over canonical JSON. */
export interface StoredSignOff {
  readonly id: string;
  /** Such as `2026-10`. */
  readonly month: string;
  /** From 1, without gaps. */
  readonly version: number;
  /** ISO 8601 time in UTC. */
  readonly signedAt: string;
  /** Id of the person. */
  readonly signedBy: string;
  /** Over the whole model. */
  readonly modelDigest: string;
  /** Over its figures alone: without the moment at which it was made. */
  readonly figuresDigest: string;
  /** The audit log as the model tells it. */
  readonly auditRows: number;
  readonly auditHash: string | null;
}

/** Months that were signed; what was written never changes, but that texts of payees are erased out of it. */
export interface SignOffStore {
  readonly addSignOff: (signOff: StoredSignOff, modelJson: string) => void;
  /** Order: newest version first. */
  readonly listSignOffs: (month: string) => readonly StoredSignOff[];
  /** The signed text; null where there is none of that version, or it was erased. */
  readonly readModel: (month: string, version: number) => string | null;
  /** Of all months. Order: by month, then version. */
  readonly listAll: () => readonly StoredSignOff[];
  /** Puts what is left of a signed text in its place; its digest stays that of the whole. */
  readonly replaceModel: (id: string, modelJson: string) => void;
}

/** The signed months over a database. @throws {StoreError} from every call, when the database fails. */
export function createSignOffStore(db: DatabaseHandle): SignOffStore {
  const insert = db.prepare<StoredSignOff>(`
    INSERT INTO month_sign_off (sign_off_id, month, version, signed_at, signed_by, model_digest,
      figures_digest, audit_rows, audit_hash)
    VALUES (@id, @month, @version, @signedAt, @signedBy, @modelDigest, @figuresDigest, @auditRows,
      @auditHash)`);
  const insertModel = db.prepare<[string, string]>(
    'INSERT INTO month_sign_off_model (sign_off_id, model_json) VALUES (?, ?)',
  );
  const signOffs = `
    SELECT sign_off_id AS id, month, version, signed_at AS signedAt, signed_by AS signedBy,
      model_digest AS modelDigest, figures_digest AS figuresDigest, audit_rows AS auditRows,
      audit_hash AS auditHash
    FROM month_sign_off`;
  const selectOfMonth = db.prepare<[string], StoredSignOff>(
    `${signOffs} WHERE month = ? ORDER BY version DESC`,
  );
  const selectAll = db.prepare<[], StoredSignOff>(`${signOffs} ORDER BY month, version`);
  const deleteModel = db.prepare<[string]>(
    'DELETE FROM month_sign_off_model WHERE sign_off_id = ?',
  );
  const selectModel = db
    .prepare<[string, number], string>(`
      SELECT model_json FROM month_sign_off JOIN month_sign_off_model USING (sign_off_id)
      WHERE month = ? AND version = ?`)
    .pluck();
  const add = db.transaction((signOff: StoredSignOff, modelJson: string) => {
    insert.run(signOff);
    insertModel.run(signOff.id, modelJson);
  });
  const replace = db.transaction((id: string, modelJson: string) => {
    deleteModel.run(id);
    insertModel.run(id, modelJson);
  });
  return {
    listAll: guarded(db.name, () => selectAll.all()),
    replaceModel: guarded(db.name, (id, modelJson) => replace.immediate(id, modelJson)),
    addSignOff: guarded(db.name, (signOff, modelJson) => add.immediate(signOff, modelJson)),
    listSignOffs: guarded(db.name, (month) => selectOfMonth.all(month)),
    readModel: guarded(db.name, (month, version) => selectModel.get(month, version) ?? null),
  };
}
