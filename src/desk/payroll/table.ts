import { InputError } from '../../core/errors.js';
import { PAYROLL_FIELDS } from '../../core/payroll.js';
import { type CellValue, cellText, type Sheet, type SheetFile } from '../../sheets/sheet.js';
import { headFit } from './headWords.js';
import type { KnownMoney } from './known.js';

/** So many rows are looked at for the heads. */
const HEAD_ROWS = 50;

/** The rows of a sheet under its heads. */
export interface Table {
  readonly sheet: Sheet;
  /** From 0; -1 where the sheet has no heads. */
  readonly headRow: number;
  readonly width: number;
  /** By column; empty where there is none. */
  readonly heads: readonly string[];
  /** Rows below the heads with something in them, from 0. Order: as in the sheet. */
  readonly rows: readonly number[];
  /** Rows that a spreadsheet does not show, from 0. */
  readonly hiddenRows: ReadonlySet<number>;
}

/** The cell of a row and column, from 0. */
export function cellAt(sheet: Sheet, row: number, column: number | null): CellValue | undefined {
  return column === null ? undefined : sheet.rows[row]?.[column];
}

/** Whether a row has nothing that a person would see. */
export function isBlankRow(sheet: Sheet, row: number): boolean {
  return (sheet.rows[row] ?? []).every((cell) => cellText(cell).trim() === '');
}

/** The table of a sheet below a row of heads. */
export function tableOf(sheet: Sheet, headRow: number): Table {
  const width = sheet.rows
    .slice(Math.max(headRow, 0))
    .reduce((widest, cells) => Math.max(widest, cells.length), 0);
  const heads = Array.from({ length: width }, (_, column) =>
    cellText(cellAt(sheet, headRow, column)).trim(),
  );
  const rows = sheet.rows
    .map((_, row) => row)
    .filter((row) => row > headRow && !isBlankRow(sheet, row));
  return { sheet, headRow, width, heads, rows, hiddenRows: new Set(sheet.hiddenRows) };
}

/**
 * The row of a sheet's heads: the one that names most fields, two or more, above the first wallet.
 *
 * Edge: without such a row, the row before the first wallet where it has only texts; else -1.
 */
export function findHeadRow(sheet: Sheet, known: KnownMoney): number {
  const firstWallet = sheet.rows.findIndex((cells) => cells.some((cell) => isAddress(cell, known)));
  const end = firstWallet < 0 ? HEAD_ROWS : Math.min(firstWallet, HEAD_ROWS);
  let best = -1;
  let most = 1;
  for (const [row, cells] of sheet.rows.slice(0, end).entries()) {
    const named = PAYROLL_FIELDS.filter((field) =>
      cells.some((cell) => cell.kind === 'text' && headFit(cell.text, field) !== 'none'),
    ).length;
    if (named > most) [best, most] = [row, named];
  }
  if (best >= 0) return best;
  const before = sheet.rows[firstWallet - 1] ?? [];
  const texts = before.filter((cell) => cell.kind === 'text');
  const isHeads =
    texts.length > 1 && before.every(({ kind }) => kind === 'text' || kind === 'empty');
  return isHeads ? firstWallet - 1 : -1;
}

/** Whether a cell is an address, on whatever chain. */
export function isAddress(cell: CellValue | undefined, known: KnownMoney): boolean {
  const text = cellText(cell);
  // No address is shorter, and most cells are no address: this spares the look at each of them.
  return text.length >= 20 && known.readAddress(text).kind === 'address';
}

/** The sheet of a name. @throws {InputError} where there is none. */
export function sheetNamed(file: SheetFile, name: string): Sheet {
  const found = file.sheets.find((sheet) => sheet.name === name);
  if (found === undefined) throw new InputError('The file has no sheet of that name.');
  return found;
}
