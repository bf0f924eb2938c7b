import type { PayrollReading } from '../../core/payroll.js';
import type { KnownMoney } from '../../desk/payroll/known.js';
import { proposeReading } from '../../desk/payroll/proposeReading.js';
import { readRows } from '../../desk/payroll/readRows.js';
import { cellText, type SheetFile } from '../../sheets/sheet.js';
import type { PayrollProposal } from './payroll.js';

/** So many rows show what stands in the columns. */
const SAMPLES = 3;
/** Says in place of a text that may be a key or a seed phrase. */
const NOT_SHOWN = '(not shown)';

/**
 * How a payroll would be read, and what its rows come to.
 *
 * @throws {InputError} for a file without rows, and for what was said of it and cannot be.
 */
export function previewPayroll(
  file: SheetFile,
  known: KnownMoney,
  said: Partial<PayrollReading>,
): PayrollProposal {
  const { reading, questions, heads } = proposeReading(file, known, said);
  return {
    sheets: file.sheets.map(({ name, isHidden, rows }) => ({
      ...{ name, isHidden, rows: rows.length },
    })),
    ...{ heads, reading, questions },
    samples: samplesOf(file, reading, known),
    rows: questions.length > 0 ? null : countRows(file, reading, known),
  };
}

function samplesOf(
  file: SheetFile,
  { sheet: name, headRow }: PayrollReading,
  known: KnownMoney,
): PayrollProposal['samples'] {
  const sheet = file.sheets.find((one) => one.name === name);
  const rows = (sheet?.rows ?? [])
    .slice(headRow + 1)
    .map((cells) => cells.map((cell) => cellText(cell).trim()))
    .filter((texts) => texts.some((text) => text !== ''));
  return rows
    .slice(0, SAMPLES)
    .map((texts) => texts.map((text) => (maybeSecret(text, known) ? NOT_SHOWN : text)));
}

function maybeSecret(text: string, { readAddress }: KnownMoney): boolean {
  const read = readAddress(text);
  return read.kind === 'refused' && read.maybeSecret;
}

function countRows(
  file: SheetFile,
  reading: PayrollReading,
  known: KnownMoney,
): PayrollProposal['rows'] {
  const { rows, skipped } = readRows(file, reading, known);
  return {
    asking: rows.length,
    leftOut: skipped.filter(({ why }) => why !== 'empty').map(({ row }) => row),
    hidden: rows.filter(({ isHidden }) => isHidden).map(({ row }) => row),
  };
}
