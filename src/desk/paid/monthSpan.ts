import { InputError } from '../../core/errors.js';
import { dayOf, formatDay, formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';

/** A span of whole days. */
export interface DaySpan {
  /** ISO days, both included. */
  readonly fromDay: string;
  readonly toDay: string;
  /** ISO 8601 moments in UTC, both included. */
  readonly from: string;
  readonly to: string;
  /** Units: Unix seconds, both included. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * The days of a month, and so many before and after.
 *
 * @throws {InputError} for what is no month, such as `2026-13`.
 */
export function monthSpan(month: string, paddingDays: number): DaySpan {
  const first = /^\d{4}-\d{2}$/.test(month) ? parseMoment(`${month}-01`) : null;
  if (first === null) throw new InputError('A month is named by year and month, such as 2026-10.');
  const from = dayOf(first) - paddingDays;
  // No month is longer than 31 days, and a day of the next is at most the 4th.
  const inNext = formatDay(dayOf(first) + 31).slice(0, 7);
  const last = dayOf(parseMoment(`${inNext}-01`) ?? first) - 1 + paddingDays;
  const [fromSeconds, toSeconds] = [from * SECONDS_PER_DAY, (last + 1) * SECONDS_PER_DAY - 1];
  return {
    ...{ fromDay: formatDay(from), toDay: formatDay(last), fromSeconds, toSeconds },
    ...{ from: formatMoment(fromSeconds), to: formatMoment(toSeconds) },
  };
}
