import type { PaymentSignal, PaymentSignalKind } from '../../core/payment.js';

const WEIGHTS = { info: 0, review: 1, incomplete: 2, hold: 3 } as const;

/** Whether something weighs that was not told when a payment was decided, or weighs more than it did. */
export function isNewSignal(
  { kind, severity, sentence }: PaymentSignal,
  told: readonly PaymentSignal[],
): boolean {
  const isTold = (one: PaymentSignal) =>
    one.kind === kind && one.sentence === sentence && WEIGHTS[one.severity] >= WEIGHTS[severity];
  return severity !== 'info' && !told.some(isTold);
}

/**
 * Whether what a check of one payment told speaks about other payments on its chain too: of whatever
 * wallet has the `address`, of the same `wallet`, or of `nothing` else. What is told of a payee, of their
 * wallet as it is registered, or of an invoice is known here and looked at anew for each payment.
 */
export const SPEAKS_OF: Readonly<Record<PaymentSignalKind, 'address' | 'wallet' | 'nothing'>> = {
  ...{ 'contract-address': 'address', 'frozen-by-issuer': 'address' },
  ...{ 'wrong-chain': 'wallet', 'ens-elsewhere': 'wallet' },
  ...{ 'no-history': 'wallet', custodial: 'wallet' },
  ...{ 'changed-since-last-paid': 'nothing', lookalike: 'nothing', 'first-payment': 'nothing' },
  ...{ 'unconfirmed-wallet': 'nothing', 'unproven-wallet': 'nothing' },
  // Approving a payment is itself what makes the next of its invoice one that was paid before.
  'invoice-paid-before': 'nothing',
  ...{ 'payee-deactivated': 'nothing', 'wallet-not-valid': 'nothing' },
  ...{ 'unlisted-asset': 'nothing', 'roster-link': 'nothing', 'payee-held': 'nothing' },
};
