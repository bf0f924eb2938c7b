import { StoreError } from '../core/errors.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A payroll without what people typed. Times are ISO 8601 in UTC. */
export interface StoredPayroll {
  readonly runId: string;
  readonly uploadedAt: string;
  readonly uploadedBy: string;
  /** Null until somebody said that it is read as it should be. */
  readonly confirmedAt: string | null;
  readonly startedAt: string | null;
  readonly droppedAt: string | null;
}

/** The file of a payroll; personal data. */
export interface StoredPayrollFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly readingJson: string;
}

/** A row of a payroll that asks for a payment, or seems to; personal data. */
export interface NewPayrollRow {
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  readonly givenJson: string;
  /** Why it cannot be checked; null where it can. */
  readonly problem: string | null;
  /** The payment that it asks for; null where it cannot be checked. */
  readonly requestJson: string | null;
}

/** A row and the check that came of it. */
export interface StoredPayrollRow extends Omit<NewPayrollRow, 'givenJson'> {
  /** Null once the payroll was dropped. */
  readonly givenJson: string | null;
  readonly checkId: string | null;
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
  readonly writeConfirmed: (
    runId: string,
    confirmed: { readonly readingJson: string; readonly at: string; readonly by: string },
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
  /** Order: as in the file. */
  readonly listRows: (runId: string) => readonly StoredPayrollRow[];
  /** Notes which check came of each row. Tells `taken` when one of them has a check already. */
  readonly writeChecks: (
    runId: string,
    checks: readonly { readonly row: number; readonly checkId: string }[],
  ) => 'written' | 'taken';
  /** Forgets the file and what stands in it. */
  readonly drop: (runId: string, at: string) => void;
}

/**
 * The payrolls of a database.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createPayrollStore(db: DatabaseHandle): PayrollStore {
  const runs = `SELECT run_id AS runId, uploaded_at AS uploadedAt, uploaded_by AS uploadedBy,
    confirmed_at AS confirmedAt, started_at AS startedAt, dropped_at AS droppedAt FROM payroll_run`;
  const insert = db.prepare<[string, string, string]>(
    'INSERT INTO payroll_run (run_id, uploaded_at, uploaded_by) VALUES (?, ?, ?)',
  );
  const insertFile = db.prepare<[string, string, Uint8Array, string]>(
    'INSERT INTO payroll_file (run_id, name, bytes, reading_json) VALUES (?, ?, ?, ?)',
  );
  const selectOne = db.prepare<[string], StoredPayroll>(`${runs} WHERE run_id = ?`);
  const selectAll = db.prepare<[], StoredPayroll>(`${runs} ORDER BY sequence DESC`);
  const selectFile = db.prepare<[string], StoredPayrollFile>(
    'SELECT name, bytes, reading_json AS readingJson FROM payroll_file WHERE run_id = ?',
  );
  const updateReading = db.prepare<[string, string]>(
    'UPDATE payroll_file SET reading_json = ? WHERE run_id = ?',
  );
  const updateConfirmed = db.prepare<[string, string, string]>(
    'UPDATE payroll_run SET confirmed_at = ?, confirmed_by = ? WHERE run_id = ? AND started_at IS NULL',
  );
  const updateStarted = db.prepare<[string, string, string]>(
    'UPDATE payroll_run SET started_at = ?, started_by = ? WHERE run_id = ? AND started_at IS NULL',
  );
  const insertRow = db.prepare<[string, number]>(
    'INSERT INTO payroll_row (run_id, row) VALUES (?, ?)',
  );
  const insertText = db.prepare<NewPayrollRow & { readonly runId: string }>(`
    INSERT INTO payroll_row_text (run_id, row, given_json, problem, request_json)
    VALUES (@runId, @row, @givenJson, @problem, @requestJson)`);
  const selectRows = db.prepare<[string], StoredPayrollRow>(`
    SELECT row, check_id AS checkId, given_json AS givenJson, problem, request_json AS requestJson
    FROM payroll_row LEFT JOIN payroll_row_text USING (run_id, row) WHERE run_id = ? ORDER BY row`);
  const updateCheck = db.prepare<[string, string, number]>(
    'UPDATE payroll_row SET check_id = ? WHERE run_id = ? AND row = ? AND check_id IS NULL',
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
    add: whole(({ runId, uploadedAt, uploadedBy }, { name, bytes, readingJson }) => {
      insert.run(runId, uploadedAt, uploadedBy);
      insertFile.run(runId, name, bytes, readingJson);
    }),
    read: guarded(db.name, (runId) => selectOne.get(runId) ?? null),
    list: guarded(db.name, () => selectAll.all()),
    readFile: guarded(db.name, (runId) => selectFile.get(runId) ?? null),
    writeConfirmed: whole((runId, { readingJson, at, by }) => {
      assertChanged(updateConfirmed.run(at, by, runId), runId);
      updateReading.run(readingJson, runId);
    }),
    writeStarted: whole((runId, { at, by, rows }) => {
      assertChanged(updateStarted.run(at, by, runId), runId);
      for (const row of rows) {
        insertRow.run(runId, row.row);
        insertText.run({ runId, ...row });
      }
    }),
    listRows: guarded(db.name, (runId) => selectRows.all(runId)),
    writeChecks: whole((runId, checks) => {
      const written = checks.map(({ row, checkId }) => updateCheck.run(checkId, runId, row));
      return written.every(({ changes }) => changes === 1) ? 'written' : 'taken';
    }),
    drop: whole((runId, at) => {
      updateDropped.run(at, runId);
      deleteTexts.run(runId);
      deleteFile.run(runId);
    }),
  };
}
