import { formatMoment } from '../../core/moment.js';
import type { MonthlySummary } from '../../core/monthlySummary.js';
import { createMomentFormatter } from '../../report/format.js';
import type { MonthRevision } from '../../store/monthRevision.js';

/** Whether a month that was summed up before would be told the same now. */
export interface MonthStillness {
  /** What is to be remembered of the record before a month is read. */
  readonly revision: () => string;
  /**
   * Whether a month that was read at a revision needs no summing up again: nothing was written since, it is
   * the same day still, no screening ended meanwhile, and there is no price to ask for again.
   *
   * Edge: the age of a list counts from day to day.
   */
  readonly isStill: (
    summary: Pick<MonthlySummary, 'asOf' | 'zone' | 'isRunning' | 'payments' | 'held'>,
    revision: string,
  ) => boolean;
}

/** The same over a database. Units: `nowMs` gives Unix time in milliseconds. */
export function createMonthStillness(store: MonthRevision, nowMs: () => number): MonthStillness {
  return {
    revision: store.read,
    isStill: ({ asOf, zone, isRunning, payments, held }, revision) => {
      const now = formatMoment(Math.floor(nowMs() / 1000));
      const here = createMomentFormatter(zone);
      // Vouches and overrides end with a day of UTC, months and the age of holds with one of the zone.
      for (const dayOf of [here, (iso: string) => iso]) {
        if (dayOf(asOf).slice(0, 10) !== dayOf(now).slice(0, 10)) return false;
      }
      if (payments.some(({ worth }) => worth === null)) return false;
      if (held.total.some(({ unpriced }) => unpriced > 0)) return false;
      if (store.read() !== revision) return false;
      return !isRunning || !store.hasEnded({ after: asOf, by: now });
    },
  };
}
