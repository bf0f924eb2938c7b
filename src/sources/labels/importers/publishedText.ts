import { parseMoment } from '../../../core/moment.js';

/** Longest name or remark of a publisher that is kept. Units: UTF-16 code units. */
const MOST_TEXT = 200;

/**
 * A publisher's text as it may be shown: without invisible characters, on one line, not too long.
 *
 * It is shortened rather than refused: a claim about an address is not lost for a stray character in
 * the name beside it.
 */
export function plainText(text: string, most = MOST_TEXT): string {
  const visible = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim();
  return visible.length > most ? `${visible.slice(0, most - 1)}…` : visible;
}

/** The day that a date or a moment begins with, or null where it is none. */
export function dayOf(text: string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(text.trim())?.[0] ?? '';
  return parseMoment(day) === null ? null : day;
}
