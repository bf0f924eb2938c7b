import { createMomentFormatter, monthOf } from '../../report/format.js';
import type { SummarySchedule } from '../../summaryConfig.js';
import { monthAway } from './monthEdition.js';

/** A service that was off for longer leaves older months to who asks for them. Units: months. */
const MOST_BEHIND = 12;

/**
 * Months whose summaries are to be made: those that are over, and whose day and hour have come in the zone
 * of the company, since the program is in use. Order: in time.
 */
export function dueMonths(
  nowMs: number,
  {
    schedule,
    zone,
    kept,
    sinceIso,
  }: {
    readonly schedule: SummarySchedule;
    /** IANA name. */
    readonly zone: string;
    readonly kept: readonly string[];
    /** When the program was first used: of a month before that it knows nothing. */
    readonly sinceIso: string;
  },
): readonly string[] {
  const newest = newestDue(new Date(nowMs).toISOString(), schedule, zone);
  const first = monthOf(sinceIso, zone);
  return Array.from({ length: MOST_BEHIND }, (_, at) =>
    monthAway(newest, at + 1 - MOST_BEHIND),
  ).filter((month) => month >= first && !kept.includes(month));
}

function newestDue(nowIso: string, { day, hour }: SummarySchedule, zone: string): string {
  const current = monthOf(nowIso, zone);
  const here = createMomentFormatter(zone)(nowIso);
  const from = `${current}-${twoDigits(day)} ${twoDigits(hour)}:00`;
  return monthAway(current, here >= from ? -1 : -2);
}

function twoDigits(value: number): string {
  return `${value}`.padStart(2, '0');
}
