import { LosslessNumber, parse } from 'lossless-json';
import { z } from 'zod';
import { type AskedRoute, createDecodeError } from './decodeBody.js';

/**
 * An answer parsed as JSON whose numbers keep every digit: each is a `LosslessNumber`.
 *
 * Edge: a key that stands twice with different values is refused, since readers would not agree.
 *
 * @throws {DecodeError} for a text that is no JSON, or that nests deeper than a program can follow.
 */
export function parseExactJson(text: string, asked: AskedRoute): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw createDecodeError(asked, '(whole answer)');
    }
    throw error;
  }
}

/** A number of such an answer, as it was written. */
export const exactNumber = () => z.instanceof(LosslessNumber).transform(({ value }) => value);

/** Longest number that is taken, written out. No price and no time has as many places. */
const MOST_PLACES = 80;

/**
 * A JSON number as plain decimal text without exponent, or null where it is negative or too long.
 *
 * Edge: zeros at the end of the decimals stay away, so that one number has one text.
 */
export function plainDecimalOf(number: string): string | null {
  const match = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(number);
  if (match === null) return null;
  const [, whole = '', decimals = '', exponent = '0'] = match;
  const point = whole.length + Number.parseInt(exponent, 10);
  const digits = `${whole}${decimals}`;
  const length = Math.max(digits.length, point) - Math.min(0, point);
  if (length > MOST_PLACES) return null;
  const padded = digits.padEnd(point, '0').padStart(digits.length - Math.min(0, point - 1), '0');
  const at = Math.max(1, point);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = padded.slice(at).replace(/0+$/, '');
  return after === '' ? before : `${before}.${after}`;
}
