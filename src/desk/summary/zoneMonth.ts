import { dayOf, formatDay, formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { monthSpan } from '../paid/monthSpan.js';

/** A month as it begins and ends in a time zone. */
export interface ZoneMonth {
  /** Such as `2026-10`. */
  readonly month: string;
  /** ISO 8601 moments in UTC; the end is not in it. */
  readonly from: string;
  readonly to: string;
  /** Its days. Order: in time. Units: `endSeconds` is Unix time, the first second of the next day. */
  readonly days: readonly { readonly day: string; readonly endSeconds: number }[];
}

/** Days of a time zone. */
export interface ZoneDays {
  /** The month. @throws {InputError} for what is no month, such as `2026-13`. */
  readonly monthOf: (month: string) => ZoneMonth;
  /** The middle of an ISO day there: a moment that is on that day. ISO 8601 in UTC. */
  readonly middleOf: (day: string) => string;
}

/** No zone is further from UTC than this. Units: seconds. */
const FURTHEST_SECONDS = 15 * 3600;

/**
 * The days of a time zone by its IANA name.
 *
 * Edge: a day begins with the first second that clocks there call by its name, which is not midnight
 * where they are set forward then; days in which they are changed are an hour longer or shorter.
 */
export function zoneDays(zone: string): ZoneDays {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  const dayAt = (seconds: number): string => {
    const parts = new Map(
      format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]),
    );
    return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
  };
  const startOf = (dayNumber: number): number => {
    const day = formatDay(dayNumber);
    let before = dayNumber * SECONDS_PER_DAY - FURTHEST_SECONDS;
    let at = dayNumber * SECONDS_PER_DAY + FURTHEST_SECONDS;
    while (at - before > 1) {
      const middle = Math.floor((before + at) / 2);
      if (dayAt(middle) < day) before = middle;
      else at = middle;
    }
    return at;
  };
  return {
    monthOf: (month) => {
      const { fromSeconds, toSeconds } = monthSpan(month, 0);
      const [first, last] = [dayOf(fromSeconds), dayOf(toSeconds)];
      const days: { readonly day: string; readonly endSeconds: number }[] = [];
      for (let day = first; day <= last; day += 1) {
        days.push({ day: formatDay(day), endSeconds: startOf(day + 1) });
      }
      const to = days.at(-1)?.endSeconds ?? startOf(last + 1);
      return { month, from: formatMoment(startOf(first)), to: formatMoment(to), days };
    },
    middleOf: (day) => {
      const number = dayOf(parseMoment(day) ?? 0);
      return formatMoment(Math.floor((startOf(number) + startOf(number + 1)) / 2));
    },
  };
}

/**
 * The month before one.
 *
 * @example
 * monthBefore('2026-01') // '2025-12'
 */
export function monthBefore(month: string): string {
  return monthSpan(month, 1).fromDay.slice(0, 7);
}

/** Whether a moment (ISO 8601 in UTC) is in a span of which the end is not a part. */
export function isWithin(
  at: string,
  span: { readonly from: string; readonly to: string },
): boolean {
  return span.from <= at && at < span.to;
}
