import type { MergedCells } from './sheet.js';

/** Columns that a spreadsheet has. */
export const MOST_COLUMNS = 16_384;

/** Row and column, from 0, of a reference such as `B7`; null for what is none. */
export function parseCellPlace(
  reference: string,
): { readonly row: number; readonly column: number } | null {
  const [, letters, row] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(reference.replaceAll('$', '')) ?? [];
  if (letters === undefined || row === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column > MOST_COLUMNS ? null : { row: Number(row) - 1, column: column - 1 };
}

/**
 * The letters of a column, from 0.
 *
 * @example
 * columnLetters(27) // 'AB'
 */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return `${rest === 0 ? '' : columnLetters(rest - 1)}${String.fromCharCode(65 + (column % 26))}`;
}

/** The cells of a range such as `A1:C2`; null for what is none. */
export function parseRange(reference: string): MergedCells | null {
  const [from = '', to = from] = reference.split(':');
  const first = parseCellPlace(from);
  const last = parseCellPlace(to);
  if (first === null || last === null) return null;
  return {
    firstRow: first.row,
    lastRow: last.row,
    firstColumn: first.column,
    lastColumn: last.column,
  };
}
