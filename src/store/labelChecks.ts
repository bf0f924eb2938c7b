import { Bug } from '../core/errors.js';
import type { StoredSnapshot } from './labelSnapshots.js';
import type { DatabaseHandle } from './open.js';

/** What came of asking a set's publisher for its newest state. */
export type LabelCheckOutcome =
  | {
      /** `imported`: another state was taken in. `not-modified`: the current one still is the newest. */
      readonly kind: 'imported' | 'not-modified';
      /** The `ETag` that the file was served with; null without one. */
      readonly etag: string | null;
      /** The `Last-Modified` that the file was served with, as the host wrote it; null without one. */
      readonly lastModified: string | null;
      /** `sha256:` of the feed that was asked; null where that was not kept yet. */
      readonly feedDigest: string | null;
    }
  | {
      readonly kind: 'failed';
      /** One sentence. It names a host, never a URL. */
      readonly problem: string;
    };

/** One time that a set's publisher was asked for its newest state. */
export interface LabelCheck {
  readonly set: string;
  /** ISO 8601 time in UTC. */
  readonly checkedAt: string;
  readonly outcome: LabelCheckOutcome;
}

/** When sets were compared with what their publishers have. Within guarded calls only. */
export interface LabelChecks {
  /**
   * Records a check; one that did not fail is about the snapshot that is current.
   *
   * @throws {Bug} when it did not fail and the set has no snapshot.
   */
  readonly write: (check: LabelCheck, current: StoredSnapshot | undefined) => void;
  /** The last check of each set. Order: by set. */
  readonly listLast: () => readonly LabelCheck[];
  /** The last check that did not fail, and the key of the snapshot that it is about; null without one. */
  readonly readConfirmed: (
    set: string,
  ) => { readonly check: LabelCheck; readonly snapshotId: number } | null;
}

interface CheckRow {
  readonly set: string;
  readonly checkedAt: string;
  readonly result: 'imported' | 'not-modified' | 'failed';
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly problem: string | null;
  readonly feedDigest: string | null;
}

const CHECK_COLUMNS = `set_name AS "set", checked_at AS checkedAt, result, etag,
  last_modified AS lastModified, problem, feed_digest AS feedDigest`;

/** The checks in a database. */
export function createLabelChecks(db: DatabaseHandle): LabelChecks {
  const insert = db.prepare<{
    readonly set: string;
    readonly checkedAt: string;
    readonly result: string;
    readonly snapshotId: number | null;
    readonly etag: string | null;
    readonly lastModified: string | null;
    readonly problem: string | null;
    readonly feedDigest: string | null;
  }>(`
    INSERT INTO label_check
      (set_name, checked_at, result, snapshot_id, etag, last_modified, problem, feed_digest)
    VALUES
      (@set, @checkedAt, @result, @snapshotId, @etag, @lastModified, @problem, @feedDigest)`);
  const selectLast = db.prepare<[], CheckRow>(`
    SELECT ${CHECK_COLUMNS} FROM label_check
    WHERE check_id IN (SELECT max(check_id) FROM label_check GROUP BY set_name)
    ORDER BY set_name`);
  const selectConfirmed = db.prepare<[string], CheckRow & { readonly snapshotId: number }>(`
    SELECT ${CHECK_COLUMNS}, snapshot_id AS snapshotId FROM label_check
    WHERE set_name = ? AND result <> 'failed' ORDER BY check_id DESC LIMIT 1`);
  return {
    write: ({ set, checkedAt, outcome }, current) => {
      const row = { set, checkedAt, result: outcome.kind };
      if (outcome.kind === 'failed') {
        const { problem } = outcome;
        const nothing = { snapshotId: null, etag: null, lastModified: null, feedDigest: null };
        insert.run({ ...row, ...nothing, problem });
        return;
      }
      if (current === undefined) {
        throw new Bug('A label set that was never imported was said to be up to date.', { set });
      }
      const { kind: _kind, ...served } = outcome;
      insert.run({ ...row, ...served, snapshotId: current.snapshotId, problem: null });
    },
    listLast: () => selectLast.all().map(decodeCheck),
    readConfirmed: (set) => {
      const row = selectConfirmed.get(set);
      return row === undefined ? null : { check: decodeCheck(row), snapshotId: row.snapshotId };
    },
  };
}

function decodeCheck({
  set,
  checkedAt,
  result,
  etag,
  lastModified,
  problem,
  feedDigest,
}: CheckRow): LabelCheck {
  const outcome: LabelCheckOutcome =
    result === 'failed'
      ? { kind: result, problem: problem ?? '' }
      : { kind: result, etag, lastModified, feedDigest };
  return { set, checkedAt, outcome };
}
