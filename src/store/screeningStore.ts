import type { Account } from '../core/account.js';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import { Bug, StoreError } from '../core/errors.js';
import type { Decision } from '../core/verdict.js';
import type { LabelSnapshot } from '../screening/ports.js';
import { durably } from './durably.js';
import { createFactBundles, type FactBundles } from './factBundles.js';
import type { DatabaseHandle } from './open.js';
import {
  type ChainCheck,
  type ChainedColumns,
  type ChainedRow,
  checkChain,
  digestInput,
  hashRow,
  problemAt,
} from './screeningChain.js';
import { guarded } from './storeFailure.js';

/** What is recorded of a screening and never changes. */
export interface RecordedScreening {
  readonly screeningId: string;
  /** ISO 8601 time in UTC. */
  readonly screenedAt: string;
  readonly decision: Decision;
  readonly complete: boolean;
  /** ISO 8601 time in UTC. */
  readonly validUntil: string;
  readonly verdictDigest: string;
  /** Digest that writing the screening's facts gave. */
  readonly factsDigest: string;
  readonly ruleSetDigest: string;
  readonly policyJson: string;
  readonly engineVersion: number;
  readonly anchorsJson: string;
  readonly labelSnapshots: readonly LabelSnapshot[];
  readonly subjects: readonly Account[];
  /** Canonical JSON of the contract, without `input` and `payeeReference`. */
  readonly verdictJson: string;
}

/** What a person typed, and whom it is about; kept apart so that it can be erased. */
export interface ScreeningInput {
  readonly input: string;
  readonly payeeReference: string | null;
}

/** What stands beside the chained row and is no part of it. */
export interface ScreeningCircumstances {
  /**
   * Digest of what beside labels, rules and policy the verdict rests on; null where nobody is to rely on
   * it instead of screening anew.
   */
  readonly circumstancesDigest: string | null;
}

/** A screening as it stands in the record. */
export interface StoredScreening extends RecordedScreening {
  /** Position in the record, from 1. */
  readonly sequence: number;
  readonly rowHash: string;
  /** Null after it was erased. */
  readonly personal: ScreeningInput | null;
}

/** The append-only record of screenings. */
export interface ScreeningStore {
  /**
   * Adds a screening, which no power cut takes back; its facts must have been written before.
   *
   * @throws {Bug} when the verdict holds personal data or its facts are missing.
   */
  readonly appendScreening: (
    screening: RecordedScreening & ScreeningInput & Partial<ScreeningCircumstances>,
  ) => {
    readonly sequence: number;
    readonly rowHash: string;
  };
  /** One screening, or null. */
  readonly readScreening: (screeningId: string) => StoredScreening | null;
  /** Screenings from a time on and before another. Order: newest last. */
  readonly listScreenings: (period: {
    readonly fromIso: string;
    readonly toIso: string;
  }) => readonly StoredScreening[];
  /** Deletes what a person typed for a screening; tells whether it was still there. */
  readonly eraseInput: (screeningId: string) => boolean;
  /** Whether any row was edited, dropped or moved. */
  readonly verifyChain: () => ChainCheck;
  /** What is wrong with one row and its place between its neighbours; null where nothing is. */
  readonly findProblem: (screeningId: string) => string | null;
  readonly writeFactBundle: FactBundles['write'];
  readonly readFactBundle: FactBundles['read'];
  readonly checkFactBundle: FactBundles['check'];
}

/** Bytes of salt, so that an erased input cannot be found by trying likely ones. */
const SALT_BYTES = 16;

const CHAINED_COLUMNS = `sequence, screening_id AS screeningId, screened_at AS screenedAt, decision,
  complete, valid_until AS validUntil, verdict_digest AS verdictDigest,
  facts_digest AS factsDigest, rule_set_digest AS ruleSetDigest, policy_json AS policyJson,
  engine_version AS engineVersion, anchors_json AS anchorsJson,
  label_snapshots_json AS labelSnapshotsJson, subjects_json AS subjectsJson,
  verdict_json AS verdictJson, input_digest AS inputDigest, previous_hash AS previousHash,
  row_hash AS rowHash, salt, input, payee_reference AS payeeReference`;

const CHAINED_ROWS = `SELECT ${CHAINED_COLUMNS}
  FROM screening LEFT JOIN screening_input USING (screening_id)`;

/**
 * The record of screenings over a database.
 *
 * `randomBytes` gives cryptographically random bytes.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createScreeningStore(
  db: DatabaseHandle,
  { randomBytes }: { readonly randomBytes: (count: number) => Uint8Array },
): ScreeningStore {
  const bundles = createFactBundles(db);
  const selectLast = db.prepare<[], { readonly sequence: number; readonly rowHash: string }>(
    'SELECT sequence, row_hash AS rowHash FROM screening ORDER BY sequence DESC LIMIT 1',
  );
  const selectLastGiven = db
    .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'screening'")
    .pluck();
  const insert = db.prepare<ChainedColumns & { readonly rowHash: string }>(`
    INSERT INTO screening (sequence, screening_id, screened_at, decision, complete, valid_until,
      verdict_digest, facts_digest, rule_set_digest, policy_json, engine_version, anchors_json,
      label_snapshots_json, subjects_json, verdict_json, input_digest, previous_hash, row_hash)
    VALUES (@sequence, @screeningId, @screenedAt, @decision, @complete, @validUntil,
      @verdictDigest, @factsDigest, @ruleSetDigest, @policyJson, @engineVersion, @anchorsJson,
      @labelSnapshotsJson, @subjectsJson, @verdictJson, @inputDigest, @previousHash, @rowHash)`);
  const insertInput = db.prepare<[string, Uint8Array, string, string | null]>(
    `INSERT INTO screening_input (screening_id, salt, input, payee_reference) VALUES (?, ?, ?, ?)`,
  );
  const selectOne = db.prepare<[string], ChainedRow>(`${CHAINED_ROWS} WHERE screening_id = ?`);
  const selectPeriod = db.prepare<[string, string], ChainedRow>(
    `${CHAINED_ROWS} WHERE screened_at >= ? AND screened_at < ? ORDER BY sequence`,
  );
  const selectAll = db.prepare<[], ChainedRow>(`${CHAINED_ROWS} ORDER BY sequence`);
  const selectAround = db.prepare<[string], ChainedRow>(`${CHAINED_ROWS}
    WHERE abs(sequence - (SELECT sequence FROM screening WHERE screening_id = ?)) <= 1
    ORDER BY sequence`);
  const deleteInput = db.prepare<[string]>('DELETE FROM screening_input WHERE screening_id = ?');

  const append = (
    screening: RecordedScreening & ScreeningInput & Partial<ScreeningCircumstances>,
  ) => {
    const salt = randomBytes(SALT_BYTES);
    const { screeningId, input, payeeReference, circumstancesDigest = null } = screening;
    const last = selectLast.get();
    const columns = encodeColumns(screening, {
      sequence: Math.max(last?.sequence ?? 0, selectLastGiven.get() ?? 0) + 1,
      inputDigest: digestInput({ salt, input, payeeReference }),
      previousHash: last?.rowHash ?? null,
    });
    const rowHash = hashRow(columns);
    insert.run({ ...columns, rowHash });
    insertInput.run(screeningId, salt, input, payeeReference);
    if (circumstancesDigest !== null) insertCircumstance(db, { screeningId, circumstancesDigest });
    return { sequence: columns.sequence, rowHash };
  };

  return {
    appendScreening: guarded(db.name, (screening) => {
      assertImpersonal(screening.verdictJson);
      return durably(db, () => {
        if (bundles.read(screening.factsDigest) === null) {
          throw new Bug('A screening was to be recorded before its facts.', {
            factsDigest: screening.factsDigest,
          });
        }
        return append(screening);
      });
    }),
    readScreening: guarded(db.name, (screeningId) => {
      const row = selectOne.get(screeningId);
      return row === undefined ? null : decodeScreening(row);
    }),
    listScreenings: guarded(db.name, ({ fromIso, toIso }) =>
      selectPeriod.all(fromIso, toIso).map(decodeScreening),
    ),
    eraseInput: guarded(db.name, (screeningId) => {
      // Without these two the text would still be readable in free pages and in the log.
      db.pragma('secure_delete = ON');
      const { changes } = deleteInput.run(screeningId);
      db.pragma('wal_checkpoint(TRUNCATE)');
      return changes > 0;
    }),
    verifyChain: guarded(db.name, () =>
      db.transaction(() => checkChain(selectAll.iterate(), selectLastGiven.get() ?? 0))(),
    ),
    findProblem: guarded(db.name, (screeningId) => {
      const around = selectAround.all(screeningId);
      const at = around.findIndex((row) => row.screeningId === screeningId);
      return problemAt(around, at);
    }),
    writeFactBundle: guarded(db.name, bundles.write),
    readFactBundle: guarded(db.name, bundles.read),
    checkFactBundle: guarded(db.name, bundles.check),
  };
}

/** Prepared when it is needed: a database that is not brought up to date yet lacks the table. */
function insertCircumstance(
  db: DatabaseHandle,
  row: { readonly screeningId: string; readonly circumstancesDigest: string },
): void {
  db.prepare<typeof row>(
    `INSERT INTO screening_circumstance (screening_id, circumstances_digest)
     VALUES (@screeningId, @circumstancesDigest)`,
  ).run(row);
}

function encodeColumns(
  screening: RecordedScreening,
  chained: Pick<ChainedColumns, 'sequence' | 'inputDigest' | 'previousHash'>,
): ChainedColumns {
  return {
    ...chained,
    screeningId: screening.screeningId,
    screenedAt: screening.screenedAt,
    decision: screening.decision,
    complete: screening.complete ? 1 : 0,
    validUntil: screening.validUntil,
    verdictDigest: screening.verdictDigest,
    factsDigest: screening.factsDigest,
    ruleSetDigest: screening.ruleSetDigest,
    policyJson: screening.policyJson,
    engineVersion: screening.engineVersion,
    anchorsJson: screening.anchorsJson,
    labelSnapshotsJson: formatCanonicalJson(screening.labelSnapshots.map((one) => ({ ...one }))),
    subjectsJson: formatCanonicalJson(screening.subjects),
    verdictJson: screening.verdictJson,
  };
}

function decodeScreening(row: ChainedRow): StoredScreening {
  // Both texts were written above from values of these types; the chain shows any later change.
  const labelSnapshots: readonly LabelSnapshot[] = JSON.parse(row.labelSnapshotsJson);
  const subjects: readonly Account[] = JSON.parse(row.subjectsJson);
  const { input, payeeReference } = row;
  return {
    sequence: row.sequence,
    screeningId: row.screeningId,
    screenedAt: row.screenedAt,
    decision: decodeDecision(row.decision),
    complete: row.complete === 1,
    validUntil: row.validUntil,
    verdictDigest: row.verdictDigest,
    factsDigest: row.factsDigest,
    ruleSetDigest: row.ruleSetDigest,
    policyJson: row.policyJson,
    engineVersion: row.engineVersion,
    anchorsJson: row.anchorsJson,
    labelSnapshots,
    subjects,
    verdictJson: row.verdictJson,
    rowHash: row.rowHash,
    personal: input === null ? null : { input, payeeReference },
  };
}

function decodeDecision(text: string): Decision {
  switch (text) {
    case 'proceed':
    case 'review':
    case 'hold':
    case 'incomplete':
      return text;
    default:
      throw new StoreError(
        'The database holds a screening with an unknown decision; restore the file from a copy.',
      );
  }
}

function assertImpersonal(verdictJson: string): void {
  const verdict: unknown = JSON.parse(verdictJson);
  if (typeof verdict !== 'object' || verdict === null) {
    throw new Bug('A verdict that is not a JSON object was to be recorded.');
  }
  if ('input' in verdict || 'payeeReference' in verdict) {
    throw new Bug('A verdict with personal data was to be recorded in the chain.');
  }
}
