import { formatDay, SECONDS_PER_DAY } from '../core/moment.js';

/** Days from 1970 back to the days from which spreadsheets count. */
const FROM_1900 = 25_569;
const FROM_1904 = 24_107;
/** The last day that a spreadsheet knows, in the year 9999. */
const LAST_SERIAL = 2_958_465;
/** The 29 February 1900, which spreadsheets count and which never was. */
const NO_DAY = 60;

/**
 * The ISO day, or moment without a zone, that a number of days stands for; null for none.
 *
 * Source: ECMA-376 part 1, 18.17.4
 */
export function serialDate(serial: number, countsFrom1904: boolean): string | null {
  if (!(serial >= 0 && serial <= LAST_SERIAL)) return null;
  const seconds = Math.round(serial * SECONDS_PER_DAY);
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const rest = seconds % SECONDS_PER_DAY;
  if (!countsFrom1904 && days === NO_DAY) return null;
  const missed = !countsFrom1904 && days < NO_DAY ? 1 : 0;
  const day = formatDay(days + missed - (countsFrom1904 ? FROM_1904 : FROM_1900));
  return rest === 0 ? day : `${day}T${clock(rest)}`;
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
