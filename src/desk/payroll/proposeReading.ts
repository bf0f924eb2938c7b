import type { PayrollQuestion, PayrollReading } from '../../core/payroll.js';
import type { SheetFile } from '../../sheets/sheet.js';
import type { KnownMoney } from './known.js';

/** A way to read a payroll, and what has to be asked before it holds. */
export interface ReadingProposal {
  readonly reading: PayrollReading;
  /** Empty when nothing is in doubt. */
  readonly questions: readonly PayrollQuestion[];
  /** Heads of the columns of the sheet that is read. Order: as in the file. */
  readonly heads: readonly string[];
}

/**
 * Proposes how a payroll is read: which sheet, which row has the heads, which column says what, and
 * which sign parts whole coins from their parts.
 *
 * What is `confirmed` stands as somebody said it and is asked no more; the rest is proposed for it.
 * An ambiguous thing is a question, never a guess.
 *
 * @throws {InputError} for a file without rows, and for what is confirmed and cannot be: a sheet or a
 * column that is not there, one column for two fields, an unknown chain or asset.
 */
export function proposeReading(
  file: SheetFile,
  known: KnownMoney,
  confirmed: Partial<PayrollReading> = {},
): ReadingProposal {
  throw new Error(`not built yet: ${file.sheets.length} ${known.chains.length} ${confirmed.sheet}`);
}
