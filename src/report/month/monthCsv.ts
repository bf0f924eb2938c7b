import { stringify } from 'csv-stringify/sync';
import { assertNever } from '../../core/never.js';
import { escapeText } from '../format.js';
import { plainDecimal, referenceWords } from './cellWords.js';
import type { MonthCell, MonthReport, MonthTable } from './monthTable.js';
import { REFERENCE_LISTS } from './monthTable.js';

/**
 * A month's report as one CSV table: the column `row` tells what a row is about, such as
 * `paid-by-chain` or `payment`; the columns after it are those of all tables.
 *
 * Units: amounts in whole units of their asset, worth in the currency, both exact and with a point;
 * times in ISO 8601; shares of six places where 1 is all.
 * Edge: a cell that a spreadsheet would run as a formula begins with an apostrophe.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function formatMonthCsv(report: MonthReport): string {
  const { month, zone, currency, asOf } = report;
  const tables = [
    ...report.sections.flatMap((section) => section.tables.filter(({ isExcerpt }) => !isExcerpt)),
    ...REFERENCE_LISTS.map((list) => report.lists[list]),
  ];
  const rows = tables.flatMap((each) =>
    each.rows.map((cells) => ({
      month,
      zone,
      currency,
      as_of: asOf,
      row: each.key,
      ...fields(each, cells),
    })),
  );
  const columns = ['month', 'zone', 'currency', 'as_of', 'row', ...columnKeys(tables)];
  return stringify(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, text]) => [key, escapeText(text)])),
    ),
    { header: true, columns, escape_formulas: true, record_delimiter: 'windows' },
  );
}

/** Every column once. Order: as the tables first have them; a figure's number before its rows. */
function columnKeys(tables: readonly MonthTable[]): readonly string[] {
  return [
    ...new Set(
      tables.flatMap(({ columns }) =>
        columns.flatMap(({ key }) => (isReference(key) ? [figureKey(key), key] : [key])),
      ),
    ),
  ];
}

function isReference(key: string): boolean {
  return key === 'rows' || key.endsWith('_rows');
}

function figureKey(key: string): string {
  return key === 'rows' ? 'figure' : key.replace(/rows$/, 'figure');
}

function fields(
  { columns }: MonthTable,
  cells: readonly MonthCell[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    columns.flatMap(({ key }, at): [string, string][] => {
      const cell = cells[at];
      if (cell === undefined) return [];
      if (cell.kind !== 'references') return [[key, plainText(cell)]];
      return [
        [figureKey(key), `F${cell.figure}`],
        [key, referenceWords(cell.references, cell.figure)],
      ];
    }),
  );
}

/** A cell for a machine: exact, without grouping, empty where nothing is known. */
function plainText(cell: Exclude<MonthCell, { readonly kind: 'references' }>): string {
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'none':
      return '';
    case 'count':
      return `${cell.count}`;
    case 'money':
      return plainDecimal(cell.micros, 6);
    case 'amount':
      return plainDecimal(cell.amount, cell.decimals);
    case 'moment':
      return cell.iso;
    case 'share':
      return cell.share;
    case 'figures':
      return cell.figures.map((figure) => `F${figure}`).join(' ');
    default:
      return assertNever(cell, 'cell');
  }
}
