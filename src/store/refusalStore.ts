import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** The most refusals that are kept, so that made-up names cannot fill the disk. */
const MOST_ROWS = 10_000;

/** Refused attempts to sign in, by name, also by names that nobody has. */
export interface RefusalStore {
  /** Units: Unix seconds. Order: oldest first. */
  readonly listRefusals: (nameKey: string, sinceSeconds: number) => readonly number[];
  /** Notes an attempt and gives its number; drops what is older than `sinceSeconds`. */
  readonly addRefusal: (refusal: {
    readonly nameKey: string;
    readonly atSeconds: number;
    readonly sinceSeconds: number;
  }) => number;
  /** Moves an attempt to the time at which it was refused. */
  readonly writeRefusal: (refusalId: number, atSeconds: number) => void;
  readonly dropRefusal: (refusalId: number) => void;
  readonly dropRefusalsOf: (nameKey: string) => void;
}

/** The refusals over a database. @throws {StoreError} from every call, when the database fails. */
export function createRefusalStore(db: DatabaseHandle): RefusalStore {
  const select = db
    .prepare<[string, number], number>(
      `SELECT at_seconds FROM sign_in_refusal WHERE name_digest = ? AND at_seconds >= ?
       ORDER BY at_seconds`,
    )
    .pluck();
  const deleteOld = db.prepare<[number]>('DELETE FROM sign_in_refusal WHERE at_seconds < ?');
  const deleteMost = db.prepare<[number]>(
    `DELETE FROM sign_in_refusal
     WHERE refusal_id <= (SELECT max(refusal_id) FROM sign_in_refusal) - ?`,
  );
  const insert = db.prepare<[string, number]>(
    'INSERT INTO sign_in_refusal (name_digest, at_seconds) VALUES (?, ?)',
  );
  const update = db.prepare<[number, number]>(
    'UPDATE sign_in_refusal SET at_seconds = ? WHERE refusal_id = ?',
  );
  const deleteOne = db.prepare<[number]>('DELETE FROM sign_in_refusal WHERE refusal_id = ?');
  const deleteOf = db.prepare<[string]>('DELETE FROM sign_in_refusal WHERE name_digest = ?');

  return {
    listRefusals: guarded(db.name, (nameKey, sinceSeconds) =>
      select.all(digestOf(nameKey), sinceSeconds),
    ),
    addRefusal: guarded(db.name, ({ nameKey, atSeconds, sinceSeconds }) => {
      deleteOld.run(sinceSeconds);
      const { lastInsertRowid } = insert.run(digestOf(nameKey), atSeconds);
      deleteMost.run(MOST_ROWS);
      return Number(lastInsertRowid);
    }),
    writeRefusal: guarded(db.name, (refusalId, atSeconds) => {
      update.run(atSeconds, refusalId);
    }),
    dropRefusal: guarded(db.name, (refusalId) => {
      deleteOne.run(refusalId);
    }),
    dropRefusalsOf: guarded(db.name, (nameKey) => {
      deleteOf.run(digestOf(nameKey));
    }),
  };
}
