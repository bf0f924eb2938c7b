import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import type { DatabaseHandle } from './open.js';

/** A claim with its key in the database. */
export interface StoredClaim extends Attribution {
  readonly claimId: number;
  readonly snapshotId: number;
}

/** The claims of snapshots, as they were imported. Within guarded calls only. */
export interface LabelClaims {
  /** What the snapshots claim about the accounts with these address texts. Order: by set, then the file's. */
  readonly readAbout: (
    addresses: readonly string[],
    snapshotIds: readonly number[],
  ) => readonly StoredClaim[];
  /** Every claim of a snapshot. Order: the file's. */
  readonly readSnapshot: (snapshotId: number) => readonly Attribution[];
  /** The account of every claim of the snapshots; of one that several speak about, several times. */
  readonly listAccounts: (snapshotIds: readonly number[]) => readonly Account[];
  /** How many addresses that copies call listed a list itself calls listed too. */
  readonly countListed: (asked: {
    readonly copyIds: readonly number[];
    readonly listId: number;
  }) => {
    readonly inCopies: number;
    readonly inBoth: number;
  };
}

const CLAIM_COLUMNS = `account, entity, category, actor, event, authority, confidence,
  used_as AS "use", set_name AS "set", source, source_date AS sourceDate,
  entity_listed_on AS entityListedOn, listed_on AS listedOn, delisted_on AS delistedOn, note`;

const FROM_CLAIMS = 'FROM label_claim JOIN label_snapshot USING (snapshot_id)';

/** The claims in a database. */
export function createLabelClaims(db: DatabaseHandle): LabelClaims {
  // Lists are bound as JSON, so that one statement serves every number of addresses and snapshots.
  const selectAbout = db.prepare<[string, string], StoredClaim>(`
    SELECT claim_id AS claimId, snapshot_id AS snapshotId, ${CLAIM_COLUMNS} ${FROM_CLAIMS}
    WHERE address IN (SELECT value FROM json_each(?))
      AND snapshot_id IN (SELECT value FROM json_each(?))
    ORDER BY set_name, claim_id`);
  const selectSnapshot = db.prepare<[number], Attribution>(`
    SELECT ${CLAIM_COLUMNS} ${FROM_CLAIMS} WHERE snapshot_id = ? ORDER BY claim_id`);
  const selectAccounts = db
    .prepare<[string], Account>(`
      SELECT account FROM label_claim
      WHERE snapshot_id IN (SELECT value FROM json_each(?))`)
    .pluck();
  const selectListed = db.prepare<
    [string, number],
    { readonly inCopies: number; readonly inBoth: number }
  >(`
    SELECT count(*) AS inCopies, count(listed.address) AS inBoth
    FROM (SELECT DISTINCT address FROM label_claim
        WHERE authority = 'list' AND delisted_on IS NULL
          AND snapshot_id IN (SELECT value FROM json_each(?))) AS copied
      LEFT JOIN (SELECT DISTINCT address FROM label_claim
        WHERE authority = 'list' AND snapshot_id = ?) AS listed USING (address)`);
  return {
    readAbout: (addresses, snapshotIds) =>
      selectAbout.all(JSON.stringify(addresses), JSON.stringify(snapshotIds)),
    readSnapshot: (snapshotId) => selectSnapshot.all(snapshotId),
    listAccounts: (snapshotIds) => selectAccounts.all(JSON.stringify(snapshotIds)),
    countListed: ({ copyIds, listId }) =>
      selectListed.get(JSON.stringify(copyIds), listId) ?? { inCopies: 0, inBoth: 0 },
  };
}

/** A claim without its keys, as it was imported. */
export function claimOf({
  claimId: _claim,
  snapshotId: _snapshot,
  ...claim
}: StoredClaim): Attribution {
  return claim;
}
