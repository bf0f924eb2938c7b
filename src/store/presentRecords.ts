import type { Account } from '../core/account.js';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** What decides whether a recorded verdict about the present may answer again. */
export interface PresentRecord {
  readonly sequence: number;
  readonly screeningId: string;
  readonly decision: string;
  /** ISO 8601 times in UTC. */
  readonly screenedAt: string;
  readonly validUntil: string;
  readonly complete: number;
  readonly policyJson: string;
  readonly factsDigest: string;
  /** Canonical JSON of the label snapshots that answered. */
  readonly snapshotsJson: string;
  readonly ruleSetDigest: string;
  readonly engineVersion: number;
  /** Null for a verdict that answers for no other screening. */
  readonly circumstancesDigest: string | null;
}

/** What of a recorded verdict labels are compared for. */
export interface JudgedRecord {
  readonly screeningId: string;
  /** ISO 8601 time in UTC. */
  readonly screenedAt: string;
  readonly factsDigest: string;
  readonly subjects: readonly Account[];
}

interface JudgedRow extends Omit<JudgedRecord, 'subjects'> {
  readonly subjectsJson: string;
}

/** How many of the newest records are compared: who asks waits for it, and all others with him. */
const COMPARED = 300;

/** Recorded verdicts about the present, found by whom they are about. */
export interface PresentRecords {
  /** The newest one about just these accounts; null where there is none. */
  readonly findNewest: (subjects: readonly Account[]) => PresentRecord | null;
  /** Of the newest of all records those that were judged by these labels, and whose accounts are noted. */
  readonly listJudgedBy: (snapshotsJson: string) => readonly JudgedRecord[];
  /** The sentence by which a verdict says to which chains it was confined; null where it was not. */
  readonly readNarrowing: (sequence: number) => string | null;
  /** The ENS name by which the address of a verdict was given; null where it was given itself. */
  readonly readName: (sequence: number) => string | null;
  /** Another text whenever a label set was imported or checked, or a vouch was made or withdrawn. */
  readonly readLabelVersion: () => string;
  /** Whether a claim of snapshots begins or ends between two ISO days, the first not included. */
  readonly hasClaimsDated: (asked: {
    readonly snapshotsJson: string;
    readonly after: string;
    readonly upTo: string;
  }) => boolean;
  /** When the halo was last added to; null when it never was. Units: milliseconds since 1970. */
  readonly haloChangedAtMs: () => number | null;
}

/**
 * The verdicts in a database.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createPresentRecords(db: DatabaseHandle): PresentRecords {
  // The last condition is that of the index, word for word, so that no verdict has to be read.
  const select = db.prepare<[string], PresentRecord>(`
    SELECT sequence, screening_id AS screeningId, decision, screened_at AS screenedAt,
      valid_until AS validUntil, complete, policy_json AS policyJson, facts_digest AS factsDigest,
      label_snapshots_json AS snapshotsJson, rule_set_digest AS ruleSetDigest,
      engine_version AS engineVersion, circumstances_digest AS circumstancesDigest
    FROM screening INDEXED BY screening_present_by_subjects
      LEFT JOIN screening_circumstance USING (screening_id)
    WHERE subjects_json = ?
      AND CASE WHEN json_valid(verdict_json) THEN json_extract(verdict_json, '$.asOf') IS NULL ELSE 0 END
    ORDER BY sequence DESC LIMIT 1`);
  const selectJudged = db.prepare<[string], JudgedRow>(`
    SELECT screening_id AS screeningId, screened_at AS screenedAt, facts_digest AS factsDigest,
      subjects_json AS subjectsJson
    FROM screening
    WHERE sequence > (SELECT max(sequence) FROM screening) - ${COMPARED}
      AND label_snapshots_json = ?
      AND EXISTS (SELECT 1 FROM indexed_bundle WHERE digest = facts_digest)`);
  const selectNarrowing = db
    .prepare<[number], string | null>(`
      SELECT json_extract(signal.value, '$.sentence')
      FROM screening, json_each(verdict_json, '$.signals') AS signal
      WHERE sequence = ? AND json_extract(signal.value, '$.kind') = 'narrowed'`)
    .pluck();
  const selectName = db
    .prepare<[number], string | null>(
      `SELECT json_extract(verdict_json, '$.subjects[0].ensName') FROM screening WHERE sequence = ?`,
    )
    .pluck();
  const selectVersion = db
    .prepare<[], string>(`
      SELECT concat_ws(' ', (SELECT coalesce(max(import_id), 0) FROM label_import),
        (SELECT coalesce(max(check_id), 0) FROM label_check), (SELECT count(*) FROM vouch),
        (SELECT count(*) FROM vouch_withdrawal))`)
    .pluck();
  const selectDated = db
    .prepare<{ readonly snapshotsJson: string; readonly after: string; readonly upTo: string }, 1>(`
      SELECT 1 FROM label_claim JOIN label_snapshot USING (snapshot_id)
      WHERE digest IN (SELECT json_extract(value, '$.digest') FROM json_each(@snapshotsJson))
        AND (coalesce(listed_on, source_date) > @after AND coalesce(listed_on, source_date) <= @upTo
          OR delisted_on > @after AND delisted_on <= @upTo)
      LIMIT 1`)
    .pluck();
  const selectHalo = db
    .prepare<[], number | null>('SELECT max(expanded_at_ms) FROM halo_seed')
    .pluck();
  return {
    findNewest: guarded(db.name, (subjects) => select.get(formatCanonicalJson(subjects)) ?? null),
    listJudgedBy: guarded(db.name, (snapshotsJson) =>
      selectJudged.all(snapshotsJson).map(({ subjectsJson, ...row }) => {
        // Written from accounts; the chain shows any later change.
        const subjects: readonly Account[] = JSON.parse(subjectsJson);
        return { ...row, subjects };
      }),
    ),
    readNarrowing: guarded(db.name, (sequence) => selectNarrowing.get(sequence) ?? null),
    readName: guarded(db.name, (sequence) => selectName.get(sequence) ?? null),
    readLabelVersion: guarded(db.name, () => selectVersion.get() ?? ''),
    hasClaimsDated: guarded(db.name, (asked) => selectDated.get(asked) === 1),
    haloChangedAtMs: guarded(db.name, () => selectHalo.get() ?? null),
  };
}
