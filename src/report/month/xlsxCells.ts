import { columnLetters } from '../../sheets/cellPlace.js';
import { isFormula } from '../../sheets/defuse.js';
import { escapeXml } from '../../sheets/xml.js';
import { escapeText } from '../format.js';
import { type CellContext, cellWords, plainDecimal } from './cellWords.js';
import type { MonthCell } from './monthTable.js';

/** Looks of cells, by their number in the styles of the workbook. */
export const CELL_STYLES = {
  plain: 0,
  head: 1,
  title: 2,
  wrapped: 3,
  /** A text that looks like a formula stays a text when its cell is edited. */
  quoted: 4,
  whole: 5,
  decimal: 6,
  moment: 7,
  day: 8,
  share: 9,
  link: 10,
  /** A number with more digits than a spreadsheet keeps. */
  digits: 11,
} as const;

/** The look of a cell. */
export type CellStyle = keyof typeof CELL_STYLES;

/** Digits that a spreadsheet keeps. Source: https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3 */
const MOST_DIGITS = 15;
/** Characters that a cell can hold, by the same source. */
const MOST_CHARACTERS = 32_767;

/** A cell of a sheet as XML; `row` and `column` count from 0. Edge: nothing is no cell. */
export function cellXml(
  cell: MonthCell,
  place: { readonly row: number; readonly column: number },
  context: CellContext,
): string {
  switch (cell.kind) {
    case 'count':
      return numberXml(place, `${cell.count}`, 'whole');
    case 'money':
      return decimalXml(place, plainDecimal(cell.micros, 6));
    case 'amount':
      return decimalXml(place, plainDecimal(cell.amount, cell.decimals));
    case 'share':
      return numberXml(place, cell.share, 'share');
    case 'moment':
      return momentXml(place, context.formatMoment(cell.iso));
    case 'references':
      return textXml(place, cellWords(cell, context), 'link');
    default:
      return textXml(place, cellWords(cell, context), 'wrapped');
  }
}

/** A text of its own, which no program takes for a formula. */
export function textXml(
  { row, column }: { readonly row: number; readonly column: number },
  text: string,
  style: CellStyle,
): string {
  if (text === '') return '';
  const shown = escapeText(text);
  const look = style === 'wrapped' && isFormula(shown) ? 'quoted' : style;
  const fitting =
    shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS - 1)}…` : shown;
  // Spreadsheets read such a sequence as the sign that it names.
  const literal = fitting.replace(/_x[0-9A-Fa-f]{4}_/g, '_x005F$&');
  return `<c r="${columnLetters(column)}${row + 1}" s="${CELL_STYLES[look]}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(literal)}</t></is></c>`;
}

function numberXml(
  { row, column }: { readonly row: number; readonly column: number },
  value: string,
  style: CellStyle,
): string {
  return `<c r="${columnLetters(column)}${row + 1}" s="${CELL_STYLES[style]}"><v>${value}</v></c>`;
}

/** A number where the spreadsheet keeps each of its digits, else a text of all of them. */
function decimalXml(
  place: { readonly row: number; readonly column: number },
  decimal: string,
): string {
  const digits = decimal.replace('.', '').replace(/^0+/, '');
  return digits.length <= MOST_DIGITS
    ? numberXml(place, decimal, 'decimal')
    : textXml(place, decimal, 'digits');
}

/** Days since 1900 as spreadsheets count them, or the text where it is no moment. */
function momentXml(place: { readonly row: number; readonly column: number }, text: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}))?$/.exec(text);
  if (match === null) return textXml(place, text, 'plain');
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  const days = Date.UTC(year ?? 0, (month ?? 1) - 1, day) / DAY_MS + DAYS_TO_1970;
  if (match[4] === undefined) return numberXml(place, `${days}`, 'day');
  const minutes = (hour ?? 0) * 60 + (minute ?? 0);
  return numberXml(place, `${days + minutes / (24 * 60)}`, 'moment');
}

const DAY_MS = 86_400_000;
const DAYS_TO_1970 = 25_569;
