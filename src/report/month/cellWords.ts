import { assertNever } from '../../core/never.js';
import {
  createMomentFormatter,
  formatAmount,
  formatAtLeast,
  formatAtMost,
  formatPercent,
} from '../format.js';
import { toRanges } from './figureBook.js';
import type { MonthCell, RowReference } from './monthTable.js';
import { formatMoney, groupDigits, LIST_WORDS, plural } from './monthWords.js';

/** How a report's cells are read. */
export interface CellContext {
  readonly currency: string;
  /** Without the zone, which is told once for the whole report. */
  readonly formatMoment: (iso: string) => string;
}

/** How the cells of a report are read. */
export function createCellContext({
  zone,
  currency,
}: {
  readonly zone: string;
  readonly currency: string;
}): CellContext {
  return { currency, formatMoment: createMomentFormatter(zone) };
}

/** More stretches of rows than this say less than the number of the figure does. */
const MOST_RANGES = 12;

/** A cell for a person, not escaped. */
export function cellWords(cell: MonthCell, context: CellContext): string {
  switch (cell.kind) {
    case 'text':
    case 'none':
      return cell.text;
    case 'count':
      return groupDigits(cell.count);
    case 'money':
      return formatMoney(cell.micros, context.currency);
    case 'amount':
      return formatAmount(cell.amount.toString(), { ...cell, symbol: '' }).trim();
    case 'moment':
      return context.formatMoment(cell.iso);
    case 'share':
      if (cell.figure === 'lower') return formatAtLeast(cell.share, 'as the share says');
      if (cell.figure === 'upper') return formatAtMost(cell.share, 'as the share says');
      return formatPercent(cell.share, 'as the share says');
    case 'references':
      return `F${cell.figure}: ${referenceWords(cell.references, cell.figure)}`;
    case 'figures':
      return cell.figures.map((figure) => `F${figure}`).join(' ');
    default:
      return assertNever(cell, 'cell');
  }
}

/**
 * The rows behind a figure: `P1–P3, P8`. Rows that lie scattered are told by the number of the figure,
 * which stands in each of them.
 */
export function referenceWords(references: readonly RowReference[], figure: number): string {
  if (references.length === 0) return 'no rows';
  return references
    .map(({ list, numbers }) => {
      const ranges = toRanges(numbers);
      const { letter, title } = LIST_WORDS[list];
      if (ranges.length > MOST_RANGES) {
        return `${plural(numbers.length, 'row')} of "${title}" with F${figure}`;
      }
      return ranges
        .map(({ first, last }) =>
          first === last ? `${letter}${first}` : `${letter}${first}–${letter}${last}`,
        )
        .join(', ');
    })
    .join('; ');
}

/** A whole amount of an asset as a plain decimal: `1234.5`. Exact. */
export function plainDecimal(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const rest = digits.slice(point).replace(/0+$/, '');
  return rest === '' ? digits.slice(0, point) : `${digits.slice(0, point)}.${rest}`;
}
