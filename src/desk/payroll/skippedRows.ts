import type { PayrollReading } from '../../core/payroll.js';
import { cellText } from '../../sheets/sheet.js';
import { foldWords } from './fold.js';
import { cellAt, isBlankRow, type Table } from './table.js';

/** Why a row asks for no payment. */
export type SkipReason = 'empty' | 'sum' | 'head' | 'note';

/** What stands before a sum. */
const SUM_WORDS: ReadonlySet<string> = new Set(
  'total totals totales totale subtotal sum summe gesamt gesamtsumme gesamtbetrag zwischensumme suma somme somma soma totaal'.split(
    ' ',
  ),
);

/**
 * Why a row below the heads asks for no payment, or null where it has to be read as one.
 *
 * Only a row without a wallet is ever left out: a row that says an amount and nothing else is no
 * payment only where a word says that it is a sum.
 */
export function skipReason(
  table: Table,
  row: number,
  columns: PayrollReading['columns'],
): SkipReason | null {
  const { sheet, heads, headRow } = table;
  if (isBlankRow(sheet, row)) return 'empty';
  const texts = (sheet.rows[row] ?? []).map((cell) => cellText(cell).trim());
  if (headRow >= 0 && heads.every((head, column) => (texts[column] ?? '') === head)) return 'head';
  if (cellText(cellAt(sheet, row, columns.wallet)).trim() !== '') return null;
  if (texts.some(isSum)) return 'sum';
  const hasAmount = cellText(cellAt(sheet, row, columns.amount)).trim() !== '';
  return !hasAmount && texts.filter((text) => text !== '').length === 1 ? 'note' : null;
}

function isSum(text: string): boolean {
  const words = foldWords(text);
  return words.length <= 4 && words.slice(0, 2).some((word) => SUM_WORDS.has(word));
}
