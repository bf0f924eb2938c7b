import { pack } from '../../sheets/zip.js';
import { type CellContext, createCellContext } from './cellWords.js';
import { type NumberRange, toRanges } from './figureBook.js';
import type {
  MonthCell,
  MonthReport,
  MonthTable,
  ReferenceList,
  RowReference,
} from './monthTable.js';
import { REFERENCE_LISTS } from './monthTable.js';
import { LIST_WORDS } from './monthWords.js';
import { workbookParts } from './xlsxParts.js';
import { createSheetWriter, type FindTarget, type XlsxSheet } from './xlsxSheet.js';

/** Spreadsheets drop links beyond 65,530 of a sheet without a word. */
const MOST_LINKS = 60_000;

/** Names of the sheets: no name may hold the sign that ends it in a link. */
const LIST_SHEETS: Readonly<Record<ReferenceList, string>> = {
  payments: 'Payments',
  screenings: 'Screenings',
  records: 'Records',
};

/**
 * A month's report as a workbook: the summary, the lists of rows, and for each figure the way to its
 * rows. The same report gives the same bytes.
 *
 * Units: amounts are numbers where a spreadsheet keeps all their digits, else texts; times are dates
 * in the zone of the report.
 */
export function formatMonthXlsx(report: MonthReport): Uint8Array {
  const context = createCellContext(report);
  const rows = figureRows(report);
  const targets = findTargets(rows);
  const findTarget: FindTarget = (figure) => targets.get(figure) ?? null;
  const sheets = [
    summarySheet(report, context, findTarget),
    ...REFERENCE_LISTS.map((list) => listSheet(report.lists[list], LIST_SHEETS[list], context)),
    ...rowSheets(rows, context),
  ];
  const parts = workbookParts(sheets, report);
  return pack(new Map([...parts].map(([path, xml]) => [path, Buffer.from(xml, 'utf8')])));
}

function summarySheet(
  report: MonthReport,
  context: CellContext,
  findTarget: FindTarget,
): XlsxSheet {
  const writer = createSheetWriter(context, findTarget);
  writer.addText(report.title, 'title');
  for (const sentence of report.opening) writer.addText(sentence, 'plain');
  for (const section of report.sections) {
    const tables = section.tables.filter(({ rows, isExcerpt }) => rows.length > 0 && !isExcerpt);
    writer.addBlank();
    writer.addText(section.title, 'title');
    for (const sentence of section.sentences) writer.addText(sentence, 'plain');
    if (section.tables.length === 0 && section.pictures.length > 0) {
      writer.addText('Drawn in the PDF file alone.', 'plain');
    } else if (section.tables.every(({ rows }) => rows.length === 0)) {
      writer.addText('None.', 'plain');
    }
    for (const table of tables) {
      if (table.caption !== null) writer.addText(table.caption, 'plain');
      writer.addTable(table);
    }
  }
  const widths = [26, 26, 22, 14, 14, 14, 18, 18, 24, 20, 20];
  return writer.finish({ name: 'Summary', frozenRows: 1, widths, filterColumns: 0 });
}

function listSheet(table: MonthTable, name: string, context: CellContext): XlsxSheet {
  const writer = createSheetWriter(context, () => null);
  writer.addTable(table);
  const widths = table.columns.map(({ weight, place }) =>
    place === 'column' ? Math.max(9, weight + 4) : 24,
  );
  return writer.finish({ name, frozenRows: 1, widths, filterColumns: table.columns.length });
}

/** A stretch of rows behind a figure. */
interface FigureRow {
  readonly figure: number;
  readonly list: ReferenceList;
  readonly range: NumberRange;
}

function figureRows({ sections }: MonthReport): readonly FigureRow[] {
  const cells = sections.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.flat()));
  return cells
    .filter(
      (cell): cell is Extract<MonthCell, { kind: 'references' }> => cell.kind === 'references',
    )
    .flatMap(({ figure, references }) =>
      references.flatMap(({ list, numbers }: RowReference) =>
        toRanges(numbers).map((range) => ({ figure, list, range })),
      ),
    );
}

/** Straight to the rows where they lie together, else to the list of where they lie. */
function findTargets(rows: readonly FigureRow[]): ReadonlyMap<number, string> {
  const targets = new Map<number, string>();
  rows.forEach((row, at) => {
    if (targets.has(row.figure)) return;
    const isOnly = rows[at + 1]?.figure !== row.figure;
    const place = `'${rowSheetName(Math.floor(at / MOST_LINKS))}'!A${(at % MOST_LINKS) + 2}`;
    targets.set(row.figure, isOnly ? targetOf(row) : place);
  });
  return targets;
}

/** The head of a list takes its first row. */
function targetOf({ list, range }: FigureRow): string {
  const cells = `A${range.first + 1}${range.last === range.first ? '' : `:A${range.last + 1}`}`;
  return `'${LIST_SHEETS[list]}'!${cells}`;
}

function rowSheetName(at: number): string {
  return at === 0 ? 'Rows' : `Rows ${at + 1}`;
}

function rowSheets(rows: readonly FigureRow[], context: CellContext): readonly XlsxSheet[] {
  const count = Math.max(1, Math.ceil(rows.length / MOST_LINKS));
  return Array.from({ length: count }, (_, sheet) => {
    const writer = createSheetWriter(context, () => null);
    writer.addHeads(['figure', 'list', 'rows']);
    for (const row of rows.slice(sheet * MOST_LINKS, (sheet + 1) * MOST_LINKS)) {
      const { letter } = LIST_WORDS[row.list];
      const { first, last } = row.range;
      const text = first === last ? `${letter}${first}` : `${letter}${first}–${letter}${last}`;
      writer.addLinkRow([`F${row.figure}`, LIST_SHEETS[row.list], text], targetOf(row));
    }
    return writer.finish({
      name: rowSheetName(sheet),
      frozenRows: 1,
      widths: [10, 14, 20],
      filterColumns: 3,
    });
  });
}
