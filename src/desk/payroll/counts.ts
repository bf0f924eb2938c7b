import type { PaymentCheck } from '../../core/payment.js';
import { type PayrollCounts, ROW_OUTCOMES, type RowOutcome } from '../../core/payroll.js';

/** What became of a row: of its check, or why it has none. */
export function rowOutcome({
  problem,
  check,
}: {
  readonly problem: string | null;
  readonly check: Pick<PaymentCheck, 'state' | 'decision' | 'withdrawnAt'> | null;
}): RowOutcome {
  if (problem !== null) return 'unreadable';
  if (check === null) return 'waiting';
  if (check.withdrawnAt !== null) return 'withdrawn';
  if (check.state === 'screening') return 'waiting';
  return check.decision ?? 'failed';
}

/** Adds numbers of rows up by outcome. */
export function countOutcomes(
  counted: readonly { readonly outcome: RowOutcome; readonly rows: number }[],
): PayrollCounts {
  const counts: Record<RowOutcome, number> = {
    ...{ proceed: 0, review: 0, hold: 0, incomplete: 0 },
    ...{ unreadable: 0, failed: 0, withdrawn: 0, waiting: 0 },
  };
  for (const { outcome, rows } of counted) counts[outcome] += rows;
  return counts;
}

/** Whether a text is the word of an outcome. */
export function isRowOutcome(text: string): text is RowOutcome {
  return ROW_OUTCOMES.some((outcome) => outcome === text);
}
