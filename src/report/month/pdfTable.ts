import { escapeText } from '../format.js';
import { type CellContext, cellWords } from './cellWords.js';
import type { MonthCell, MonthColumn, MonthTable } from './monthTable.js';
import { ASCENT, COLORS, LEADING, type PdfPen } from './pdfPen.js';
import type { TextLine } from './textLines.js';

const SIZE = 7;
const LINE = SIZE * LEADING;
const GAP = 6;
const PADDING = 1.8;

interface PaperColumn {
  readonly column: MonthColumn;
  /** Position among all columns of the table. */
  readonly at: number;
  readonly x: number;
  readonly width: number;
  readonly isRight: boolean;
}

/**
 * Draws a table; its head is told again on each page. `after`: the height of what has to stand under its
 * last row. Units: points.
 */
export function drawTable(pen: PdfPen, table: MonthTable, context: CellContext, after = 0): void {
  const columns = placeColumns(table, pen.width());
  const lines = table.columns.flatMap((column, at) =>
    column.place === 'line' ? [{ column, at }] : [],
  );
  const [first] = table.rows;
  if (first === undefined) return;
  const height =
    headHeight(pen, columns) + rowHeight(setRow(pen, first, columns, context)) + 2 * LINE;
  if (pen.room() < height) pen.newPage();
  drawHead(pen, columns);
  const setAt = (row: readonly MonthCell[]): PaperRow => {
    const under = lines
      .map(({ column, at }) => ({ head: column.head, text: wordsOf(row[at], context) }))
      .filter(({ text }) => text !== '')
      .map(({ head, text }) => `${head}: ${text}`)
      .join('  ·  ');
    return { cells: setRow(pen, row, columns, context), under: setUnder(pen, under) };
  };
  const tail = tailOf(table.rows, (row) => heightOf(setAt(row)));
  for (const [at, row] of table.rows.entries()) {
    const isTorn = at === tail.from && at > 0 && pen.room() < tail.height + after;
    if (isTorn) continueOnNext(pen, columns);
    drawRow(pen, columns, setAt(row));
  }
  pen.down(8);
}

/** So much of a table goes over to its last page at least, so that none ends in a row or two. Units: points. */
const LEAST_REST = 120;

/** The last rows, which stay together where a table goes over pages. */
function tailOf<Row>(
  rows: readonly Row[],
  heightOfRow: (row: Row) => number,
): { readonly from: number; readonly height: number } {
  let [from, height] = [rows.length, 0];
  for (const row of rows.toReversed()) {
    if (height >= LEAST_REST) break;
    height += heightOfRow(row);
    from -= 1;
  }
  return { from, height };
}

function placeColumns(table: MonthTable, width: number): readonly PaperColumn[] {
  const shown = table.columns.flatMap((column, at) =>
    column.place === 'column' ? [{ column, at }] : [],
  );
  const weights = shown.reduce((sum, { column }) => sum + column.weight, 0);
  const unit = (width - GAP * (shown.length - 1)) / weights;
  let x = 0;
  return shown.map(({ column, at }) => {
    const placed = { column, at, x, width: column.weight * unit, isRight: isNumbers(table, at) };
    x += placed.width + GAP;
    return placed;
  });
}

function isNumbers({ rows }: MonthTable, at: number): boolean {
  const kinds = rows.map((row) => row[at]?.kind).filter((kind) => kind !== 'none');
  return kinds.length > 0 && kinds.every((kind) => kind !== undefined && NUMBERS.has(kind));
}

const NUMBERS: ReadonlySet<MonthCell['kind']> = new Set(['count', 'money', 'amount', 'share']);

function wordsOf(cell: MonthCell | undefined, context: CellContext): string {
  return cell === undefined ? '' : escapeText(cellWords(cell, context));
}

type SetRow = readonly (readonly TextLine[])[];

/** A row as it is set: its cells, and what stands in lines under them. */
interface PaperRow {
  readonly cells: SetRow;
  readonly under: readonly TextLine[];
}

function heightOf({ cells, under }: PaperRow): number {
  return rowHeight(cells) + under.length * LINE;
}

function setUnder(pen: PdfPen, text: string): readonly TextLine[] {
  if (text === '') return [];
  return pen.setText(text, {
    ...{ weight: 'regular', size: SIZE - 1 },
    width: pen.width() - UNDER_INDENT,
  });
}

function setRow(
  pen: PdfPen,
  row: readonly MonthCell[],
  columns: readonly PaperColumn[],
  context: CellContext,
): SetRow {
  return columns.map(({ at, width }) =>
    pen.setText(wordsOf(row[at], context), { weight: 'regular', size: SIZE, width }),
  );
}

function rowHeight(row: SetRow): number {
  return Math.max(1, ...row.map((lines) => lines.length)) * LINE + 2 * PADDING;
}

function setHead(pen: PdfPen, columns: readonly PaperColumn[]): SetRow {
  return columns.map(({ column, width }) =>
    pen.setText(column.head, { weight: 'bold', size: SIZE, width }),
  );
}

function headHeight(pen: PdfPen, columns: readonly PaperColumn[]): number {
  return rowHeight(setHead(pen, columns));
}

function drawHead(pen: PdfPen, columns: readonly PaperColumn[]): void {
  const head = setHead(pen, columns);
  pen.down(PADDING);
  drawLines(pen, columns, head, { from: 0, to: Math.max(...head.map((lines) => lines.length)) });
  pen.down(PADDING);
  rule(pen, COLORS.ink);
}

/** A row that does not fit on a page goes on over the next; others stay whole. */
function drawRow(pen: PdfPen, columns: readonly PaperColumn[], row: PaperRow): void {
  const { cells, under } = row;
  const count = Math.max(1, ...cells.map((lines) => lines.length));
  const height = heightOf(row);
  if (height > pen.room() && height <= pen.fullRoom() / 2) continueOnNext(pen, columns);
  pen.down(PADDING);
  for (let from = 0; from < count; ) {
    if (pen.room() < LINE) continueOnNext(pen, columns);
    const to = Math.min(count, from + Math.max(1, Math.floor(pen.room() / LINE)));
    drawLines(pen, columns, cells, { from, to });
    from = to;
  }
  for (const line of under) {
    if (pen.room() < LINE) continueOnNext(pen, columns);
    const place = { x: pen.left + UNDER_INDENT, base: pen.y() + SIZE * ASCENT };
    pen.drawLine(line, place, { size: SIZE - 1, color: COLORS.pale });
    pen.down(LINE);
  }
  pen.down(PADDING);
  rule(pen, COLORS.rule);
}

const UNDER_INDENT = 12;

function continueOnNext(pen: PdfPen, columns: readonly PaperColumn[]): void {
  pen.newPage();
  drawHead(pen, columns);
}

function drawLines(
  pen: PdfPen,
  columns: readonly PaperColumn[],
  row: SetRow,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  columns.forEach(({ x, width, isRight }, at) => {
    row[at]?.slice(from, to).forEach((line, index) => {
      const indent = isRight ? Math.max(0, width - line.width) : 0;
      const base = pen.y() + index * LINE + SIZE * ASCENT;
      pen.drawLine(line, { x: pen.left + x + indent, base }, { size: SIZE, color: COLORS.ink });
    });
  });
  pen.down((to - from) * LINE);
}

function rule(pen: PdfPen, color: string): void {
  pen.doc
    .moveTo(pen.left, pen.y())
    .lineTo(pen.left + pen.width(), pen.y())
    .lineWidth(0.4)
    .strokeColor(color)
    .stroke();
}
