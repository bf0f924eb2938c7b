import { InputError } from '../../core/errors.js';
import {
  MOST_OVERRIDE_DAYS,
  OVERRIDE_ANSWER_DAYS,
  overrideStateAt,
} from '../../core/holdOverride.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import type { Actor } from '../../core/role.js';
import type { PayeeHold } from '../../desk/payments/heldSignals.js';
import { NOTHING_ASKED } from '../../desk/payments/paymentFacts.js';
import type { ScreeningDocument } from '../../report/document.js';
import { atomically } from '../../store/atomically.js';
import type { StoredOverride, StoredPayment } from '../../store/paymentRows.js';
import { approve, lastDayOf } from './approving.js';
import { askAgain } from './askAgain.js';
import { assertDecidingPerson, parseReason } from './decidingPerson.js';
import { isListedItself } from './payeeHolds.js';
import type { PaymentChecks } from './paymentChecks.js';
import { partiesOf } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';
import { assertStillSo, type LookingAgain } from './stillSo.js';
import { toCheck } from './toCheck.js';

/**
 * The part of the checks by which two persons let a `hold` be paid: one asks, another agrees.
 *
 * Two things nobody can let pass. What was not known whole: an override answers for what was found, and
 * nobody can answer for what was not looked at; to name a gap in a reason would make it no smaller, and
 * each of them has a cure. And a wallet that a sanctions list names itself: paying it is no risk to be
 * weighed, the law forbids it to everybody, whatever two persons think, unless the authority gave a
 * licence, which this program cannot read; nor is another wallet of the same payee. Source: https://ofac.treasury.gov/faqs/560
 */
export function createOverriding(
  means: PaymentMeans,
): Pick<PaymentChecks, 'askOverride' | 'answerOverride' | 'withdrawOverride'> {
  const { db, store, overrides, audit, nowMs } = means;
  const nowIso = () => formatMoment(Math.floor(nowMs() / 1000));
  const known = (checkId: string | null): StoredPayment => {
    const payment = checkId === null ? null : store.readPayment(checkId);
    if (payment !== null) return payment;
    throw new InputError('No check of a payment has this id; the list of them has theirs.');
  };
  const ofId = (overrideId: string): { payment: StoredPayment; override: StoredOverride } => {
    const checkId = overrides.findCheck(overrideId);
    const payment = checkId === null ? null : store.readPayment(checkId);
    const override = payment?.overrides.find(({ id }) => id === overrideId);
    if (payment !== null && override !== undefined) return { payment, override };
    throw new InputError('No override has this id; the check of its payment names it.');
  };
  /** What is known here refuses at once; only then chains are asked again. */
  const askForAgreement = (overrideId: string, by: Actor, signal: AbortSignal) => {
    const { payment, override } = ofId(overrideId);
    assertAnswerable(override, { at: nowIso(), by });
    assertOverridable(payment, { means, answers: NOTHING_ASKED });
    return askAgain(payment, means, signal);
  };

  return {
    askOverride: (checkId, asked, by) => {
      assertDecidingPerson(by, 'asks for an override');
      const reason = parseReason(asked.reason, 'An override');
      return atomically(db, () => {
        const at = nowIso();
        const until = parseUntil(asked.until, at);
        const payment = known(checkId);
        assertNoOther(payment, at);
        assertOverridable(payment, { means, answers: NOTHING_ASKED });
        const answerBy = later(at, OVERRIDE_ANSWER_DAYS);
        const who = { askedAt: at, askedBy: by.personId };
        overrides.addOverride({ id: means.newId(), checkId, ...who, reason, until, answerBy });
        audit.append({ actor: by, action: 'override-asked', subjectId: checkId });
        return toCheck(known(checkId));
      });
    },
    answerOverride: async (overrideId, said, by, signal) => {
      assertDecidingPerson(by, 'answers an override');
      const answers = said === 'agreed' ? await askForAgreement(overrideId, by, signal) : null;
      return atomically(db, () => {
        const { payment, override } = ofId(overrideId);
        const { checkId } = payment;
        const at = nowIso();
        assertAnswerable(override, { at, by });
        const screened = answers === null ? null : assertOverridable(payment, { means, answers });
        overrides.writeAnswer(overrideId, { said, at, by: by.personId });
        const action = said === 'agreed' ? 'override-agreed' : 'override-refused';
        audit.append({ actor: by, action, subjectId: checkId });
        if (screened !== null) {
          const { validUntil } = screened;
          const lastDays = [override.until, lastDayOf(payment, means)];
          approve(payment, { means, decision: 'overridden-hold', validUntil, lastDays, by });
        }
        return toCheck(known(checkId));
      });
    },
    withdrawOverride: (overrideId, by) => {
      assertDecidingPerson(by, 'withdraws an override');
      return atomically(db, () => {
        const { payment, override } = ofId(overrideId);
        if (override.withdrawn !== null) return toCheck(payment);
        assertWithdrawable(override, by);
        overrides.writeWithdrawal(overrideId, { at: nowIso(), by: by.personId });
        audit.append({ actor: by, action: 'override-withdrawn', subjectId: payment.checkId });
        return toCheck(known(payment.checkId));
      });
    },
  };
}

/** @throws {InputError} for what is no day, or one that is over or too far off. */
function parseUntil(text: string, nowIso: string): string {
  const day = text.trim();
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && parseMoment(day) !== null;
  if (!isDay) throw new InputError('An override ends with a day, such as 2026-12-31; name it.');
  if (day < nowIso.slice(0, 10)) {
    throw new InputError('The last day of an override is over already; name a later one.');
  }
  if (day > later(nowIso, MOST_OVERRIDE_DAYS).slice(0, 10)) {
    throw new InputError(
      `An override holds for ${MOST_OVERRIDE_DAYS} days at most; name an earlier day.`,
    );
  }
  return day;
}

/** @throws {InputError} while another override of the check is open, or had its approval. */
function assertNoOther({ overrides }: StoredPayment, nowIso: string): void {
  for (const one of overrides) {
    if (one.answer?.said === 'agreed') {
      throw new InputError('This hold was overridden already; check the payment again.');
    }
    if (overrideStateAt(one, nowIso) === 'asked') {
      throw new InputError(
        'An override of this hold waits for a second person already; have it answered, or withdraw it.',
      );
    }
  }
}

/** @throws {InputError} which says why nobody can let it be paid, and what can be done. */
function assertOverridable(payment: StoredPayment, by: LookingAgain): ScreeningDocument {
  const { outcome, withdrawnAt } = payment;
  if (outcome === null) throw new InputError('This payment is not decided yet; wait until it is.');
  if (withdrawnAt !== null)
    throw new InputError('This check was withdrawn; check the payment again.');
  if (outcome.decision !== 'hold') {
    throw new InputError('Only a payment that came out "hold" is overridden.');
  }
  if (!outcome.complete) {
    throw new InputError(
      'This hold cannot be overridden: not all is known of it, and nobody can answer for what was not looked at. Cure what its screening and its signals name as missing, then check the payment again.',
    );
  }
  const screened = assertStillSo(payment, outcome, by);
  if (isListedItself(screened)) {
    throw new InputError(
      'This hold cannot be overridden: a sanctions list names the wallet itself, and the law forbids paying it without a licence of the authority.',
    );
  }
  if (holdsOn(payment, by.means).some((hold) => hold.kind === 'verdict' && hold.isListed)) {
    throw new InputError(
      'This hold cannot be overridden: a sanctions list names a wallet of this payee itself, as it was last screened, and the law forbids paying whom it means, to whatever wallet, without a licence of the authority. If that is over, screen that wallet again.',
    );
  }
  return screened;
}

/** What holds the payee of a payment, as of now. */
function holdsOn(payment: StoredPayment, means: PaymentMeans): readonly PayeeHold[] {
  const payee = partiesOf(payment, means)?.payee;
  return payee === undefined ? [] : means.holdsOf(payee);
}

/** @throws {InputError} where it is not open, or this person asked for it. */
function assertAnswerable(
  override: StoredOverride,
  { at, by }: { readonly at: string; readonly by: Actor },
): void {
  const state = overrideStateAt(override, at);
  if (state === 'lapsed') {
    throw new InputError('Nobody answered this override in time; have it asked for again.');
  }
  if (state !== 'asked') {
    throw new InputError(
      `This override was ${override.withdrawn ? 'withdrawn' : 'answered'} already.`,
    );
  }
  if (override.askedBy === by.personId) {
    throw new InputError(
      'Another person than the one who asked answers an override; withdraw it if it is not wanted any more.',
    );
  }
}

/** @throws {InputError} for anybody but the two, and for what was refused. */
function assertWithdrawable({ answer, askedBy }: StoredOverride, by: Actor): void {
  if (answer?.said === 'refused') throw new InputError('This override was refused already.');
  if (by.personId === askedBy || by.personId === answer?.by) return;
  throw new InputError('One of the two who asked and agreed withdraws an override.');
}

function later(iso: string, days: number): string {
  return formatMoment((parseMoment(iso) ?? 0) + days * SECONDS_PER_DAY);
}
