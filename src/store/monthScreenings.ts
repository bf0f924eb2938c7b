import type { Account } from '../core/account.js';
import { CATEGORIES } from '../core/attribution.js';
import { DecodeError, StoreError } from '../core/errors.js';
import type { Designation } from '../core/exposure.js';
import { readAccount } from '../core/factJson.js';
import {
  fieldsOf,
  listOf,
  oneOf,
  orNull,
  type ReadJson,
  readCount,
  readText,
} from '../core/jsonFields.js';
import { type Decision, SEVERITIES } from '../core/verdict.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A recorded screening without its verdict. Times are ISO 8601 in UTC. */
export interface ScreeningMark {
  readonly screeningId: string;
  readonly screenedAt: string;
  /** From this second on it is no longer valid. */
  readonly validUntil: string;
  readonly decision: Decision;
  readonly complete: boolean;
  readonly ruleSetDigest: string;
  readonly subjects: readonly Account[];
  /** Whether it spoke of the present when it was made, and not of an earlier moment. */
  readonly isPresent: boolean;
  /** Whether it was made for somebody whom a reference names. */
  readonly isOfPayee: boolean;
}

/** A rule that fired in a screening. */
export interface FoundRule {
  readonly ruleId: string;
  readonly severity: (typeof SEVERITIES)[number];
  /** Positions in the list of exposures. */
  readonly exposures: readonly number[];
}

/** What a screening met of one entity. */
export interface MetEntity {
  readonly entity: string;
  readonly category: (typeof CATEGORIES)[number];
  readonly direction: 'incoming' | 'outgoing';
  readonly kind: 'ownership' | 'direct' | 'indirect';
  readonly designation: Designation;
  /** When money first and last touched the entity. ISO 8601 in UTC; null where nothing moved. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** The account that the claim is about. */
  readonly account: Account;
  /** Units: decimal texts of six places, 1 is all of a direction's value; null where nothing moved. */
  readonly share: {
    readonly haircut: string;
    readonly fifo: string;
    readonly lower: string | null;
    readonly upper: string | null;
  } | null;
}

/** What a screening found and met. */
export interface ScreeningFindings {
  readonly screeningId: string;
  readonly findings: readonly FoundRule[];
  readonly exposures: readonly MetEntity[];
}

/** Recorded screenings as a month reads them: all at once. */
export interface MonthScreenings {
  /** All before a moment. Order: newest last. */
  readonly listMarks: (beforeIso: string) => readonly ScreeningMark[];
  /** What some of them found; each verdict is read once. Order: none in particular. */
  readonly readFindings: (screeningIds: readonly string[]) => readonly ScreeningFindings[];
}

interface MarkRow
  extends Omit<ScreeningMark, 'decision' | 'complete' | 'subjects' | 'isPresent' | 'isOfPayee'> {
  readonly decision: string;
  readonly complete: number;
  readonly subjectsJson: string;
  readonly isPresent: number;
  readonly isOfPayee: number;
}

interface FindingsRow {
  readonly screeningId: string;
  readonly findingsJson: string;
  readonly exposuresJson: string;
}

/** The record in a database. @throws {StoreError} from every call, when the database fails. */
export function createMonthScreenings(db: DatabaseHandle): MonthScreenings {
  // The condition is that of the index, word for word, so that no verdict has to be read.
  const selectMarks = db.prepare<[string], MarkRow>(`
    SELECT screening_id AS screeningId, screened_at AS screenedAt, valid_until AS validUntil,
      decision, complete, rule_set_digest AS ruleSetDigest, subjects_json AS subjectsJson,
      sequence IN (SELECT sequence FROM screening INDEXED BY screening_present_by_subjects
        WHERE CASE WHEN json_valid(verdict_json) THEN json_extract(verdict_json, '$.asOf') IS NULL ELSE 0 END
      ) AS isPresent,
      payee_reference IS NOT NULL AS isOfPayee
    FROM screening LEFT JOIN screening_input USING (screening_id)
    WHERE screened_at < ? ORDER BY sequence`);
  const selectFindings = db.prepare<[string], FindingsRow>(`
    SELECT screening_id AS screeningId,
      (SELECT json_group_array(json_object('ruleId', finding.value ->> 'ruleId',
          'severity', finding.value ->> 'severity', 'exposures', finding.value -> 'exposures'))
        FROM json_each(verdict_json, '$.findings') AS finding) AS findingsJson,
      (SELECT json_group_array(json_object('entity', met.value ->> 'entity',
          'category', met.value ->> 'category', 'direction', met.value ->> 'direction',
          'kind', met.value ->> 'kind', 'designation', met.value ->> 'designation',
          'firstSeen', met.value ->> 'firstSeen', 'lastSeen', met.value ->> 'lastSeen',
          'account', met.value ->> '$.label.account', 'share',
          CASE WHEN met.value ->> 'share' IS NULL THEN NULL
            ELSE json_remove(met.value -> 'share', '$.asset') END))
        FROM json_each(verdict_json, '$.exposures') AS met) AS exposuresJson
    FROM screening WHERE screening_id IN (SELECT value FROM json_each(?))`);
  return {
    listMarks: guarded(db.name, (beforeIso) => selectMarks.all(beforeIso).map(decodeMark)),
    readFindings: guarded(db.name, (screeningIds) =>
      selectFindings.all(JSON.stringify(screeningIds)).map(decodeFindings),
    ),
  };
}

const readFindings = listOf(
  fieldsOf<FoundRule>({
    ruleId: readText,
    severity: oneOf(SEVERITIES),
    exposures: listOf(readCount),
  }),
);

const readExposures = listOf(
  fieldsOf<MetEntity>({
    entity: readText,
    category: oneOf(CATEGORIES),
    direction: oneOf(['incoming', 'outgoing'] as const),
    kind: oneOf(['ownership', 'direct', 'indirect'] as const),
    designation: oneOf(['before', 'after', 'both', 'unknown'] as const),
    firstSeen: orNull(readText),
    lastSeen: orNull(readText),
    account: readAccount,
    share: orNull(
      fieldsOf({
        ...{ haircut: readText, fifo: readText },
        ...{ lower: orNull(readText), upper: orNull(readText) },
      }),
    ),
  }),
);

const DECISIONS: readonly Decision[] = ['proceed', 'review', 'hold', 'incomplete'];

function decodeMark({ subjectsJson, ...row }: MarkRow): ScreeningMark {
  const decision = DECISIONS.find((one) => one === row.decision);
  if (decision === undefined) throw unknownForm(row.screeningId);
  // Written from accounts; the chain shows any later change.
  const subjects: readonly Account[] = JSON.parse(subjectsJson);
  return {
    ...{ ...row, decision, subjects, complete: row.complete === 1 },
    ...{ isPresent: row.isPresent === 1, isOfPayee: row.isOfPayee === 1 },
  };
}

function decodeFindings({ screeningId, ...row }: FindingsRow): ScreeningFindings {
  const read = <Read>(reader: ReadJson<Read>, json: string): Read => {
    try {
      return reader(JSON.parse(json), '');
    } catch (cause) {
      if (cause instanceof DecodeError || cause instanceof SyntaxError) {
        throw unknownForm(screeningId);
      }
      throw cause;
    }
  };
  return {
    screeningId,
    findings: read(readFindings, row.findingsJson),
    exposures: read(readExposures, row.exposuresJson),
  };
}

function unknownForm(screeningId: string): StoreError {
  return new StoreError(
    'A recorded screening has an unknown form; use the version that wrote it.',
    { screeningId },
  );
}
