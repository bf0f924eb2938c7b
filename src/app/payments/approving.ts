import { refuseSecret } from '../../chains/registry.js';
import { type PaymentApproval, readApproval } from '../../core/approval.js';
import { InputError, StoreError } from '../../core/errors.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import type { PaymentSignal } from '../../core/payment.js';
import type { Actor } from '../../core/role.js';
import { tellLocal } from '../../desk/payments/paymentSignals.js';
import type { ScreeningDocument } from '../../report/document.js';
import { atomically } from '../../store/atomically.js';
import type { StoredPayment } from '../../store/paymentRows.js';
import { assertMay } from '../access/accessMeans.js';
import { LOCAL_ACTOR } from '../access/localActor.js';
import { digestInvoice } from './checkApproval.js';
import type { PaymentChecks } from './paymentChecks.js';
import { gatherFacts, partiesOf } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';
import { toCheck } from './toCheck.js';

/** How long an approval holds, unless the verdict ends before. Units: seconds. */
const APPROVAL_SECONDS = SECONDS_PER_DAY;

/** Characters of the longest reason of a release. */
const MOST_REASON_CHARACTERS = 1000;

/**
 * Signs the approval of a payment and keeps it; only inside the transaction of its decision or release.
 *
 * It ends when the verdict does, and after a day at the latest.
 */
export function approve(
  payment: StoredPayment,
  asked: {
    readonly means: PaymentMeans;
    readonly decision: PaymentApproval['decision'];
    readonly validUntil: string;
    readonly by: Pick<Actor, 'kind' | 'id'>;
  },
): void {
  const { store, approvals, audit, nowMs, newId } = asked.means;
  const { checkId, screeningId, payeeId, walletId, address, chain, asset, amount } = payment;
  const nowSeconds = Math.floor(nowMs() / 1000);
  // A verdict is over at its moment; an approval holds within its last second.
  const verdictEndSeconds = (parseMoment(asked.validUntil) ?? nowSeconds) - 1;
  const endSeconds = Math.min(verdictEndSeconds, nowSeconds + APPROVAL_SECONDS);
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

/** The part of the checks that lets a payment be made, or takes it back. */
export function createApproving(
  means: PaymentMeans,
): Pick<PaymentChecks, 'release' | 'withdraw' | 'readApproval'> {
  const { db, store, audit, nowMs } = means;
  const nowIso = () => formatMoment(Math.floor(nowMs() / 1000));
  const known = (checkId: string): StoredPayment => {
    const payment = store.readPayment(checkId);
    if (payment === null) {
      throw new InputError('No check of a payment has this id; the list of them has theirs.');
    }
    return payment;
  };

  return {
    release: (checkId, text, by) => {
      assertMay(by, 'release');
      assertPerson(by);
      const reason = parseReason(text);
      return atomically(db, () => {
        const payment = known(checkId);
        const screened = assertReleasable(payment, means);
        const at = nowIso();
        store.writeRelease(checkId, { at, by: by.personId, reason });
        audit.append({ actor: by, action: 'payment-released', subjectId: checkId });
        const { validUntil } = screened;
        approve(payment, { means, decision: 'released-review', validUntil, by });
        return toCheck(known(checkId));
      });
    },
    withdraw: (checkId, by) => {
      assertMay(by, 'pay');
      return atomically(db, () => {
        const payment = known(checkId);
        if (payment.withdrawnAt !== null) return toCheck(payment);
        store.writeWithdrawal(checkId, { at: nowIso(), by: by.personId });
        audit.append({ actor: by, action: 'payment-withdrawn', subjectId: checkId });
        return toCheck(known(checkId));
      });
    },
    readApproval: (checkId) => {
      if (store.readPayment(checkId)?.withdrawnAt !== null) return null;
      const json = store.readApproval(checkId);
      if (json === null) return null;
      const read = readApproval(JSON.parse(json));
      if (read.kind === 'approval') return read.approval;
      throw new StoreError('An approval has an unknown form; use the version that wrote it.');
    },
  };
}

function assertPerson({ kind, id }: Actor): void {
  if (kind === 'token') {
    throw new InputError('A person who signed in releases a payment, never a token.');
  }
  if (id === LOCAL_ACTOR.id) {
    throw new InputError(
      'A payment is released by a person with a name; on the command line say who with --as NAME.',
    );
  }
}

function parseReason(text: string): string {
  const reason = text.trim();
  if (reason === '') {
    throw new InputError(
      'A release needs a reason; write what was looked at and why it may be paid.',
    );
  }
  if (reason.length > MOST_REASON_CHARACTERS) {
    throw new InputError(`A reason has at most ${MOST_REASON_CHARACTERS} characters.`);
  }
  refuseSecret(reason, 'reason');
  return reason;
}

/** @throws {InputError} which says why it cannot be released, and what can be done. */
function assertReleasable(payment: StoredPayment, means: PaymentMeans): ScreeningDocument {
  const { outcome, release, withdrawnAt, screeningId } = payment;
  if (outcome === null) throw new InputError('This payment is not decided yet; wait until it is.');
  if (withdrawnAt !== null)
    throw new InputError('This check was withdrawn; check the payment again.');
  if (release !== null) throw new InputError('This payment is released already.');
  if (outcome.decision !== 'review') {
    throw new InputError(
      'Only a payment that came out "review" can be released: a hold is decided by compliance and a second person, and what is incomplete has to be completed and checked again.',
    );
  }
  if (!outcome.complete) {
    throw new InputError(`This payment cannot be released as it stands. ${outcome.nextStep}`);
  }
  const screened = means.screening.readDocument(screeningId);
  if (screened === null || !means.stands(screeningId)) {
    throw new InputError(
      'The verdict about its wallet is over, or labels that speak about it changed since; check the payment again.',
    );
  }
  assertUnchanged(payment, { outcome: outcome.signals, screened, means });
  return screened;
}

/**
 * Refuses where something that weighs came up while somebody thought about it: a wallet that was taken
 * out of use, the same invoice approved in another check, a new link.
 */
function assertUnchanged(
  payment: StoredPayment,
  known: {
    readonly outcome: readonly PaymentSignal[];
    readonly screened: ScreeningDocument;
    readonly means: PaymentMeans;
  },
): void {
  const { screened, means } = known;
  const parties = partiesOf(payment, means);
  const now = parties === null ? [] : tellLocal(gatherFacts(payment, { parties, screened, means }));
  const isNew = ({ kind, severity, sentence }: PaymentSignal) =>
    severity !== 'info' &&
    !known.outcome.some((one) => one.kind === kind && one.sentence === sentence);
  const found = now.find(isNew);
  if (parties !== null && found === undefined) return;
  throw new InputError(
    `Something came up since this payment was checked; check it again. ${found?.sentence ?? 'Its payee or wallet is not there any more.'}`,
  );
}
