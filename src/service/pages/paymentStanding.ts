import { isTakenBack, overrideStateAt } from '../../core/holdOverride.js';
import { letPassBy, type PaymentCheck } from '../../core/payment.js';
import { formatMoment } from '../../report/format.js';

/** Whether a payment may be made now. */
export type PaymentStanding =
  | 'under-way'
  | 'failed'
  | 'withdrawn'
  /** Two had let a hold pass, and one of them took it back. */
  | 'override-withdrawn'
  | 'approved'
  /** There was an approval, and it has ended. */
  | 'over'
  /** A person may let it be paid, unless something changed since. */
  | 'not-released'
  | 'not-payable';

/** Where a payment stands at a moment. */
export function standingOf(check: PaymentCheck, nowIso: string): PaymentStanding {
  const { state, withdrawnAt, approval, decision, complete, release, overrides } = check;
  if (withdrawnAt !== null) return 'withdrawn';
  if (state === 'screening') return 'under-way';
  if (state === 'failed') return 'failed';
  if (overrides.some(isTakenBack)) return 'override-withdrawn';
  if (approval !== null) return approval.expiresAt < nowIso ? 'over' : 'approved';
  return decision === 'review' && complete && release === null ? 'not-released' : 'not-payable';
}

/** Whether an override of a payment may be asked for, unless something changed since. */
export function isOverridable(check: PaymentCheck, nowIso: string): boolean {
  const { decision, complete, overrides } = check;
  return (
    standingOf(check, nowIso) === 'not-payable' &&
    decision === 'hold' &&
    complete &&
    overrides.every((one) => overrideStateAt(one, nowIso) !== 'asked')
  );
}

/** Where a payment stands, in words; times in a time zone. */
export function tellStanding(check: PaymentCheck, at: { nowIso: string; zone: string }): string {
  const { withdrawnAt, approval } = check;
  const when = (iso: string | undefined | null) => formatMoment(iso ?? '', at.zone);
  switch (standingOf(check, at.nowIso)) {
    case 'under-way':
      return 'is being checked';
    case 'failed':
      return 'was not checked';
    case 'withdrawn':
      return `withdrawn ${when(withdrawnAt)}`;
    case 'approved':
      return `${APPROVED_WORDS[letPassBy(check)]} until ${when(approval?.expiresAt)}`;
    case 'override-withdrawn':
      return 'override withdrawn';
    case 'over':
      return `approval ended ${when(approval?.expiresAt)}`;
    case 'not-released':
      return 'not released';
    case 'not-payable':
      return check.overrides.some((one) => overrideStateAt(one, at.nowIso) === 'asked')
        ? 'override asked for'
        : 'not payable';
  }
}

const APPROVED_WORDS = {
  nobody: 'approved',
  'one person': 'released, approved',
  'two persons': 'overridden, approved',
} as const;
