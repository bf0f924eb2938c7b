import { InputError } from '../core/errors.js';

/** What a file of rows may hold. A payroll is far below; what is above would only tie the service up. */
export const SHEET_LIMITS = {
  bytes: 10_000_000,
  rows: 20_000,
  columns: 200,
  /** As of a spreadsheet. Source: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
  cellCharacters: 32_767,
  /** Of one row of a text file. */
  rowCharacters: 1_000_000,
  /** Cells of all sheets that are not empty. */
  filledCells: 1_000_000,
  /** What a workbook unpacks to. */
  unpackedBytes: 150_000_000,
  packedFiles: 2_000,
} as const;

/** Refuses a row that a sheet has no room for. Row and column from 0. */
export function assertRoom(row: number, column: number, where = 'The file'): void {
  if (row >= SHEET_LIMITS.rows) {
    throw new InputError(`${where} has more than 20,000 rows; split it.`);
  }
  if (column >= SHEET_LIMITS.columns) {
    throw new InputError(
      `${where} has more than 200 columns in row ${row + 1}; delete those that are not needed.`,
    );
  }
}

/** Refuses a text that is too long for a cell. Row from 0. */
export function assertCellLength(text: string, row: number): void {
  if (text.length <= SHEET_LIMITS.cellCharacters) return;
  throw new InputError(
    `A cell of row ${row + 1} has more than 32,767 characters. If the file is CSV, a quotation mark may be missing before it.`,
  );
}
