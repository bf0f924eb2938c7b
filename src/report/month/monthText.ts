import { escapeText } from '../format.js';
import { BLANK, type Line, line, renderLines, type TextLayout, table, wrap } from '../lines.js';
import { type CellContext, cellWords, createCellContext } from './cellWords.js';
import type { MonthCell, MonthReport, MonthSection, MonthTable } from './monthTable.js';
import { plural } from './monthWords.js';

/** More rows than this of one table are for a file. */
const MOST_ROWS = 40;

/** What the last column of a table needs at least. Units: columns of the terminal. */
const LAST_ROOM = 16;

/**
 * A month for somebody at a terminal: what needs a look first, then every figure. The rows behind the
 * figures, the pictures and whatever found no room are in the files.
 */
export function formatMonthText(report: MonthReport, layout: TextLayout): string {
  const context = createCellContext(report);
  const [first = '', ...opening] = report.opening.filter((sentence) => !isAboutRows(sentence));
  const lines = [
    line(0, { style: 'strong', text: report.title }),
    ...wrap(first, { indent: 0, width: layout.width, style: styleOf(report) }),
    ...opening.flatMap((sentence) => wrap(sentence, { indent: 0, width: layout.width })),
    ...report.sections.flatMap((section) => describeSection(section, context, layout.width)),
    BLANK,
    ...wrap(
      'The rows behind each figure: --csv, --xlsx FILE, --pdf FILE (with pictures) or --json.',
      { indent: 0, width: layout.width, style: 'faint' },
    ),
  ];
  return renderLines(lines, layout.paint);
}

/** The lists at the end that this sentence speaks of are those of files. */
function isAboutRows(sentence: string): boolean {
  return sentence.includes('F numbers name figures');
}

function styleOf({ sections }: MonthReport): 'alarm' | 'strong' {
  const unscreened = sections.find(({ key }) => key === 'unscreened');
  return unscreened?.tables.some(({ rows }) => rows.length > 0) === true ? 'alarm' : 'strong';
}

function describeSection(
  section: MonthSection,
  context: CellContext,
  width: number,
): readonly Line[] {
  const tables = section.tables.filter(({ rows }) => rows.length > 0);
  if (tables.length === 0 && section.pictures.length > 0) return [];
  return [
    BLANK,
    line(0, { style: 'strong', text: section.title }),
    ...section.sentences.flatMap((sentence) => wrap(sentence, { indent: 2, width })),
    ...(tables.length === 0 && section.sentences.length === 0 ? [line(2, 'None.')] : []),
    ...tables.flatMap((each) => describeTable(each, tables.length > 1, context, width)),
  ];
}

function describeTable(
  { key: tableKey, caption, columns, rows }: MonthTable,
  hasNeighbours: boolean,
  context: CellContext,
  width: number,
): readonly Line[] {
  const shown = rows.slice(0, MOST_ROWS);
  const places = columns.flatMap(({ place, key }, at) =>
    place === 'column' && !isForPaper(tableKey, key) && !hasReferences(rows, at) ? [at] : [],
  );
  const words = (row: readonly MonthCell[], at: number): string => {
    const cell = row[at];
    return cell === undefined ? '' : escapeText(cellWords(cell, context));
  };
  const heads = places.map((at) => columns[at]?.head ?? '');
  const cells = shown.map((row) => places.map((at) => words(row, at)));
  const left = rows.length - shown.length;
  return [
    ...(hasNeighbours && caption !== null ? [BLANK, line(2, caption)] : []),
    ...(fits([heads, ...cells], width)
      ? table([heads, ...cells], { indent: 2, width, right: numbersAmong(rows, places) })
      : cells.flatMap((row) => describeRow(heads, row, width))),
    ...(left > 0 ? [line(2, `… and ${plural(left, 'more row')} in the files.`)] : []),
  ];
}

function hasReferences(rows: readonly (readonly MonthCell[])[], at: number): boolean {
  return rows.some((row) => row[at]?.kind === 'references');
}

/** What is the same every month, and would leave no room for a table of concerns. */
function isForPaper(table: string, column: string): boolean {
  return table === 'concern' && column === 'why';
}

/** Whether the columns before the last leave it room. */
function fits(rows: readonly (readonly string[])[], width: number): boolean {
  const [heads = []] = rows;
  const widths = heads.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 2);
  const last = widths.at(-1) ?? 0;
  return before + Math.min(last, LAST_ROOM) <= width;
}

/** A row that is too wide for a table: each of its cells with its head. */
function describeRow(
  heads: readonly string[],
  cells: readonly string[],
  width: number,
): readonly Line[] {
  const told = cells.flatMap((cell, at) => (cell === '' ? [] : [`${heads[at] ?? ''}: ${cell}`]));
  return wrap(told.join(' · '), { indent: 2, width, hang: 2 });
}

const NUMBERS: ReadonlySet<MonthCell['kind']> = new Set(['count', 'money', 'amount', 'share']);

function numbersAmong(
  rows: readonly (readonly MonthCell[])[],
  places: readonly number[],
): readonly number[] {
  return places.flatMap((at, index) =>
    rows.some((row) => NUMBERS.has(row[at]?.kind ?? 'none')) ? [index] : [],
  );
}
