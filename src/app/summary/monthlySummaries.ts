import type { MonthlySummary } from '../../core/monthlySummary.js';

/** Monthly summaries over what is recorded. */
export interface MonthlySummaries {
  /**
   * A month (`2026-10`, cut in the configured zone) as it is known now: nothing of it is stored, and the
   * same records at the same moment give the same model. Prices that are not kept yet are asked for; what
   * nobody answers is not known, never nothing.
   *
   * @throws {InputError} for no month, or one that has not begun.
   */
  readonly summarise: (
    month: string,
    options: {
      readonly onProgress: (done: number, of: number) => void;
      readonly signal: AbortSignal;
    },
  ) => Promise<MonthlySummary>;
}
