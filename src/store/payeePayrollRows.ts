import type { HeldReference } from '../core/payee.js';
import { heldCondition, type ReferenceFold } from './heldReferences.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A row of a payroll that asks for a payment to a payee, or names them. */
export interface PayeePayrollRow {
  readonly runId: string;
  /** Personal data, as is what stands in the row. */
  readonly fileName: string;
  /** When the payroll was begun. ISO 8601 time in UTC. */
  readonly startedAt: string;
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  readonly givenJson: string;
  /** Why it could not be checked; null where it could. */
  readonly problem: string | null;
  readonly checkId: string | null;
}

/**
 * Looks for the rows of payrolls that are about a payee: those whose payment is theirs, and those that
 * name them by id or by a reference that was theirs when the payroll was begun, unreadable ones too.
 * Order: as uploaded, then as in the file.
 *
 * Edge: of a payroll that was not begun or was dropped there are none.
 *
 * @throws {StoreError} when the database fails.
 */
export function createPayeePayrollRows(
  db: DatabaseHandle,
  fold: ReferenceFold,
): (of: {
  readonly payeeIds: readonly string[];
  readonly held: readonly HeldReference[];
}) => readonly PayeePayrollRow[] {
  const named = "given_json ->> 'payee'";
  const isHeld = heldCondition(db, { text: named, time: 'started_at', fold });
  const select = db.prepare<{ readonly ids: string; readonly held: string }, PayeePayrollRow>(`
    WITH id AS (SELECT value FROM json_each(@ids))
    SELECT run_id AS runId, name AS fileName, started_at AS startedAt, row, given_json AS givenJson,
      problem, check_id AS checkId
    FROM payroll_row_text JOIN payroll_row USING (run_id, row) JOIN payroll_run USING (run_id)
      JOIN payroll_file USING (run_id) LEFT JOIN payment_check USING (check_id)
    WHERE payment_check.payee_id IN id OR request_json ->> 'payee' IN id OR ${named} IN id
      OR (request_json IS NULL AND ${isHeld})
    ORDER BY payroll_run.sequence, row`);
  return guarded(db.name, ({ payeeIds, held }) =>
    select.all({ ids: JSON.stringify(payeeIds), held: JSON.stringify(held) }),
  );
}
