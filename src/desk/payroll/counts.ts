import type { PaymentCheck } from '../../core/payment.js';
import type { Decision } from '../../core/verdict.js';

/** What became of a row of a payroll. */
export type RowOutcome = Decision | 'unreadable' | 'failed' | 'waiting';

/** How many rows came out how. */
export type PayrollCounts = Readonly<Record<RowOutcome, number>>;

/** What became of a row: `unreadable` where it asks for no check, `waiting` while nothing has. */
export function rowOutcome({
  problem,
  check,
}: {
  readonly problem: string | null;
  readonly check: PaymentCheck | null;
}): RowOutcome {
  if (problem !== null) return 'unreadable';
  if (check === null || check.state === 'screening') return 'waiting';
  return check.decision ?? 'failed';
}

/** Counts outcomes. */
export function countOutcomes(outcomes: readonly RowOutcome[]): PayrollCounts {
  const counts: Record<RowOutcome, number> = {
    ...{ proceed: 0, review: 0, hold: 0, incomplete: 0 },
    ...{ unreadable: 0, failed: 0, waiting: 0 },
  };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}
