import { AbortedError } from '../../core/errors.js';
import { type ChainAnswers, NOTHING_ASKED } from '../../desk/payments/paymentFacts.js';
import type { StoredPayment } from '../../store/paymentRows.js';
import { createDeadline } from '../deadline.js';
import { type PaymentParties, partiesOf } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';

/** How long a person waits for chains who releases a payment. Units: milliseconds. */
const LONGEST_MS = 30_000;

/**
 * What chains say now of a payment that was decided: an issuer may have frozen the wallet since, somebody
 * may have put a contract there, its name may point elsewhere. What is not answered in time is told so.
 *
 * Edge: of a payee or a wallet that is no more nothing is asked.
 *
 * @throws {AbortedError} when the signal ends before.
 */
export async function askAgain(
  payment: StoredPayment,
  means: PaymentMeans,
  signal: AbortSignal,
): Promise<ChainAnswers> {
  const parties = partiesOf(payment, means);
  if (parties === null) return NOTHING_ASKED;
  const deadline = createDeadline(signal, LONGEST_MS);
  try {
    const wasPaid = wasPaidHere(parties, means);
    const answers = await means.ask({ ...parties, wasPaidHere: wasPaid }, deadline.signal);
    if (!signal.aborted) return answers;
  } finally {
    deadline.clear();
  }
  throw new AbortedError('It was ended before the chain had answered; try again.');
}

/** Whether a payment to a wallet was approved on a chain before. */
export function wasPaidHere(
  { payee, wallet, chain }: PaymentParties,
  { store, idsOf }: PaymentMeans,
): boolean {
  return store
    .listApproved(idsOf(payee.id))
    .some((before) => before.address === wallet.address && before.chain === chain.name);
}
