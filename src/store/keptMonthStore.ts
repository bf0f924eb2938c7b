import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A month as it was summed up once it was over. */
export interface KeptMonth {
  /** Such as `2026-10`. */
  readonly month: string;
  /** ISO 8601 time in UTC. */
  readonly madeAt: string;
  /** `sha256:` over the canonical JSON of the summary. */
  readonly modelDigest: string;
  /** The signed head of the audit log at that time, as JSON. */
  readonly headJson: string;
}

/** Months that were kept; what was written never changes, but that texts of payees are erased out of it. */
export interface KeptMonthStore {
  /** Tells whether it was this call that kept the month; of a month that is kept nothing changes. */
  readonly add: (kept: KeptMonth, modelJson: string) => boolean;
  /** Order: newest month first. */
  readonly list: () => readonly KeptMonth[];
  /** Null where it is not kept. */
  readonly read: (month: string) => KeptMonth | null;
  /** The kept text; null where the month is not kept, or its text was erased. */
  readonly readModel: (month: string) => string | null;
  /** Puts what is left of a kept text in its place; its digest stays that of the whole. */
  readonly replaceModel: (month: string, modelJson: string) => void;
}

/** The kept months over a database. @throws {StoreError} from every call, when the database fails. */
export function createKeptMonthStore(db: DatabaseHandle): KeptMonthStore {
  const insert = db.prepare<KeptMonth>(`
    INSERT OR IGNORE INTO kept_month (month, made_at, model_digest, head_json)
    VALUES (@month, @madeAt, @modelDigest, @headJson)`);
  const insertModel = db.prepare<[string, string]>(
    'INSERT INTO kept_month_model (month, model_json) VALUES (?, ?)',
  );
  const deleteModel = db.prepare<[string]>('DELETE FROM kept_month_model WHERE month = ?');
  const columns =
    'month, made_at AS madeAt, model_digest AS modelDigest, head_json AS headJson FROM kept_month';
  const selectAll = db.prepare<[], KeptMonth>(`SELECT ${columns} ORDER BY month DESC`);
  const selectOne = db.prepare<[string], KeptMonth>(`SELECT ${columns} WHERE month = ?`);
  const selectModel = db
    .prepare<[string], string>('SELECT model_json FROM kept_month_model WHERE month = ?')
    .pluck();
  const add = db.transaction((kept: KeptMonth, modelJson: string): boolean => {
    if (insert.run(kept).changes === 0) return false;
    insertModel.run(kept.month, modelJson);
    return true;
  });
  const replace = db.transaction((month: string, modelJson: string) => {
    deleteModel.run(month);
    insertModel.run(month, modelJson);
  });
  return {
    replaceModel: guarded(db.name, (month, modelJson) => replace.immediate(month, modelJson)),
    add: guarded(db.name, (kept, modelJson) => add.immediate(kept, modelJson)),
    list: guarded(db.name, () => selectAll.all()),
    read: guarded(db.name, (month) => selectOne.get(month) ?? null),
    readModel: guarded(db.name, (month) => selectModel.get(month) ?? null),
  };
}
