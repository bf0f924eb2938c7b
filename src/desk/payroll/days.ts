import { parseMoment } from '../../core/moment.js';
import type { DateOrder } from '../../core/paidSheet.js';
import { type CellValue, cellText } from '../../sheets/sheet.js';
import { fold } from './fold.js';
import type { WrittenCell } from './settleDecimalSign.js';
import { cellAt, type Table } from './table.js';

/** A day as a cell gives it. */
export type ReadDay =
  /** An ISO day. */
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'problem'; readonly problem: string };

/** What a column of days tells about what comes first in them. */
export interface SettledOrder {
  /** Null while it is in doubt. Day first where no day depends on it. */
  readonly order: DateOrder | null;
  /** Days that read differently either way. Rows from 0. */
  readonly doubtful: readonly WrittenCell[];
  /** The first that only begins with its day, and the first that only begins with its month. */
  readonly contrary: readonly WrittenCell[];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH_NAMES =
  'january february march april may june july august september october november december'.split(
    ' ',
  );
/** A time of day behind a day, in whatever zone: the day counts as it is written. */
const CLOCK =
  /[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/i;

/** Whether a cell is a day in some way. */
export function isDay(cell: CellValue | undefined): boolean {
  return (['day-first', 'month-first'] as const).some(
    (order) => readDay(cell, order).kind === 'day',
  );
}

/** Reads a cell as a day. `order` does not touch what a workbook tells as a date, nor what begins with its year. */
export function readDay(cell: CellValue | undefined, order: DateOrder): ReadDay {
  switch (cell?.kind) {
    case 'date': {
      const day = cell.iso.slice(0, 10);
      return parseMoment(day) === null ? NO_DAY : { kind: 'day', day };
    }
    case 'number':
      return problem('The date is a plain number; give its cells the format of a date.');
    case 'formula':
      return cell.result === null
        ? problem(
            'The date is a formula without a saved result; open the file in a spreadsheet, save it and import it again.',
          )
        : readDay(cell.result, order);
    case 'error':
      return problem('The date is an error of a formula; mend the formula.');
    default: {
      const text = cellText(cell).trim();
      return text === '' ? { kind: 'empty' } : readWritten(text, order);
    }
  }
}

/**
 * Settles what comes first in the days of a column from those that can be read in one way only, such
 * as `25/12/2026`.
 */
export function settleDateOrder(table: Table, column: number | null): SettledOrder {
  const doubtful: WrittenCell[] = [];
  const first = new Map<DateOrder, WrittenCell>();
  for (const row of column === null ? [] : table.rows) {
    const cell = cellAt(table.sheet, row, column);
    const [dayFirst, monthFirst] = [readDay(cell, 'day-first'), readDay(cell, 'month-first')];
    const written = { row, text: cellText(cell).trim() };
    if (dayFirst.kind === 'day' && monthFirst.kind === 'day') {
      if (dayFirst.day !== monthFirst.day) doubtful.push(written);
    } else if (dayFirst.kind === 'day' && !first.has('day-first')) {
      first.set('day-first', written);
    } else if (monthFirst.kind === 'day' && !first.has('month-first')) {
      first.set('month-first', written);
    }
  }
  const [order] = first.keys();
  if (first.size > 1) return { order: null, doubtful, contrary: [...first.values()] };
  if (order !== undefined) return { order, doubtful, contrary: [] };
  return { order: doubtful.length > 0 ? null : 'day-first', doubtful, contrary: [] };
}

function readWritten(text: string, order: DateOrder): ReadDay {
  const plain = text.normalize('NFKC').replace(CLOCK, '').trim();
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain) ?? [];
  if (isoYear !== undefined) return dayOf(isoYear, isoMonth, isoDay);
  const [, one, two, year] = /^(\d{1,2})[-/. ]\s?(\d{1,2})[-/. ]\s?(\d{4})$/.exec(plain) ?? [];
  if (year !== undefined) {
    return order === 'day-first' ? dayOf(year, two, one) : dayOf(year, one, two);
  }
  return readNamed(plain);
}

/** A day with the English name of its month, such as `5 Oct 2026` and `October 5, 2026`. */
function readNamed(text: string): ReadDay {
  const [, day, name, year] =
    /^(\d{1,2})(?:st|nd|rd|th)?[-. ]+(\p{L}+)[-., ]+(\d{4})$/iu.exec(text) ?? [];
  if (year !== undefined) return dayOf(year, monthOf(name), day);
  const [, month, ofMonth, ofYear] =
    /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/iu.exec(text) ?? [];
  if (ofYear !== undefined) return dayOf(ofYear, monthOf(month), ofMonth);
  return NO_DAY;
}

function monthOf(name: string | undefined): string | undefined {
  const folded = fold(name ?? '');
  const at = Math.max(MONTHS.indexOf(folded), MONTH_NAMES.indexOf(folded));
  return at < 0 ? undefined : String(at + 1);
}

function dayOf(year: string, month: string | undefined, day: string | undefined): ReadDay {
  const iso = `${year}-${(month ?? '0').padStart(2, '0')}-${(day ?? '0').padStart(2, '0')}`;
  return parseMoment(iso) === null ? NO_DAY : { kind: 'day', day: iso };
}

const NO_DAY: ReadDay = {
  kind: 'problem',
  problem: 'The date cannot be read; write it as year, month and day, such as 2026-10-05.',
};

function problem(sentence: string): ReadDay {
  return { kind: 'problem', problem: sentence };
}
