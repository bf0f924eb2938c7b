import { InputError } from '../../core/errors.js';
import { isNewSignal } from '../../desk/payments/newSignal.js';
import { answeredOnly, type ChainAnswers } from '../../desk/payments/paymentFacts.js';
import { tellPayment } from '../../desk/payments/paymentSignals.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { PaymentOutcome, StoredPayment } from '../../store/paymentRows.js';
import { whyWorseCheck, whyWorseScreening } from './laterLooks.js';
import { gatherFacts, partiesOf } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';

/** What a decided payment is looked at again with. */
export interface LookingAgain {
  readonly means: PaymentMeans;
  /** What chains say now; `NOTHING_ASKED` where only what is known here is looked at. */
  readonly answers: ChainAnswers;
}

/** Whether all stands as it was judged, with the screening that it rests on, or why not. */
export type Standing =
  | { readonly kind: 'so'; readonly screened: ScreeningDocument }
  | { readonly kind: 'changed'; readonly why: string };

/**
 * Whether a decided payment would be decided so again: its verdict holds, and nothing that weighs came up
 * since, such as a wallet that was taken out of use, the same invoice approved in another check, a new
 * link, or a wallet that its issuer froze; and no later look at the wallet came out worse.
 *
 * Edge: of a payment that is approved, no other approval weighs: those before it were weighed when it was
 * approved, and those after it were weighed against it.
 */
export function lookAgain(
  payment: StoredPayment,
  outcome: PaymentOutcome,
  { means, answers }: LookingAgain,
): Standing {
  const { screeningId } = payment;
  const screened = means.screening.readDocument(screeningId);
  if (screened === null || !means.stands(screeningId)) return changed(OVER);
  const parties = partiesOf(payment, means);
  if (parties === null) return changed(`${CAME_UP} Its payee or wallet is not there any more.`);
  const worse =
    whyWorseScreening(screened, parties, means) ?? whyWorseCheck(payment, outcome, means);
  const known = gatherFacts(payment, { parties, screened, means });
  const local = payment.approval === null ? known : { ...known, paid: [], sameInvoice: [] };
  const firstNew = (said: ChainAnswers) =>
    tellPayment({ ...local, screened, answers: said }).find((one) =>
      isNewSignal(one, outcome.signals),
    );
  const found = firstNew(answeredOnly(answers));
  if (found !== undefined) return changed(`${CAME_UP} ${found.sentence}`);
  if (worse !== null) return changed(`${CAME_UP} ${worse}`);
  const unanswered = firstNew(answers);
  if (unanswered !== undefined) return changed(`${unanswered.sentence} ${TRY_AGAIN}`);
  return { kind: 'so', screened };
}

const OVER =
  'The verdict about its wallet is over, or labels that speak about it changed since; check the payment again.';
const CAME_UP = 'Something came up since this payment was checked; check it again.';
const TRY_AGAIN = 'It was answered when the payment was checked: try again in a moment.';

/**
 * The screening that a decided payment rests on, where all stands as it was judged.
 *
 * @throws {InputError} which says what changed, or who did not answer.
 */
export function assertStillSo(
  payment: StoredPayment,
  outcome: PaymentOutcome,
  by: LookingAgain,
): ScreeningDocument {
  const standing = lookAgain(payment, outcome, by);
  if (standing.kind === 'so') return standing.screened;
  throw new InputError(standing.why);
}

function changed(why: string): Standing {
  return { kind: 'changed', why };
}
