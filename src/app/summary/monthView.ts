import type { MonthPayment } from '../../core/monthlySummary.js';
import type { Decision } from '../../core/verdict.js';
import type {
  MonthCell,
  MonthColumn,
  MonthReport,
  MonthSection,
  MonthTable,
  ReferenceList,
} from '../../report/month/monthTable.js';
import { REFERENCE_LISTS } from '../../report/month/monthTable.js';
import type { MonthReading } from './monthDesk.js';
import type { MonthEdition } from './monthEdition.js';

/** A cell as a page shows it: where a file lists rows, a page leads to them. */
export type ViewCell =
  | Exclude<MonthCell, { readonly kind: 'references' }>
  | { readonly kind: 'rows'; readonly figure: number; readonly count: number };

/** A table as a page shows it. */
export interface ViewTable extends Omit<MonthTable, 'rows' | 'columns'> {
  readonly columns: readonly MonthColumn[];
  readonly rows: readonly (readonly ViewCell[])[];
  /** Rows that are left out here, and are in the files. */
  readonly left: number;
}

/** A part of a month as a page shows it. */
export interface ViewSection extends Omit<MonthSection, 'tables'> {
  readonly tables: readonly ViewTable[];
}

/** A month as a page shows it: small, however many payments it has. */
export interface MonthView
  extends Pick<MonthReport, 'month' | 'zone' | 'currency' | 'asOf' | 'title' | 'opening'> {
  readonly edition: MonthEdition;
  readonly isRunning: boolean;
  readonly figuresDigest: string;
  readonly sections: readonly ViewSection[];
}

/** More rows of one table than these are for a file. */
const MOST_ROWS = 100;

/** What a page shows of a month. */
export function viewOf({ edition, summary, report, figuresDigest }: MonthReading): MonthView {
  const { month, zone, currency, asOf, title, opening, sections } = report;
  return {
    ...{ month, zone, currency, asOf, title, opening, edition, figuresDigest },
    isRunning: summary.isRunning,
    sections: sections.map((section) => ({ ...section, tables: section.tables.map(viewTable) })),
  };
}

function viewTable(table: MonthTable): ViewTable {
  return {
    ...table,
    rows: table.rows.slice(0, MOST_ROWS).map((row) => row.map(viewCell)),
    left: Math.max(0, table.rows.length - MOST_ROWS),
  };
}

function viewCell(cell: MonthCell): ViewCell {
  if (cell.kind !== 'references') return cell;
  const count = cell.references.reduce((sum, { numbers }) => sum + numbers.length, 0);
  return { kind: 'rows', figure: cell.figure, count };
}

/** The rows behind a figure, a page of them. */
export interface FigureRows {
  readonly month: string;
  readonly zone: string;
  readonly currency: string;
  readonly asOf: string;
  readonly edition: MonthEdition;
  readonly figure: number;
  /** Where the figure stands, in words. Order: section, table, row; without what is empty. */
  readonly place: readonly string[];
  readonly count: number;
  readonly payments: readonly MonthPayment[];
  /** `decision`: null where it is of another month. */
  readonly screenings: readonly { readonly id: string; readonly decision: Decision | null }[];
  /** Ids of checks and whatever else is told by its id alone. */
  readonly records: readonly string[];
  /** How many rows come before the next page; null on the last. */
  readonly nextAfter: number | null;
}

/** The rows behind a figure; null where there is no figure of that number. Order: of the lists. */
export function findFigure(
  { edition, summary, report }: MonthReading,
  {
    figure,
    after,
    limit,
  }: { readonly figure: number; readonly after: number; readonly limit: number },
): FigureRows | null {
  const found = locate(report, figure);
  if (found === null) return null;
  const { place, references } = found;
  const all = REFERENCE_LISTS.flatMap((list) => {
    const numbers = references.find((one) => one.list === list)?.numbers ?? [];
    return numbers.map((number) => ({ list, number }));
  });
  const shown = all.slice(after, after + limit);
  const of = (list: ReferenceList): readonly number[] =>
    shown.flatMap((row) => (row.list === list ? [row.number] : []));
  const decisions = decisionsOf(summary.screenings);
  const { month, zone, currency, asOf } = report;
  return {
    ...{ month, zone, currency, asOf, edition, figure, place, count: all.length },
    payments: of('payments').flatMap((number) => summary.payments[number - 1] ?? []),
    screenings: idsOf(report, 'screenings', of('screenings')).map((id) => ({
      id,
      decision: decisions.get(id) ?? null,
    })),
    records: idsOf(report, 'records', of('records')),
    nextAfter: all.length > after + limit ? after + limit : null,
  };
}

function locate({ sections }: MonthReport, figure: number) {
  for (const { title, tables } of sections) {
    for (const { caption, columns, rows } of tables) {
      for (const row of rows) {
        const cell = row.find((one) => one.kind === 'references' && one.figure === figure);
        if (cell?.kind !== 'references') continue;
        const place = [title, caption ?? '', labelOf(columns, row)].filter((one) => one !== '');
        return { place, references: cell.references };
      }
    }
  }
  return null;
}

/** The first word of a row that people read. */
function labelOf(columns: readonly MonthColumn[], row: readonly MonthCell[]): string {
  const at = columns.findIndex(
    ({ place }, index) => place === 'column' && row[index]?.kind === 'text',
  );
  const cell = row[at];
  return cell?.kind === 'text' ? cell.text : '';
}

function idsOf(
  { lists }: MonthReport,
  list: ReferenceList,
  numbers: readonly number[],
): readonly string[] {
  const { columns, rows } = lists[list];
  const at = columns.findIndex(({ key }) => key.endsWith('_id'));
  return numbers.flatMap((number) => {
    const cell = rows[number - 1]?.[at];
    return cell?.kind === 'text' ? [cell.text] : [];
  });
}

function decisionsOf(
  screenings: MonthReading['summary']['screenings'],
): ReadonlyMap<string, Decision> {
  return new Map(
    (['hold', 'incomplete', 'review', 'proceed'] as const).flatMap((decision) =>
      screenings[decision].ids.map((id) => [id, decision] as const),
    ),
  );
}
