import { StoreError } from '../core/errors.js';
import type { RowOutcome } from '../core/payroll.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A payroll, with as much of its file as a list tells. Times are ISO 8601 in UTC. */
export interface StoredPayroll {
  readonly runId: string;
  readonly uploadedAt: string;
  readonly uploadedBy: string;
  /** Null until somebody said that it is read as it should be. */
  readonly confirmedAt: string | null;
  readonly startedAt: string | null;
  readonly droppedAt: string | null;
  /** Personal data; null once it was dropped. */
  readonly fileName: string | null;
  /** Questions that were open when it was last looked at; null once it was dropped. */
  readonly openQuestions: number | null;
}

/** How the file of a payroll is read: JSON of what was confirmed, and of what came of it. Personal data. */
export interface StoredReading {
  readonly readingJson: string;
  readonly proposalJson: string;
}

/** The file of a payroll; personal data. */
export interface StoredPayrollFile extends StoredReading {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A row of a payroll that asks for a payment, or seems to; personal data. */
export interface NewPayrollRow {
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  readonly givenJson: string;
  /** Why it cannot be checked, without what stands there; null where it can. */
  readonly problem: string | null;
  /** The payment that it asks for; null where it cannot be checked. */
  readonly requestJson: string | null;
}

/** What became of a row; `untaken` until it has a check. */
export type StoredOutcome = RowOutcome | 'untaken';

/** A row and the check that came of it. */
export interface StoredPayrollRow extends Omit<NewPayrollRow, 'givenJson'> {
  /** Null once the payroll was dropped. */
  readonly givenJson: string | null;
  readonly checkId: string | null;
  readonly outcome: StoredOutcome;
  /** When the wallet of its check was screened; null where it was not. */
  readonly screenedAt: string | null;
}

/** Which rows are looked at. */
export interface PayrollRowFilter {
  /** Null for all. */
  readonly outcomes: readonly StoredOutcome[] | null;
  /** Those below this one; 0 for the first. */
  readonly after: number;
  /** -1 for no end. */
  readonly limit: number;
}

/** A payroll whose rows are being taken. */
export interface RunningPayroll {
  readonly runId: string;
  readonly runner: string;
  /** Id of a person. */
  readonly startedBy: string;
}

/** Payrolls over a database. */
export interface PayrollStore {
  readonly add: (
    run: Pick<StoredPayroll, 'runId' | 'uploadedAt' | 'uploadedBy'>,
    file: StoredPayrollFile,
  ) => void;
  readonly read: (runId: string) => StoredPayroll | null;
  /** Order: newest first. */
  readonly list: () => readonly StoredPayroll[];
  /** Null once it was dropped. */
  readonly readFile: (runId: string) => StoredPayrollFile | null;
  /** The same without the bytes. */
  readonly readReading: (runId: string) => StoredReading | null;
  readonly writeConfirmed: (
    runId: string,
    confirmed: StoredReading & { readonly at: string; readonly by: string },
  ) => void;
  /** Notes that it began, with its rows. */
  readonly writeStarted: (
    runId: string,
    started: {
      readonly at: string;
      readonly by: string;
      readonly rows: readonly NewPayrollRow[];
    },
  ) => void;
  /** Which process runs it; null for none. */
  readonly readRunner: (runId: string) => string | null;
  readonly writeRunner: (runId: string, runner: string | null) => void;
  /** Those that some process runs, or ran when it ended, and who began them. Order: oldest first. */
  readonly listRunning: () => readonly RunningPayroll[];
  /** How many rows came out how: of one payroll, or of all for null. */
  readonly countRows: (runId: string | null) => readonly {
    readonly runId: string;
    readonly outcome: StoredOutcome;
    readonly rows: number;
  }[];
  /** Order: as in the file. */
  readonly listRows: (runId: string, filter: PayrollRowFilter) => readonly StoredPayrollRow[];
  readonly readRow: (runId: string, row: number) => StoredPayrollRow | null;
  /** Notes which check came of a row in place of the one before. Tells `taken` where it has another by now. */
  readonly writeCheck: (
    runId: string,
    check: { readonly row: number; readonly before: string | null; readonly checkId: string },
  ) => 'written' | 'taken';
  /** Notes that a row cannot be checked after all. */
  readonly writeProblem: (runId: string, row: number, problem: string) => void;
  /** Forgets the file and what stands in it. */
  readonly drop: (runId: string, at: string) => void;
  /** Has what was dropped stand in the log of the database no more; outside of a transaction. */
  readonly forgetDropped: () => void;
}

const RUNS = `SELECT run_id AS runId, uploaded_at AS uploadedAt, uploaded_by AS uploadedBy,
  confirmed_at AS confirmedAt, started_at AS startedAt, dropped_at AS droppedAt, name AS fileName,
  json_array_length(proposal_json, '$.questions') AS openQuestions
  FROM payroll_run LEFT JOIN payroll_file USING (run_id)`;
const OUTCOME = `CASE WHEN problem IS NOT NULL THEN 'unreadable' WHEN check_id IS NULL THEN 'untaken'
  WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN failure IS NOT NULL THEN 'failed'
  ELSE coalesce(payment_outcome.decision, 'waiting') END`;
const OUTCOMES =
  'LEFT JOIN payment_outcome USING (check_id) LEFT JOIN payment_withdrawal USING (check_id)';
const ROWS = `SELECT row, check_id AS checkId, given_json AS givenJson, problem,
  request_json AS requestJson, screened_at AS screenedAt, ${OUTCOME} AS outcome
  FROM payroll_row LEFT JOIN payroll_row_text USING (run_id, row) ${OUTCOMES}
    LEFT JOIN payment_check USING (check_id) LEFT JOIN screening USING (screening_id)`;

/**
 * The payrolls of a database.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createPayrollStore(db: DatabaseHandle): PayrollStore {
  const insert = db.prepare<[string, string, string]>(
    'INSERT INTO payroll_run (run_id, uploaded_at, uploaded_by) VALUES (?, ?, ?)',
  );
  const insertFile = db.prepare<[string, string, string, string, Uint8Array]>(`
    INSERT INTO payroll_file (run_id, name, reading_json, proposal_json, bytes)
    VALUES (?, ?, ?, ?, ?)`);
  const selectOne = db.prepare<[string], StoredPayroll>(`${RUNS} WHERE run_id = ?`);
  const selectAll = db.prepare<[], StoredPayroll>(`${RUNS} ORDER BY sequence DESC`);
  const selectFile = db.prepare<[string], StoredPayrollFile>(`
    SELECT name, reading_json AS readingJson, proposal_json AS proposalJson, bytes
    FROM payroll_file WHERE run_id = ?`);
  const selectReading = db.prepare<[string], StoredReading>(`
    SELECT reading_json AS readingJson, proposal_json AS proposalJson
    FROM payroll_file WHERE run_id = ?`);
  const updateReading = db.prepare<[string, string, string]>(
    'UPDATE payroll_file SET reading_json = ?, proposal_json = ? WHERE run_id = ?',
  );
  const updateConfirmed = db.prepare<[string, string, string]>(
    `UPDATE payroll_run SET confirmed_at = ?, confirmed_by = ?
    WHERE run_id = ? AND started_at IS NULL AND dropped_at IS NULL`,
  );
  const updateStarted = db.prepare<[string, string, string]>(
    `UPDATE payroll_run SET started_at = ?, started_by = ?
    WHERE run_id = ? AND started_at IS NULL AND dropped_at IS NULL`,
  );
  const insertRow = db.prepare<[string, number, string | null]>(
    'INSERT INTO payroll_row (run_id, row, problem) VALUES (?, ?, ?)',
  );
  const insertText = db.prepare<[string, number, string, string | null]>(
    'INSERT INTO payroll_row_text (run_id, row, given_json, request_json) VALUES (?, ?, ?, ?)',
  );
  const selectRunner = db
    .prepare<[string], string | null>('SELECT runner FROM payroll_run WHERE run_id = ?')
    .pluck();
  const updateRunner = db.prepare<[string | null, string]>(
    'UPDATE payroll_run SET runner = ? WHERE run_id = ?',
  );
  const selectRunning = db.prepare<[], RunningPayroll>(`
    SELECT run_id AS runId, runner, started_by AS startedBy FROM payroll_run
    WHERE runner IS NOT NULL AND started_at IS NOT NULL AND dropped_at IS NULL ORDER BY sequence`);
  const countAll = db.prepare<
    [string | null],
    { readonly runId: string; readonly outcome: StoredOutcome; readonly rows: number }
  >(`
    SELECT run_id AS runId, ${OUTCOME} AS outcome, count(*) AS rows FROM payroll_row ${OUTCOMES}
    WHERE run_id = coalesce(?, run_id) GROUP BY 1, 2`);
  const selectRows = db.prepare<
    Omit<PayrollRowFilter, 'outcomes'> & {
      readonly runId: string;
      readonly outcomes: string | null;
    },
    StoredPayrollRow
  >(`${ROWS}
    WHERE run_id = @runId AND row > @after
      AND (@outcomes IS NULL OR outcome IN (SELECT value FROM json_each(@outcomes)))
    ORDER BY row LIMIT @limit`);
  const selectRow = db.prepare<[string, number], StoredPayrollRow>(
    `${ROWS} WHERE run_id = ? AND row = ?`,
  );
  const updateCheck = db.prepare<[string, string, number, string | null]>(
    'UPDATE payroll_row SET check_id = ? WHERE run_id = ? AND row = ? AND check_id IS ?',
  );
  const updateProblem = db.prepare<[string, string, number]>(
    'UPDATE payroll_row SET problem = ? WHERE run_id = ? AND row = ?',
  );
  const deleteTexts = db.prepare<[string]>('DELETE FROM payroll_row_text WHERE run_id = ?');
  const deleteFile = db.prepare<[string]>('DELETE FROM payroll_file WHERE run_id = ?');
  const updateDropped = db.prepare<[string, string]>(
    'UPDATE payroll_run SET dropped_at = ? WHERE run_id = ? AND dropped_at IS NULL',
  );

  /** Several statements, whole or not at all. */
  const whole = <Given extends readonly unknown[], Result>(
    call: (...given: Given) => Result,
  ): ((...given: Given) => Result) =>
    guarded(db.name, (...given: Given) => db.transaction(() => call(...given)).immediate());
  const assertChanged = ({ changes }: { readonly changes: number }, runId: string) => {
    if (changes === 0) {
      throw new StoreError('The payroll was begun or dropped by somebody else meanwhile.', {
        runId,
      });
    }
  };

  return {
    add: whole(({ runId, uploadedAt, uploadedBy }, { name, bytes, ...reading }) => {
      insert.run(runId, uploadedAt, uploadedBy);
      insertFile.run(runId, name, reading.readingJson, reading.proposalJson, bytes);
    }),
    read: guarded(db.name, (runId) => selectOne.get(runId) ?? null),
    list: guarded(db.name, () => selectAll.all()),
    readFile: guarded(db.name, (runId) => selectFile.get(runId) ?? null),
    readReading: guarded(db.name, (runId) => selectReading.get(runId) ?? null),
    writeConfirmed: whole((runId, { readingJson, proposalJson, at, by }) => {
      assertChanged(updateConfirmed.run(at, by, runId), runId);
      updateReading.run(readingJson, proposalJson, runId);
    }),
    writeStarted: whole((runId, { at, by, rows }) => {
      assertChanged(updateStarted.run(at, by, runId), runId);
      for (const { row, problem, givenJson, requestJson } of rows) {
        insertRow.run(runId, row, problem);
        insertText.run(runId, row, givenJson, requestJson);
      }
    }),
    readRunner: guarded(db.name, (runId) => selectRunner.get(runId) ?? null),
    writeRunner: guarded(db.name, (runId, runner) => {
      updateRunner.run(runner, runId);
    }),
    listRunning: guarded(db.name, () => selectRunning.all()),
    countRows: guarded(db.name, (runId) => countAll.all(runId)),
    listRows: guarded(db.name, (runId, { outcomes, ...filter }) =>
      selectRows.all({
        ...filter,
        ...{ runId, outcomes: outcomes === null ? null : JSON.stringify(outcomes) },
      }),
    ),
    readRow: guarded(db.name, (runId, row) => selectRow.get(runId, row) ?? null),
    writeCheck: guarded(db.name, (runId, { row, before, checkId }) =>
      updateCheck.run(checkId, runId, row, before).changes === 1 ? 'written' : 'taken',
    ),
    writeProblem: guarded(db.name, (runId, row, problem) => {
      updateProblem.run(problem, runId, row);
    }),
    drop: whole((runId, at) => {
      updateDropped.run(at, runId);
      deleteTexts.run(runId);
      deleteFile.run(runId);
    }),
    forgetDropped: guarded(db.name, () => {
      db.pragma('wal_checkpoint(TRUNCATE)');
    }),
  };
}
