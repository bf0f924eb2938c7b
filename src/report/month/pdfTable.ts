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

/** Draws a table; its head is told again on each page. */
export function drawTable(pen: PdfPen, table: MonthTable, context: CellContext): void {
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
  for (const row of table.rows) {
    const under = lines
      .map(({ column, at }) => ({ head: column.head, text: wordsOf(row[at], context) }))
      .filter(({ text }) => text !== '')
      .map(({ head, text }) => `${head}: ${text}`)
      .join('  ·  ');
    drawRow(pen, columns, setRow(pen, row, columns, context), under);
  }
  pen.down(8);
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
function drawRow(pen: PdfPen, columns: readonly PaperColumn[], row: SetRow, under: string): void {
  const underLines =
    under === ''
      ? []
      : pen.setText(under, {
          weight: 'regular',
          size: SIZE - 1,
          width: pen.width() - UNDER_INDENT,
        });
  const count = Math.max(1, ...row.map((lines) => lines.length));
  const height = rowHeight(row) + underLines.length * LINE;
  if (height > pen.room() && height <= pen.fullRoom() / 2) continueOnNext(pen, columns);
  pen.down(PADDING);
  for (let from = 0; from < count; ) {
    if (pen.room() < LINE) continueOnNext(pen, columns);
    const to = Math.min(count, from + Math.max(1, Math.floor(pen.room() / LINE)));
    drawLines(pen, columns, row, { from, to });
    from = to;
  }
  for (const line of underLines) {
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
