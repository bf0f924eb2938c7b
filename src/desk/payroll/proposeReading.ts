import { InputError } from '../../core/errors.js';
import {
  PAYROLL_FIELDS,
  type PayrollField,
  type PayrollQuestion,
  type PayrollReading,
} from '../../core/payroll.js';
import type { Sheet, SheetFile } from '../../sheets/sheet.js';
import { readAsset } from './assetNames.js';
import { type ColumnChoice, chooseColumns } from './columns.js';
import type { KnownMoney } from './known.js';
import { askColumns, askDecimalSign, askMoney, askSheet } from './questions.js';
import { settleDecimalSign } from './settleDecimalSign.js';
import { findHeadRow, isAddress, isBlankRow, sheetNamed, type Table, tableOf } from './table.js';

/** A way to read a payroll, and what has to be asked before it holds. */
export interface ReadingProposal {
  readonly reading: PayrollReading;
  /** Empty when nothing is in doubt. */
  readonly questions: readonly PayrollQuestion[];
  /** Heads of the columns of the sheet that is read; empty where one has none. Order: as in the file. */
  readonly heads: readonly string[];
}

/**
 * Proposes how a payroll is read: which sheet, which row has the heads, which column says what, and
 * which sign parts whole coins from their parts.
 *
 * What is `confirmed` stands as somebody said it; the rest is proposed for it. What is ambiguous is a
 * question, never a guess, and so is what a payment cannot do without.
 *
 * @throws {InputError} for a file without rows, and for what is confirmed and cannot be: a sheet or a
 * column that is not there, one column for two fields, an unknown chain or asset.
 */
export function proposeReading(
  file: SheetFile,
  known: KnownMoney,
  confirmed: Partial<PayrollReading> = {},
): ReadingProposal {
  const candidates = confirmed.sheet === undefined ? sheetsToRead(file, known) : [];
  const sheet = candidates[0] ?? sheetNamed(file, confirmed.sheet ?? '');
  const table = tableOf(sheet, confirmed.headRow ?? findHeadRow(sheet, known));
  const choice = chooseColumns(table, known);
  const columns = confirmed.columns ?? singleColumns(choice);
  const settled = settleDecimalSign(table, columns.amount);
  const reading: PayrollReading = {
    sheet: sheet.name,
    headRow: table.headRow,
    columns,
    decimalSign: confirmed.decimalSign ?? settled.sign,
    defaultChain: confirmed.defaultChain ?? null,
    defaultAsset: confirmed.defaultAsset ?? null,
  };
  assertFits(reading, table, known);
  const questions = [
    ...askSheet(candidates),
    ...askColumns(table, columns, confirmed.columns === undefined ? choice : null),
    ...(reading.decimalSign === null ? askDecimalSign(settled) : []),
    ...askMoney(table, reading, known),
  ];
  return { reading, questions, heads: table.heads };
}

/** The sheets that may be meant: those that are shown and have wallets, before those that have anything. */
function sheetsToRead(file: SheetFile, known: KnownMoney): readonly Sheet[] {
  const filled = file.sheets.filter((sheet) =>
    sheet.rows.some((_, row) => !isBlankRow(sheet, row)),
  );
  if (filled.length === 0) throw new InputError('The file has no rows.');
  const shown = filled.filter(({ isHidden }) => !isHidden);
  const open = shown.length > 0 ? shown : filled;
  const paying = open.filter(({ rows }) =>
    rows.some((cells) => cells.some((cell) => isAddress(cell, known))),
  );
  return paying.length > 0 ? paying : open;
}

function singleColumns(choice: ColumnChoice): PayrollReading['columns'] {
  const only = (field: PayrollField): number | null =>
    choice[field].length === 1 ? (choice[field][0] ?? null) : null;
  return {
    payee: only('payee'),
    wallet: only('wallet'),
    chain: only('chain'),
    asset: only('asset'),
    amount: only('amount'),
    invoice: only('invoice'),
  };
}

function assertFits(reading: PayrollReading, table: Table, known: KnownMoney): void {
  const { headRow, columns, defaultChain, defaultAsset } = reading;
  if (!Number.isInteger(headRow) || headRow < -1 || headRow >= table.sheet.rows.length) {
    throw new InputError('The row of the heads is not in the sheet.');
  }
  const named = PAYROLL_FIELDS.flatMap((field) => columns[field] ?? []);
  if (named.some((column) => !Number.isInteger(column) || column < 0 || column >= table.width)) {
    throw new InputError('A column that was named is not in the sheet.');
  }
  if (new Set(named).size !== named.length) {
    throw new InputError('One column was named for two things.');
  }
  if (defaultChain !== null && !known.chains.some(({ name }) => name === defaultChain)) {
    throw new InputError('The chain that was named is not known; give its short name.');
  }
  if (defaultAsset !== null && !['symbol', 'asset'].includes(readAsset(defaultAsset, known).kind)) {
    throw new InputError('The coin that was named is none of those that Hopsight follows.');
  }
}
