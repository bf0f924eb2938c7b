import { InputError } from '../../core/errors.js';
import type { PayrollReading } from '../../core/payroll.js';
import type { SheetFile } from '../../sheets/sheet.js';
import type { KnownMoney } from './known.js';
import { proposeReading } from './proposeReading.js';
import { type ReadPayrollRow, readPayment } from './readPayment.js';
import { type SkipReason, skipReason } from './skippedRows.js';
import { sheetNamed, tableOf } from './table.js';

/** What the rows below the heads say. */
export interface PayrollRows {
  /** Order: as in the file. */
  readonly rows: readonly ReadPayrollRow[];
  /** Rows that ask for no payment. Row numbers from 1, ascending. */
  readonly skipped: readonly { readonly row: number; readonly why: SkipReason }[];
}

/**
 * Reads the rows of a payroll, as somebody confirmed that they are to be read.
 *
 * @throws {InputError} while a question about the file is open, and for a reading that does not fit it.
 */
export function readRows(file: SheetFile, reading: PayrollReading, known: KnownMoney): PayrollRows {
  const proposal = proposeReading(file, known, reading);
  const question = proposal.questions[0];
  if (question !== undefined) throw new InputError(question.sentence);
  const table = tableOf(sheetNamed(file, reading.sheet), reading.headRow);
  const rows: ReadPayrollRow[] = [];
  const skipped: { readonly row: number; readonly why: SkipReason }[] = [];
  for (let row = reading.headRow + 1; row < table.sheet.rows.length; row += 1) {
    const why = skipReason(table, row, proposal.reading.columns);
    if (why === null) rows.push(readPayment(table, row, proposal.reading, known));
    else skipped.push({ row: row + 1, why });
  }
  return { rows, skipped };
}
