import { decimalText, lengthCaution } from './decimalText.js';
import { serialDate } from './serialDate.js';
import { unescapeSigns } from './sharedTexts.js';
import type { CellValue } from './sheet.js';
import type { Workbook } from './workbook.js';

/** A cell as its element says it. */
export interface RawCell {
  /** From 0. */
  readonly row: number;
  readonly column: number;
  readonly type: string;
  readonly style: number;
  readonly hasFormula: boolean;
  /** What stands in its value; null where it has none. */
  readonly value: string | null;
  /** What stands in it as a text of its own; null where none does. */
  readonly inline: string | null;
}

const EMPTY: CellValue = { kind: 'empty' };

/**
 * The value of a cell of a workbook.
 *
 * Source: ECMA-376 part 1, 18.3.1.4 and 18.18.11
 * Edge: what does not fit its own type is told as the text that stands there.
 */
export function decodeCell(cell: RawCell, workbook: Workbook): CellValue {
  const value = decodeValue(cell, workbook);
  if (!cell.hasFormula) return value;
  // A text may be saved as an empty one; a number without digits was never calculated.
  const isSaved = cell.value !== null && (cell.value !== '' || cell.type === 'str');
  return { kind: 'formula', result: isSaved ? value : null };
}

function decodeValue(cell: RawCell, workbook: Workbook): CellValue {
  const value = cell.value ?? '';
  switch (cell.type) {
    case 's':
      return textCell(workbook.sharedTexts[Number(value)] ?? '');
    case 'inlineStr':
      return textCell(cell.inline ?? value);
    case 'str':
      return textCell(unescapeSigns(value));
    case 'b':
      return value === '' ? EMPTY : { kind: 'boolean', value: value === '1' || value === 'true' };
    case 'e':
      return value === '' ? EMPTY : { kind: 'error', text: value };
    case 'd':
      return value === '' ? EMPTY : { kind: 'date', iso: value };
    default:
      return numberCell(value.trim(), cell.style, workbook);
  }
}

function numberCell(value: string, style: number, workbook: Workbook): CellValue {
  if (value === '') return EMPTY;
  const text = decimalText(value);
  if (text === null) return textCell(value);
  const format = workbook.formats[style] ?? 'plain';
  switch (format) {
    case 'date': {
      const iso = serialDate(Number(value), workbook.countsFrom1904);
      return iso === null ? { kind: 'number', text, caution: null } : { kind: 'date', iso };
    }
    case 'percent':
    case 'scaled':
      return { kind: 'number', text, caution: format };
    case 'plain':
      return { kind: 'number', text, caution: lengthCaution(text) };
    default: {
      const filled = /^\d+$/.test(text) ? text.padStart(format.digits, '0') : text;
      return { kind: 'number', text: filled, caution: lengthCaution(text) };
    }
  }
}

function textCell(text: string): CellValue {
  return text === '' ? EMPTY : { kind: 'text', text };
}
