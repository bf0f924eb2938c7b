import type { PaymentCheck, PaymentCheckState } from '../../core/payment.js';
import type { PaymentOutcome, StoredPayment } from '../../store/paymentRows.js';

/** Words that stand where a text was erased. */
const ERASED = '(erased)';

/** A check as everybody else knows it. */
export function toCheck(stored: StoredPayment): PaymentCheck {
  const { checkId, payeeId, walletId, chain, asset, amount, invoice } = stored;
  const { address, askedAt, askedBy, screeningId, withdrawnAt, outcome, release } = stored;
  const decided = outcome?.failure === null ? outcome : null;
  return {
    ...{ id: checkId, address, askedAt, askedBy, screeningId, withdrawnAt },
    order: { payeeId, walletId, chain, asset, amount, invoice: invoice ?? ERASED },
    state: stateOf(outcome),
    decision: decided?.decision ?? null,
    decidedAt: decided?.decidedAt ?? null,
    complete: decided?.complete ?? false,
    signals: decided?.signals ?? [],
    summary: decided?.summary ?? '',
    nextStep: decided?.nextStep ?? '',
    failure: outcome?.failure ?? null,
    release: release === null ? null : { ...release, reason: release.reason ?? ERASED },
    approval:
      stored.approval === null
        ? null
        : { id: stored.approval.approvalId, expiresAt: stored.approval.expiresAt },
  };
}

function stateOf(outcome: PaymentOutcome | null): PaymentCheckState {
  if (outcome === null) return 'screening';
  return outcome.failure === null ? 'decided' : 'failed';
}
