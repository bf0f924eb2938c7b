import { type CellValue, cellText } from '../../sheets/sheet.js';
import {
  type DecimalEvidence,
  type DecimalSign,
  decimalEvidence,
  parseDecimalText,
} from './decimals.js';

/** An amount as a cell gives it: a plain decimal text, and what stands beside the number. */
export type ReadAmount =
  | {
      readonly kind: 'amount';
      /** More than 0, with a point; as many decimals as the cell has. */
      readonly decimal: string;
      /** A coin or a currency sign beside the number; empty where none stands there. */
      readonly unit: string;
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'problem'; readonly problem: string };

interface WrittenAmount {
  readonly number: string;
  readonly unit: string;
  readonly isNegative: boolean;
  readonly isPercent: boolean;
}

/** Digits that a spreadsheet shows at most; those after them are how it stores a number. */
const SHOWN_DIGITS = 15;

/** What a cell of amounts tells about the decimal sign of its column. Numbers of a workbook tell nothing. */
export function amountEvidence(cell: CellValue | undefined): DecimalEvidence {
  const value = cell?.kind === 'formula' ? (cell.result ?? undefined) : cell;
  const written = value?.kind === 'text' ? splitAmount(value.text) : null;
  return written === null ? { kind: 'none' } : decimalEvidence(written.number);
}

/** Whether a cell looks like an amount at all, so that a column of them can be told. */
export function isAmount(cell: CellValue | undefined): boolean {
  const value = cell?.kind === 'formula' ? (cell.result ?? undefined) : cell;
  if (value?.kind === 'number') return true;
  const written = value?.kind === 'text' ? splitAmount(value.text) : null;
  if (written === null) return false;
  return ['.', ','].some(
    (sign) => parseDecimalText(written.number, sign === '.' ? '.' : ',') !== null,
  );
}

/** The coin or currency sign beside the number of a cell; empty where none stands there. */
export function amountUnit(cell: CellValue | undefined): string {
  return splitAmount(cellText(cell))?.unit ?? '';
}

/** Reads a cell of amounts. `sign` does not touch what a workbook tells as a number. */
export function readAmount(cell: CellValue | undefined, sign: DecimalSign): ReadAmount {
  switch (cell?.kind) {
    case undefined:
    case 'empty':
      return { kind: 'empty' };
    case 'number':
      return readNumber(cell);
    case 'text':
      return cell.text.trim() === '' ? { kind: 'empty' } : readText(cell.text, sign);
    case 'date':
      return problem('The amount is stored as a date; write it again as a number.');
    case 'boolean':
      return problem('The amount is TRUE or FALSE; write a number.');
    case 'error':
      return problem('The amount is an error of a formula; mend the formula.');
    case 'formula':
      return cell.result === null
        ? problem(
            'The amount is a formula without a saved result; open the file in a spreadsheet, save it and upload it again.',
          )
        : readAmount(cell.result, sign);
  }
}

function readNumber(cell: Extract<CellValue, { readonly kind: 'number' }>): ReadAmount {
  switch (cell.caution) {
    case 'percent':
      return problem('The amount is shown as a percentage; write the amount itself.');
    case 'scaled':
      return problem(
        'The amount is shown in thousands; show the whole number, so that it is clear.',
      );
    case 'too-long':
      return problem(
        'The amount has more digits than a spreadsheet keeps, so that some may be lost; write it as text.',
      );
    case null:
      return positive(shownDigits(cell.text.replace('-', '')), '', cell.text.startsWith('-'));
  }
}

function readText(text: string, sign: DecimalSign): ReadAmount {
  if (/^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text.trim())) {
    return problem(
      'The amount was shortened by a spreadsheet to a power of ten, and digits may be lost; write it in full.',
    );
  }
  const written = splitAmount(text);
  if (written === null) return problem('The amount is no number.');
  if (written.isPercent) return problem('The amount is a percentage; write the amount itself.');
  const decimal = parseDecimalText(written.number, sign);
  if (decimal === null) {
    return problem(
      `The amount is no number with ${sign === '.' ? 'a point' : 'a comma'} as its decimal sign.`,
    );
  }
  return positive(decimal, written.unit, written.isNegative);
}

function positive(decimal: string, unit: string, isNegative: boolean): ReadAmount {
  if (!/[1-9]/.test(decimal)) return problem('The amount is zero.');
  if (isNegative) return problem('The amount is negative; a payroll pays amounts above zero.');
  return { kind: 'amount', decimal, unit };
}

/** Parts a text into a number and what stands around it; null where there is not one number in it. */
function splitAmount(text: string): WrittenAmount | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\u2009\u202f]+/g, ' ')
    .trim();
  const [, before = '', number = '', after = ''] =
    /^([^\d.,]*)((?:[.,]?\d)(?:[\d.,'’ ]*[\d.,])?)([^\d]*)$/.exec(plain) ?? [];
  if (number === '') return null;
  const around = `${before} ${after}`;
  const isNegative =
    /[-−–]\s*$|^\s*[-−–]/.test(before) || /^\s*-\s*$/.test(after) || isBracketed(before, after);
  const unit = around
    .replace(/^[\s+\-−–(]+|[\s+\-−–)]+$/g, '')
    .replaceAll('%', '')
    .trim();
  return { number: number.replaceAll('’', "'"), unit, isNegative, isPercent: around.includes('%') };
}

/** Bookkeepers write what is owed in brackets. */
function isBracketed(before: string, after: string): boolean {
  return before.trimEnd().endsWith('(') && after.trimStart().startsWith(')');
}

/** Rounds off what a spreadsheet stores of a number and never shows, such as the end of 0.30000000000000004. */
function shownDigits(decimal: string): string {
  const [whole = '', parts = ''] = decimal.split('.');
  const digits = `${whole}${parts}`.replace(/^0+/, '');
  const dropped = Math.min(digits.length - SHOWN_DIGITS, parts.length);
  if (dropped <= 0) return decimal;
  const scale = 10n ** BigInt(dropped);
  const rounded = (BigInt(`${whole}${parts}`) + scale / 2n) / scale;
  const kept = parts.length - dropped;
  const text = rounded.toString().padStart(kept + 1, '0');
  const fraction = text.slice(text.length - kept).replace(/0+$/, '');
  const integer = text.slice(0, text.length - kept);
  return kept === 0 || fraction === '' ? (kept === 0 ? text : integer) : `${integer}.${fraction}`;
}

function problem(sentence: string): ReadAmount {
  return { kind: 'problem', problem: sentence };
}
