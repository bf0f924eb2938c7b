import type { MonthTotals } from '../../core/monthlySummary.js';

/**
 * What months came to when they were summed up last. A month is summed up again once its record is another
 * one; what has no price yet is never kept, for somebody may tell it next time.
 */
export interface TrendMemory {
  /** Null where the record, told by a digest of it, is not the one that was summed up. */
  readonly recall: (month: string, fingerprint: string) => MonthTotals | null;
  readonly keep: (totals: MonthTotals, fingerprint: string) => void;
}

/** A memory of as many months as were asked for; it is gone with the process. */
export function createTrendMemory(): TrendMemory {
  const known = new Map<string, { readonly totals: MonthTotals; readonly fingerprint: string }>();
  return {
    recall: (month, fingerprint) => {
      const found = known.get(month);
      return found?.fingerprint === fingerprint ? found.totals : null;
    },
    keep: (totals, fingerprint) => {
      if (totals.worth === null || totals.heldWorth === null) known.delete(totals.month);
      else known.set(totals.month, { totals, fingerprint });
    },
  };
}
