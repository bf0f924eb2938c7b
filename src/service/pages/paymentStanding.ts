import type { PaymentCheck } from '../../core/payment.js';
import { formatMoment } from '../../report/format.js';

/** Whether a payment may be made now. */
export type PaymentStanding =
  | 'under-way'
  | 'failed'
  | 'withdrawn'
  | 'approved'
  /** There was an approval, and it has ended. */
  | 'over'
  /** A person may let it be paid, unless something changed since. */
  | 'not-released'
  | 'not-payable';

/** Where a payment stands at a moment. */
export function standingOf(check: PaymentCheck, nowIso: string): PaymentStanding {
  const { state, withdrawnAt, approval, decision, complete, release } = check;
  if (withdrawnAt !== null) return 'withdrawn';
  if (state === 'screening') return 'under-way';
  if (state === 'failed') return 'failed';
  if (approval !== null) return approval.expiresAt < nowIso ? 'over' : 'approved';
  return decision === 'review' && complete && release === null ? 'not-released' : 'not-payable';
}

/** Where a payment stands, in words; times in a time zone. */
export function tellStanding(check: PaymentCheck, at: { nowIso: string; zone: string }): string {
  const { withdrawnAt, approval, release } = check;
  const when = (iso: string | undefined | null) => formatMoment(iso ?? '', at.zone);
  switch (standingOf(check, at.nowIso)) {
    case 'under-way':
      return 'is being checked';
    case 'failed':
      return 'was not checked';
    case 'withdrawn':
      return `withdrawn ${when(withdrawnAt)}`;
    case 'approved':
      return `${release === null ? 'approved' : 'released, approved'} until ${when(approval?.expiresAt)}`;
    case 'over':
      return `approval ended ${when(approval?.expiresAt)}`;
    case 'not-released':
      return 'not released';
    case 'not-payable':
      return 'not payable';
  }
}
