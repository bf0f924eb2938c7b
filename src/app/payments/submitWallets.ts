import type { Actor } from '../../core/role.js';
import type { PaymentMeans } from './paymentPorts.js';
import type { ReadPayment } from './readPayment.js';

/**
 * Has the wallets of payments screened, each once, and tells which screening each payment rests on.
 *
 * Edge: payments that nobody waits for one by one share the screening of another payment to the same
 * wallet that is not made yet; who waits for one payment does not stand behind a queue of others.
 *
 * @throws {AbortedError} while nothing is taken.
 */
export function submitWallets(
  payments: readonly ReadPayment[],
  urgency: 'single' | 'batch',
  { means, by }: { readonly means: PaymentMeans; readonly by: Actor },
): (payment: ReadPayment) => string {
  const { store, screening } = means;
  const screenings = new Map<string, string>();
  const addresses = new Set(payments.map(({ wallet }) => wallet.address));
  const undecided = urgency === 'batch' ? store.listUndecided() : [];
  for (const { address, screeningId } of undecided) {
    const isToCome = screening.isOpen(screeningId) && screening.readDocument(screeningId) === null;
    if (addresses.has(address) && isToCome) screenings.set(address, screeningId);
  }
  const wanted = new Map(
    payments.flatMap(({ wallet: { address }, payee: { reference } }) =>
      screenings.has(address) ? [] : [[address, { address, payeeReference: reference }] as const],
    ),
  );
  const submitted = screening.submit([...wanted.values()], urgency, by);
  for (const [at, address] of [...wanted.keys()].entries()) {
    screenings.set(address, submitted[at] ?? '');
  }
  return ({ wallet }) => screenings.get(wallet.address) ?? '';
}
