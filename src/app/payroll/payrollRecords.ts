import { foldCase } from '../../desk/payees/payeeTexts.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createPayeePayrollRows } from '../../store/payeePayrollRows.js';
import type { PayeeRecords } from '../payees/payeePorts.js';

/**
 * The rows of payrolls that are about a payee, for the export of all that is kept of them.
 *
 * Edge: a payroll is a record of its own, so that its file and its rows outlive a payee who is deleted,
 * until it is dropped.
 */
export function payrollRecords(db: DatabaseHandle): PayeeRecords {
  const rowsOf = createPayeePayrollRows(db, foldCase);
  return {
    name: 'payrollRows',
    collect: (of) =>
      rowsOf(of).map(({ runId, givenJson, ...row }) => ({
        ...{ payrollId: runId, ...row },
        given: decodeGiven(givenJson),
      })),
    forget: null,
  };
}

function decodeGiven(json: string): unknown {
  return JSON.parse(json);
}
