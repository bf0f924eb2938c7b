import { formatMoment } from '../../report/format.js';

const DAY_MS = 86_400_000;

/** The day after a day such as `2026-11-22`; empty for a text that is none. */
export function dayAfter(day: string): string {
  const start = parseDay(day);
  return start === null ? '' : new Date(start + DAY_MS).toISOString().slice(0, 10);
}

/**
 * The moment at which a day begins in a time zone, as an ISO 8601 time in UTC; null for a text that is
 * no day.
 *
 * Edge: where clocks skip midnight, the moment after the skip.
 */
export function startOfDay(day: string, zone: string): string | null {
  const midnight = parseDay(day);
  if (midnight === null) return null;
  // No zone is more than 15 hours from UTC, and none moves by anything but whole quarters of an hour.
  for (let step = -60; step <= 60; step += 1) {
    const iso = new Date(midnight + step * 900_000).toISOString();
    if (formatMoment(iso, zone).startsWith(day)) return iso;
  }
  return null;
}

function parseDay(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day ? null : ms;
}
