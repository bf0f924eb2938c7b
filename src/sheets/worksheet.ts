import { InputError } from '../core/errors.js';
import { parseCellPlace, parseRange } from './cellPlace.js';
import { decodeCell, type RawCell } from './decodeCell.js';
import { assertCellLength, assertRoom, SHEET_LIMITS } from './limits.js';
import { createLetters } from './sharedTexts.js';
import type { CellValue, MergedCells, Sheet } from './sheet.js';
import { isTrue, type SheetPart, type Workbook } from './workbook.js';
import { walkXml, type XmlElement } from './xml.js';

const EMPTY: CellValue = { kind: 'empty' };

/** Counts the cells of all sheets of a workbook that are not empty. */
export interface CellCount {
  filled: number;
}

/**
 * Reads the cells of a sheet.
 *
 * @throws {InputError} for more than the limits allow.
 */
export function readWorksheet(
  xml: string,
  part: SheetPart,
  workbook: Workbook,
  count: CellCount,
): Sheet {
  const rows: CellValue[][] = [];
  const hiddenRows: number[] = [];
  const hiddenColumns = new Set<number>();
  const merged: MergedCells[] = [];
  const where = `The sheet "${part.name}"`;
  walkCells(xml, {
    cell: (raw) => {
      const value = decodeCell(raw, workbook);
      if (value.kind === 'empty') return;
      assertRoom(raw.row, raw.column, where);
      if (value.kind === 'text') assertCellLength(value.text, raw.row);
      count.filled += 1;
      if (count.filled > SHEET_LIMITS.filledCells) {
        throw new InputError('The workbook has more than a million cells; save the payroll alone.');
      }
      put(rows, raw.row, raw.column, value);
    },
    element: ({ name, attributes }, row) => {
      const isHidden = isTrue(attributes.get('hidden'));
      if (name === 'row' && isHidden && row < SHEET_LIMITS.rows) hiddenRows.push(row);
      if (name === 'col' && isHidden) {
        const last = Math.min(Number(attributes.get('max')), SHEET_LIMITS.columns);
        for (let at = Number(attributes.get('min')); at <= last; at += 1) hiddenColumns.add(at - 1);
      }
      if (name !== 'mergeCell' || merged.length === SHEET_LIMITS.rows) return;
      const range = parseRange(attributes.get('ref') ?? '');
      if (range !== null) merged.push(range);
    },
  });
  const shown = [...hiddenColumns].sort((a, b) => a - b);
  const { name, isHidden } = part;
  return { name, isHidden, rows, hiddenRows, hiddenColumns: shown, merged };
}

function put(rows: CellValue[][], row: number, column: number, value: CellValue): void {
  while (rows.length <= row) rows.push([]);
  const cells = rows[row] ?? [];
  while (cells.length < column) cells.push(EMPTY);
  cells[column] = value;
}

/** Is told of the cells of a sheet, and of its other elements with the row that they stand in. */
interface CellVisitor {
  readonly cell: (cell: RawCell) => void;
  readonly element: (element: XmlElement, row: number) => void;
}

/** Walks the cells of a sheet. Cells and rows without a place follow the one before. */
function walkCells(xml: string, visitor: CellVisitor): void {
  const letters = createLetters();
  let row = -1;
  let column = -1;
  let cell: RawCell | null = null;
  let value: string | null = null;
  let part = '';
  walkXml(xml, {
    open: (element) => {
      const { name, attributes } = element;
      letters.visitor.open(element);
      if (name === 'row') {
        row = placeOf(attributes.get('r'), row);
        column = -1;
      }
      if (name === 'c') {
        const place = parseCellPlace(attributes.get('r') ?? '');
        column = place?.column ?? column + 1;
        cell = startCell(attributes, place?.row ?? row, column);
        value = null;
        letters.clear();
      }
      if (cell !== null && name === 'f') cell = { ...cell, hasFormula: true };
      if (cell !== null && name === 'is') cell = { ...cell, inline: '' };
      if (cell !== null && name === 'v') value = '';
      part = name;
      visitor.element(element, row);
    },
    close: (tag) => {
      letters.visitor.close(tag);
      part = '';
      if (tag.name !== 'c' || cell === null) return;
      visitor.cell({ ...cell, value, inline: cell.inline === null ? null : letters.text() });
      cell = null;
    },
    text: (text) => {
      letters.visitor.text(text);
      if (cell !== null && part === 'v') value += text;
    },
  });
}

function startCell(attributes: ReadonlyMap<string, string>, row: number, column: number): RawCell {
  return {
    row,
    column,
    type: attributes.get('t') ?? 'n',
    style: Number(attributes.get('s') ?? '0'),
    hasFormula: false,
    value: null,
    inline: null,
  };
}

function placeOf(number: string | undefined, before: number): number {
  return number !== undefined && /^[1-9]\d{0,6}$/.test(number) ? Number(number) - 1 : before + 1;
}
