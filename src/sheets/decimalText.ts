import type { NumberCaution } from './sheet.js';

/** Digits that a spreadsheet keeps of a number. Source: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
const KEPT_DIGITS = 15;

/**
 * The shortest decimal text that stands for the number that a workbook tells, without an exponent;
 * null for what is no number.
 *
 * A workbook's own numbers are doubles, written with up to 17 digits: `1234.5599999999999` is how some
 * programs write 1234.56. Nothing is calculated with them here.
 */
export function decimalText(written: string): string | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/.test(written)) return null;
  const value = Number(written);
  return Number.isFinite(value) ? withoutExponent(String(value)) : null;
}

/** Whether a number has more digits before its point than a spreadsheet keeps, so that some are lost. */
export function lengthCaution(text: string): NumberCaution | null {
  const whole = /\d+/.exec(text)?.[0] ?? '';
  return whole.length > KEPT_DIGITS ? 'too-long' : null;
}

function withoutExponent(shortest: string): string {
  const [, sign = '', whole = '', parts = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(shortest) ?? [];
  if (exponent === undefined) return shortest === '-0' ? '0' : shortest;
  const digits = `${whole}${parts}`;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}
