import { addressOfAccount } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import { Bug } from '../core/errors.js';
import type { LabelSnapshot } from '../screening/ports.js';
import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';

/** One import of a label set. */
export interface LabelImport {
  readonly set: string;
  /** Every claim of the set; each names this set. */
  readonly rows: readonly Attribution[];
  /** Day up to which the set's publisher had published; null when unknown. */
  readonly asOf: string | null;
  /** `sha256:` of the file that the rows were read from. */
  readonly fileDigest: string;
  /** ISO 8601 time in UTC. */
  readonly importedAt: string;
}

/** A snapshot that became the current one of its set, as it was recorded. */
export interface ImportedSnapshot extends LabelSnapshot {
  /** `sha256:` of the file that the rows were read from. */
  readonly fileDigest: string;
  /** ISO 8601 time in UTC. */
  readonly importedAt: string;
}

/** An imported snapshot with its key in the database. */
export interface StoredSnapshot extends ImportedSnapshot {
  readonly snapshotId: number;
}

/** The snapshots of label sets: written once, never changed. Within guarded calls only. */
export interface LabelSnapshots {
  /**
   * Makes the rows the current snapshot of their set; equal rows are the same snapshot.
   *
   * @throws {Bug} when a row names another set.
   */
  readonly write: (labels: LabelImport) => StoredSnapshot;
  /** The current snapshot of every set. Order: by set. */
  readonly listCurrent: () => readonly StoredSnapshot[];
  /** Each time that a set's content, file or date became another. Order: by set, then as imported. */
  readonly listImports: () => readonly StoredSnapshot[];
}

interface ImportRow {
  readonly snapshotId: number;
  readonly set: string;
  readonly digest: string;
  readonly rows: number;
  readonly asOf: string | null;
  readonly fileDigest: string;
  readonly importedAt: string;
}

const IMPORT_COLUMNS = `snapshot_id AS snapshotId, label_snapshot.set_name AS "set", digest,
  row_count AS rows, as_of AS asOf, file_digest AS fileDigest, imported_at AS importedAt`;

/** The snapshots in a database. */
export function createLabelSnapshots(db: DatabaseHandle): LabelSnapshots {
  const selectCurrent = db.prepare<[], ImportRow>(`
    SELECT ${IMPORT_COLUMNS} FROM label_import JOIN label_snapshot USING (snapshot_id)
    WHERE import_id IN (SELECT max(import_id) FROM label_import GROUP BY set_name)
    ORDER BY label_snapshot.set_name`);
  const selectImports = db.prepare<[], ImportRow>(`
    SELECT ${IMPORT_COLUMNS} FROM label_import JOIN label_snapshot USING (snapshot_id)
    ORDER BY label_snapshot.set_name, import_id`);
  const selectId = db
    .prepare<[string, string], number>(
      'SELECT snapshot_id FROM label_snapshot WHERE set_name = ? AND digest = ?',
    )
    .pluck();
  const insertSnapshot = db.prepare<[string, string, number]>(
    'INSERT INTO label_snapshot (set_name, digest, row_count) VALUES (?, ?, ?)',
  );
  const insertImport = db.prepare<[string, number, string, string | null, string]>(
    `INSERT INTO label_import (set_name, snapshot_id, file_digest, as_of, imported_at)
     VALUES (?, ?, ?, ?, ?)`,
  );
  const insertClaim = db.prepare<
    Attribution & { readonly snapshotId: number; readonly address: string }
  >(`
    INSERT INTO label_claim (snapshot_id, address, account, entity, category, actor, event,
      authority, confidence, used_as, source, source_date, entity_listed_on, listed_on,
      delisted_on, note)
    VALUES (@snapshotId, @address, @account, @entity, @category, @actor, @event,
      @authority, @confidence, @use, @source, @sourceDate, @entityListedOn, @listedOn,
      @delistedOn, @note)`);

  const intern = (set: string, digest: string, rows: readonly Attribution[]): number => {
    const known = selectId.get(set, digest);
    if (known !== undefined) return known;
    const snapshotId = Number(insertSnapshot.run(set, digest, rows.length).lastInsertRowid);
    for (const row of rows) {
      insertClaim.run({ ...row, snapshotId, address: addressOfAccount(row.account) });
    }
    return snapshotId;
  };

  return {
    write: ({ set, rows, asOf, fileDigest, importedAt }) => {
      if (rows.some((row) => row.set !== set)) {
        throw new Bug('A label set to import holds a row of another set.', { set });
      }
      const digest = digestOf(formatCanonicalJson(rows.map(({ vouch: _, ...row }) => row)));
      const current = selectCurrent.all().find((stored) => stored.set === set);
      if (
        current?.digest === digest &&
        current.fileDigest === fileDigest &&
        current.asOf === asOf
      ) {
        return withName(current);
      }
      const snapshotId = intern(set, digest, rows);
      insertImport.run(set, snapshotId, fileDigest, asOf, importedAt);
      return withName({
        snapshotId,
        set,
        digest,
        rows: rows.length,
        asOf,
        fileDigest,
        importedAt,
      });
    },
    listCurrent: () => selectCurrent.all().map(withName),
    listImports: () => selectImports.all().map(withName),
  };
}

/** The parts of a stored snapshot that a report names. */
export function snapshotOf({ set, id, rows, digest, asOf }: LabelSnapshot): LabelSnapshot {
  return { set, id, rows, digest, asOf };
}

/** The name follows from the content alone, so that equal screenings on two machines name equal snapshots. */
function withName(row: ImportRow): StoredSnapshot {
  const start = 'sha256:'.length;
  return { ...row, id: `${row.set}@${row.digest.slice(start, start + 12)}` };
}
