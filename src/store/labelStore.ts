import { type Account, addressOfAccount, chainOfAccount } from '../core/account.js';
import type { Attribution, Category } from '../core/attribution.js';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import { Bug } from '../core/errors.js';
import type { LabelBook, LabelSnapshot } from '../screening/ports.js';
import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** Sets that come with Hopsight; every other set is the user's own. */
const BUILT_IN_PREFIX = 'hopsight-';

/** Services that are contracts: their code is on one chain, so the same address elsewhere is another's. */
const CONTRACT_CATEGORIES: readonly Category[] = [
  'bridge',
  'dex',
  'defi',
  'token-contract',
  'mixer',
  'burn',
  'infrastructure',
];

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

/** Label sets, each with the snapshots that were ever imported. */
export interface LabelStore {
  /**
   * Makes the rows the current snapshot of their set; equal rows are the same snapshot.
   *
   * @throws {Bug} when a row names another set.
   */
  readonly importSet: (labels: LabelImport) => LabelSnapshot;
  /** The current snapshot of a set if it came from this very file, else null. */
  readonly findByDigest: (set: string, fileDigest: string) => LabelSnapshot | null;
  /** The current snapshot of every set. Order: by set. */
  readonly listCurrentSnapshots: () => readonly LabelSnapshot[];
  /** Every snapshot ever imported. Order: by set, then as imported first. */
  readonly listSnapshots: () => readonly LabelSnapshot[];
  /**
   * The claims of the current snapshots as of a day; with or without the sets of Hopsight itself.
   *
   * Edge: the book keeps answering from the snapshots that were current when it was opened.
   */
  readonly openBook: (options: {
    readonly day: string;
    readonly withBuiltIn: boolean;
  }) => LabelBook;
}

interface StoredSnapshot {
  readonly snapshotId: number;
  readonly set: string;
  readonly digest: string;
  readonly rows: number;
  readonly asOf: string | null;
  readonly fileDigest: string;
}

const SNAPSHOT_COLUMNS = `snapshot_id AS snapshotId, label_snapshot.set_name AS "set", digest,
  row_count AS rows, as_of AS asOf, file_digest AS fileDigest`;

/**
 * The label sets over a database.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createLabelStore(db: DatabaseHandle): LabelStore {
  const selectCurrent = db.prepare<[], StoredSnapshot>(`
    SELECT ${SNAPSHOT_COLUMNS} FROM label_import JOIN label_snapshot USING (snapshot_id)
    WHERE import_id IN (SELECT max(import_id) FROM label_import GROUP BY set_name)
    ORDER BY label_snapshot.set_name`);
  const selectAll = db.prepare<[], StoredSnapshot>(`
    SELECT ${SNAPSHOT_COLUMNS} FROM label_import JOIN label_snapshot USING (snapshot_id)
    WHERE import_id IN (SELECT max(import_id) FROM label_import GROUP BY snapshot_id)
    ORDER BY label_snapshot.set_name, snapshot_id`);
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

  const currentOf = (set: string) => selectCurrent.all().find((stored) => stored.set === set);

  const internSnapshot = (set: string, digest: string, rows: readonly Attribution[]): number => {
    const known = selectId.get(set, digest);
    if (known !== undefined) return known;
    const snapshotId = Number(insertSnapshot.run(set, digest, rows.length).lastInsertRowid);
    for (const row of rows) {
      insertClaim.run({ ...row, snapshotId, address: addressOfAccount(row.account) });
    }
    return snapshotId;
  };

  const importSet = ({ set, rows, asOf, fileDigest, importedAt }: LabelImport): LabelSnapshot => {
    if (rows.some((row) => row.set !== set)) {
      throw new Bug('A label set to import holds a row of another set.', { set });
    }
    const digest = digestOf(formatCanonicalJson(rows.map(({ vouch: _, ...row }) => row)));
    const current = currentOf(set);
    const isRepeat =
      current?.digest === digest && current.fileDigest === fileDigest && current.asOf === asOf;
    if (!isRepeat) {
      const snapshotId = internSnapshot(set, digest, rows);
      insertImport.run(set, snapshotId, fileDigest, asOf, importedAt);
    }
    return { set, id: snapshotIdOf(set, digest), rows: rows.length, digest, asOf };
  };

  const openBook = ({
    day,
    withBuiltIn,
  }: {
    readonly day: string;
    readonly withBuiltIn: boolean;
  }): LabelBook => {
    const opened = selectCurrent
      .all()
      .filter(({ set }) => withBuiltIn || !set.startsWith(BUILT_IN_PREFIX));
    const placeholders = opened.map(() => '?').join(', ');
    const select = db.prepare<[string, ...number[]], Attribution>(`
      SELECT account, entity, category, actor, event, authority, confidence, used_as AS "use",
        set_name AS "set", source, source_date AS sourceDate, entity_listed_on AS entityListedOn,
        listed_on AS listedOn, delisted_on AS delistedOn, note
      FROM label_claim JOIN label_snapshot USING (snapshot_id)
      WHERE address = ? AND snapshot_id IN (${placeholders})
      ORDER BY set_name, claim_id`);
    const ids = opened.map(({ snapshotId }) => snapshotId);
    return {
      snapshots: opened.map(toSnapshot),
      readClaims: guarded(db.name, (account) =>
        select
          .all(addressOfAccount(account), ...ids)
          .filter((claim) => isAbout(claim, account) && isPublishedBy(claim, day))
          .map((claim) => asOfDay(claim, day)),
      ),
    };
  };

  return {
    importSet: guarded(db.name, (labels) => db.transaction(() => importSet(labels)).immediate()),
    findByDigest: guarded(db.name, (set, fileDigest) => {
      const current = currentOf(set);
      return current?.fileDigest === fileDigest ? toSnapshot(current) : null;
    }),
    listCurrentSnapshots: guarded(db.name, () => selectCurrent.all().map(toSnapshot)),
    listSnapshots: guarded(db.name, () => selectAll.all().map(toSnapshot)),
    openBook: guarded(db.name, openBook),
  };
}

/** Follows from the content alone, so that equal screenings on two machines name equal snapshots. */
function snapshotIdOf(set: string, digest: string): string {
  return `${set}@${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

function toSnapshot({ set, digest, rows, asOf }: StoredSnapshot): LabelSnapshot {
  return { set, id: snapshotIdOf(set, digest), rows, digest, asOf };
}

/** Whether a claim about the same address text speaks about an account. */
function isAbout(claim: Attribution, account: Account): boolean {
  const [namespace] = account.split(':', 1);
  if (chainOfAccount(claim.account) === chainOfAccount(account)) return true;
  if (!claim.account.startsWith(`${namespace}:`)) return false;
  // One Bitcoin-format address is one script, and one key, on each chain that writes it so.
  if (namespace === 'bip122') return true;
  if (namespace !== 'eip155') return false;
  return claim.use !== 'service' || !CONTRACT_CATEGORIES.includes(claim.category);
}

/** Edge: a claim whose day is unknown was always known, so that no date has to be guessed. */
function isPublishedBy({ listedOn, sourceDate }: Attribution, day: string): boolean {
  const published = listedOn ?? sourceDate;
  return published === null || published <= day;
}

function asOfDay(claim: Attribution, day: string): Attribution {
  if (claim.delistedOn === null || claim.delistedOn <= day) return claim;
  return { ...claim, delistedOn: null };
}
