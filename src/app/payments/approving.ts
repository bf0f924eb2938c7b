import {
  type ApprovedDecision,
  LONGEST_APPROVAL_SECONDS,
  readApproval,
} from '../../core/approval.js';
import { InputError, StoreError } from '../../core/errors.js';
import { isTakenBack } from '../../core/holdOverride.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import type { Actor } from '../../core/role.js';
import { NOTHING_ASKED } from '../../desk/payments/paymentFacts.js';
import type { ScreeningDocument } from '../../report/document.js';
import { atomically } from '../../store/atomically.js';
import type { StoredPayment } from '../../store/paymentRows.js';
import { askAgain } from './askAgain.js';
import { digestInvoice } from './checkApproval.js';
import { assertDecidingPerson, parseReason } from './decidingPerson.js';
import type { PaymentChecks } from './paymentChecks.js';
import type { PaymentMeans } from './paymentPorts.js';
import { assertStillSo, type LookingAgain, lookAgain } from './stillSo.js';
import { toCheck } from './toCheck.js';
import { createWithdrawing } from './withdrawing.js';

/**
 * Signs the approval of a payment and keeps it; only inside the transaction of its decision, its release
 * or the second person's agreement.
 *
 * It ends when the verdict does, with the last day on which the wallet may be paid or that somebody named,
 * and after a day at the latest.
 */
export function approve(
  payment: StoredPayment,
  asked: {
    readonly means: PaymentMeans;
    readonly decision: ApprovedDecision;
    readonly validUntil: string;
    /** Last days on which it may hold; null where there is none. */
    readonly lastDays: readonly (string | null)[];
    readonly by: Pick<Actor, 'kind' | 'id'>;
  },
): void {
  const { store, approvals, audit, nowMs, newId } = asked.means;
  const { checkId, screeningId, payeeId, walletId, address, chain, asset, amount } = payment;
  const nowSeconds = Math.floor(nowMs() / 1000);
  // A verdict is over at its moment; an approval holds within its last second.
  const verdictEndSeconds = (parseMoment(asked.validUntil) ?? nowSeconds) - 1;
  const lastSeconds = asked.lastDays.flatMap((day) =>
    day === null ? [] : [lastSecondOf(day) ?? nowSeconds],
  );
  const longest = nowSeconds + LONGEST_APPROVAL_SECONDS;
  const endSeconds = Math.min(verdictEndSeconds, longest, ...lastSeconds);
  const approval = approvals.sign({
    ...{ id: newId(), checkId, screeningId, payeeId, walletId, address, chain, asset },
    amount: amount.toString(),
    invoiceDigest: digestInvoice(payment.invoice ?? ''),
    decision: asked.decision,
    issuedAt: formatMoment(nowSeconds),
    expiresAt: formatMoment(endSeconds),
  });
  const { id: approvalId, issuedAt, expiresAt } = approval;
  const approvalJson = JSON.stringify(approval);
  store.writeApproval(checkId, { approvalId, issuedAt, expiresAt, approvalJson });
  audit.append({ actor: asked.by, action: 'payment-approved', subjectId: checkId });
}

/** The last day on which the wallet of a payment may be paid; null for open. */
export function lastDayOf({ walletId }: StoredPayment, { payees }: PaymentMeans): string | null {
  return payees.readWallet(walletId)?.validUntil ?? null;
}

/** The last second of an ISO day in UTC; null for what is none. */
function lastSecondOf(day: string): number | null {
  const begins = parseMoment(day);
  return begins === null ? null : begins + SECONDS_PER_DAY - 1;
}

/** The part of the checks that lets a payment be made, or takes it back. */
export function createApproving(
  means: PaymentMeans,
): Pick<PaymentChecks, 'release' | 'withdraw' | 'readApproval' | 'whyNoApproval'> {
  const { db, store, audit, nowMs } = means;
  const nowIso = () => formatMoment(Math.floor(nowMs() / 1000));
  const known = (checkId: string): StoredPayment => {
    const payment = store.readPayment(checkId);
    if (payment === null) {
      throw new InputError('No check of a payment has this id; the list of them has theirs.');
    }
    return payment;
  };
  const whyNoApproval = (checkId: string) => whyNotHandedOut(store.readPayment(checkId), means);

  return {
    release: async (checkId, text, by, signal) => {
      assertDecidingPerson(by, 'releases a payment');
      const reason = parseReason(text, 'A release');
      // What is known here refuses at once, without asking anybody.
      assertReleasable(known(checkId), { means, answers: NOTHING_ASKED });
      const answers = await askAgain(known(checkId), means, signal);
      return atomically(db, () => {
        const payment = known(checkId);
        const { validUntil } = assertReleasable(payment, { means, answers });
        const at = nowIso();
        store.writeRelease(checkId, { at, by: by.personId, reason });
        audit.append({ actor: by, action: 'payment-released', subjectId: checkId });
        const lastDays = [lastDayOf(payment, means)];
        approve(payment, { means, decision: 'released-review', validUntil, lastDays, by });
        return toCheck(known(checkId));
      });
    },
    withdraw: createWithdrawing(means, { known, nowIso }),
    whyNoApproval,
    readApproval: (checkId) => {
      const json = whyNoApproval(checkId) === null ? store.readApproval(checkId) : null;
      if (json === null) return null;
      const read = readApproval(JSON.parse(json));
      if (read.kind === 'approval') return read.approval;
      throw new StoreError('An approval has an unknown form; use the version that wrote it.');
    },
  };
}

/**
 * Why there is no approval to be handed out; null where there is. Nobody is asked: what is known here
 * tells whether the wallet may still be paid, and what changed since it was signed.
 */
function whyNotHandedOut(payment: StoredPayment | null, means: PaymentMeans): string | null {
  if (payment === null || payment.outcome === null || payment.approval === null) {
    return 'There is no approval of this payment; its decision says why.';
  }
  const { outcome, overrides, withdrawnAt } = payment;
  if (withdrawnAt !== null || overrides.some(isTakenBack)) {
    return 'This payment or its override was withdrawn, so that its approval is handed out no more.';
  }
  const { expiresAt } = payment.approval;
  if (expiresAt < formatMoment(Math.floor(means.nowMs() / 1000))) {
    return `The approval of this payment ended ${expiresAt}; if it is not paid yet, check the payment again.`;
  }
  const standing = lookAgain(payment, outcome, { means, answers: NOTHING_ASKED });
  return standing.kind === 'so'
    ? null
    : `The approval of this payment is not handed out as things stand. ${standing.why}`;
}

/** @throws {InputError} which says why it cannot be released, and what can be done. */
function assertReleasable(payment: StoredPayment, by: LookingAgain): ScreeningDocument {
  const { outcome, release, withdrawnAt } = payment;
  if (outcome === null) throw new InputError('This payment is not decided yet; wait until it is.');
  if (withdrawnAt !== null)
    throw new InputError('This check was withdrawn; check the payment again.');
  if (release !== null) throw new InputError('This payment is released already.');
  if (outcome.decision !== 'review') {
    throw new InputError(
      'Only a payment that came out "review" can be released: a hold takes an override that a second person agrees to, and what is incomplete has to be completed and checked again.',
    );
  }
  if (!outcome.complete) {
    throw new InputError(`This payment cannot be released as it stands. ${outcome.nextStep}`);
  }
  return assertStillSo(payment, outcome, by);
}
