import { InputError } from '../core/errors.js';
import { columnLetters, MOST_COLUMNS, parseRange } from './cellPlace.js';
import { defuseText } from './defuse.js';
import { SHEET_LIMITS } from './limits.js';
import type { AddedColumn } from './sheet.js';
import { type PlacedCell, type PlacedRow, planSheet, type SheetPlan } from './sheetPlan.js';
import { escapeXml, type XmlElement } from './xml.js';

/** A stretch of a text, and what takes its place; an empty stretch is a place to insert at. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Columns, the first of which stands at `first`, from 0. */
interface Added {
  readonly headRow: number;
  readonly columns: readonly AddedColumn[];
  readonly first: number;
}

/**
 * The text of a sheet with columns right of all that stands from the head row on.
 *
 * All else keeps its letters: only the rows that get cells change, and what says how far the sheet
 * goes. Heads look like the last head that was there; columns that nobody would see are shown.
 */
export function addColumns(xml: string, headRow: number, columns: readonly AddedColumn[]): string {
  const plan = planSheet(xml);
  const added = { headRow, columns, first: firstFreeColumn(plan, headRow) };
  if (added.first + columns.length > MOST_COLUMNS) {
    throw new InputError('The sheet has no columns left at its right end.');
  }
  if (columns.length === 0) return xml;
  const edits = [
    ...dimensionEdits(xml, plan, added),
    ...plan.hiddenColumns.flatMap((element) => shownColumnEdits(xml, element, added)),
    ...rowEdits(xml, plan, added),
  ];
  return applyEdits(xml, edits);
}

function firstFreeColumn(plan: SheetPlan, headRow: number): number {
  let last = -1;
  for (const { row, cells } of plan.rows) {
    if (row < headRow) continue;
    for (const { column, isFilled } of cells) if (isFilled && column > last) last = column;
  }
  for (const { lastRow, lastColumn } of plan.merges) {
    if (lastRow >= headRow && lastColumn > last) last = lastColumn;
  }
  return last + 1;
}

function rowEdits(xml: string, plan: SheetPlan, added: Added): readonly Edit[] {
  const byRow = new Map(plan.rows.map((placed) => [placed.row, placed]));
  const wanted = new Set([
    ...(added.headRow < 0 ? [] : [added.headRow]),
    ...added.columns.flatMap(({ cells }) => [...cells.keys()].filter((row) => row > added.headRow)),
  ]);
  return [...wanted]
    .sort((a, b) => a - b)
    .flatMap((row) => {
      const placed = byRow.get(row);
      return placed === undefined ? newRow(plan, row, added) : cellEdits(xml, placed, added);
    });
}

/** Our cells of a row, without those that say nothing. */
function textsOf(row: number, added: Added): readonly (readonly [column: number, text: string])[] {
  return added.columns.flatMap(({ head, cells }, at) => {
    const text = row === added.headRow ? head : (cells.get(row) ?? '');
    return text === '' ? [] : [[added.first + at, text] as const];
  });
}

function cellEdits(xml: string, placed: PlacedRow, added: Added): readonly Edit[] {
  const { row, element, cells } = placed;
  const lastHead = row === added.headRow ? cells.findLast(({ isFilled }) => isFilled) : undefined;
  const inserted: Edit[] = textsOf(row, added).map(([column, text]) => {
    const there = cells.find((cell) => cell.column === column);
    const next = cells.find((cell) => cell.column > column);
    const style = there?.style ?? lastHead?.style ?? null;
    const { start, end } = there ?? insertionPlace(placed, next);
    return { start, end, text: cellXml(row, column, text, style, element.prefix) };
  });
  if (inserted.length === 0) return [];
  // Readers may trust what a row says of its width.
  const tag = xml.slice(element.start, element.end).replace(/\sspans=("[^"]*"|'[^']*')/, '');
  const { start, end } = element;
  if (!element.isSelfClosing) return [{ start, end, text: tag }, ...inserted];
  const whole = inserted.map(({ text }) => text).join('');
  const opened = tag.replace(/\/\s*>$/, '>');
  return [{ start, end, text: `${opened}${whole}</${element.prefix}row>` }];
}

function insertionPlace(
  { closeStart }: PlacedRow,
  next: PlacedCell | undefined,
): { readonly start: number; readonly end: number } {
  const start = next?.start ?? closeStart;
  return { start, end: start };
}

function newRow(plan: SheetPlan, row: number, added: Added): readonly Edit[] {
  const texts = textsOf(row, added);
  const next = plan.rows.find((placed) => placed.row > row);
  const prefix = plan.rows[0]?.element.prefix;
  const start = next?.element.start ?? plan.rowsEnd?.start;
  if (texts.length === 0) return [];
  if (prefix === undefined || start === undefined) {
    throw new InputError('The sheet has no rows to which columns could be added.');
  }
  const cells = texts.map(([column, text]) => cellXml(row, column, text, null, prefix)).join('');
  const text = `<${prefix}row r="${row + 1}">${cells}</${prefix}row>`;
  return [{ start, end: start, text }];
}

/** A cell with a text of its own, which no program takes for a formula. */
function cellXml(
  row: number,
  column: number,
  text: string,
  style: string | null,
  prefix: string,
): string {
  const place = `r="${columnLetters(column)}${row + 1}"`;
  const styled = style === null ? '' : ` s="${escapeXml(style)}"`;
  const said = defuseText(text)
    .slice(0, SHEET_LIMITS.cellCharacters)
    .replace(/_x[0-9A-Fa-f]{4}_/g, '_x005F$&');
  const inner = `<${prefix}t xml:space="preserve">${escapeXml(said)}</${prefix}t>`;
  return `<${prefix}c ${place}${styled} t="inlineStr"><${prefix}is>${inner}</${prefix}is></${prefix}c>`;
}

function dimensionEdits(xml: string, plan: SheetPlan, added: Added): readonly Edit[] {
  const range = parseRange(plan.dimension?.attributes.get('ref') ?? '');
  if (plan.dimension === null || range === null) return [];
  const { start, end } = plan.dimension;
  const last = Math.max(range.lastColumn, added.first + added.columns.length - 1);
  const from = `${columnLetters(range.firstColumn)}${range.firstRow + 1}`;
  const ref = `ref="${from}:${columnLetters(last)}${range.lastRow + 1}"`;
  return [{ start, end, text: xml.slice(start, end).replace(/\bref=("[^"]*"|'[^']*')/, ref) }];
}

/** Splits an element that hides columns, where ours are among them. Columns there count from 1. */
function shownColumnEdits(xml: string, element: XmlElement, added: Added): readonly Edit[] {
  const min = Number(element.attributes.get('min'));
  const max = Number(element.attributes.get('max'));
  const from = Math.max(min, added.first + 1);
  const to = Math.min(max, added.first + added.columns.length);
  if (!(from <= to)) return [];
  const tag = xml.slice(element.start, element.end);
  const hidden = (first: number, last: number): string =>
    first > last
      ? ''
      : tag
          .replace(/\bmin=("[^"]*"|'[^']*')/, `min="${first}"`)
          .replace(/\bmax=("[^"]*"|'[^']*')/, `max="${last}"`);
  const shown = `<${element.prefix}col min="${from}" max="${to}" width="18" customWidth="1"/>`;
  const { start, end } = element;
  return [{ start, end, text: `${hidden(min, from - 1)}${shown}${hidden(to + 1, max)}` }];
}

function applyEdits(xml: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(xml.slice(done, start), text);
    done = end;
  }
  return [...parts, xml.slice(done)].join('');
}
