import { InputError } from '../core/errors.js';
import { parseMoment, SECONDS_PER_DAY } from '../core/moment.js';

/**
 * The last second that counts for an `--as-of` text: the end of a day, or a moment itself.
 *
 * @throws {InputError} for another text, and for a time that has not come yet.
 */
export function parseAsOf(text: string, nowSeconds: number): number {
  const moment = parseMoment(text);
  if (moment === null) {
    throw new InputError(
      'The time of --as-of must be a day such as 2022-04-20 or a moment such as 2022-04-20T12:00:00Z.',
    );
  }
  const last = text.includes('T') ? moment : moment + SECONDS_PER_DAY - 1;
  if (moment > nowSeconds) throw new InputError('The time of --as-of lies in the future.');
  return Math.min(last, nowSeconds);
}
