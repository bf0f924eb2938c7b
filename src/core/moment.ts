/**
 * A Unix time as an ISO 8601 text in UTC, to the second.
 *
 * Core has no clock and no Date: this is calendar arithmetic on the proleptic Gregorian calendar.
 * Source: Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html (civil_from_days)
 *
 * @example
 * formatMoment(1_648_041_417) // '2022-03-23T13:16:57Z'
 */
export function formatMoment(timeSeconds: number): string {
  const days = Math.floor(timeSeconds / SECONDS_PER_DAY);
  const ofDay = timeSeconds - days * SECONDS_PER_DAY;
  const clock = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60].map(twoDigits);
  return `${formatDay(days)}T${clock.join(':')}Z`;
}

/** Seconds of one day. */
export const SECONDS_PER_DAY = 86_400;

/**
 * The UTC day of a Unix time, in days since 1970.
 *
 * @example
 * dayOf(1_648_041_417) // 19_074
 */
export function dayOf(timeSeconds: number): number {
  return Math.floor(timeSeconds / SECONDS_PER_DAY);
}

/** Days that count as recent, so that old money cannot thin out a new payment. */
const RECENT_DAYS = 365;

/** The moment from which on payments count as recent. Units: Unix seconds. */
export function recentSince(nowSeconds: number): number {
  return nowSeconds - RECENT_DAYS * SECONDS_PER_DAY;
}

/**
 * The Unix time of an ISO date (midnight UTC) or an ISO date-time ending in Z; null for any other text.
 *
 * @example
 * parseMoment('2022-03-23T13:16:57Z') // 1_648_041_417
 */
export function parseMoment(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z)?$/.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match
    .slice(1)
    .map((part) => Number.parseInt(part ?? '0', 10));
  const days = daysFromCivil(year ?? 0, month ?? 0, day ?? 0);
  if (formatDay(days) !== text.slice(0, 10)) return null;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return null;
  return days * SECONDS_PER_DAY + (hour || 0) * 3600 + (minute || 0) * 60 + (second || 0);
}

/**
 * A day in days since 1970 as an ISO date.
 *
 * @example
 * formatDay(19_074) // '2022-03-23'
 */
export function formatDay(daysSinceEpoch: number): string {
  const shifted = daysSinceEpoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year.toString().padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

function daysFromCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const ofYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
  return era * 146_097 + ofEra - 719_468;
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0');
}
