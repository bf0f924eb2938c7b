import { InputError } from '../../core/errors.js';
import type { PaymentSignal } from '../../core/payment.js';
import { tellLocal } from '../../desk/payments/paymentSignals.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { PaymentOutcome, StoredPayment } from '../../store/paymentRows.js';
import { gatherFacts, partiesOf } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';

/**
 * The screening that a decided payment rests on, where all stands as it was judged.
 *
 * @throws {InputError} where its verdict is over, or something that weighs came up while somebody thought
 * about it: a wallet that was taken out of use, the same invoice approved in another check, a new link.
 */
export function assertStillSo(
  payment: StoredPayment,
  outcome: PaymentOutcome,
  means: PaymentMeans,
): ScreeningDocument {
  const { screeningId } = payment;
  const screened = means.screening.readDocument(screeningId);
  if (screened === null || !means.stands(screeningId)) {
    throw new InputError(
      'The verdict about its wallet is over, or labels that speak about it changed since; check the payment again.',
    );
  }
  const parties = partiesOf(payment, means);
  const now = parties === null ? [] : tellLocal(gatherFacts(payment, { parties, screened, means }));
  const isNew = ({ kind, severity, sentence }: PaymentSignal) =>
    severity !== 'info' &&
    !outcome.signals.some((one) => one.kind === kind && one.sentence === sentence);
  const found = now.find(isNew);
  if (parties !== null && found === undefined) return screened;
  throw new InputError(
    `Something came up since this payment was checked; check it again. ${found?.sentence ?? 'Its payee or wallet is not there any more.'}`,
  );
}
