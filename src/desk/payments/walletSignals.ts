import { type Unpayable, whyUnpayable } from '../../core/payee.js';
import type { PaymentSignal } from '../../core/payment.js';
import type { LocalFacts, PaidBefore } from './paymentFacts.js';

/**
 * What is to be known of the wallet as it was registered, and of what was paid before.
 *
 * Nothing here is a suspicion: a wallet that nobody else has confirmed, that is not valid on the day, or
 * whose payee may not be paid is `incomplete`. It can be cured, by the second person or by an edit that
 * one confirms; were it `review`, one person alone could pay to a wallet that they have just put in.
 */
export function tellWallet(facts: LocalFacts): readonly PaymentSignal[] {
  return [
    ...payeeDeactivated(facts),
    ...unpayable(facts),
    ...changed(facts),
    ...firstPayment(facts),
    ...unproven(facts),
  ];
}

function payeeDeactivated({ payee }: LocalFacts): readonly PaymentSignal[] {
  if (payee.deactivatedAt === null) return [];
  const sentence = `This payee was deactivated on ${dayOf(payee.deactivatedAt)} and may not be paid.`;
  return [{ kind: 'payee-deactivated', severity: 'incomplete', sentence }];
}

const UNPAYABLE: Readonly<Record<Unpayable, Pick<PaymentSignal, 'kind' | 'sentence'>>> = {
  unconfirmed: {
    kind: 'unconfirmed-wallet',
    sentence:
      'No second person has confirmed this wallet yet, so that it cannot be paid: whoever can register a wallet must not be able to pay to it alone.',
  },
  ended: {
    kind: 'wallet-not-valid',
    sentence: 'This wallet was taken out of use and cannot be paid.',
  },
  'not-yet-valid': {
    kind: 'wallet-not-valid',
    sentence: 'The first day on which this wallet may be paid has not come yet.',
  },
  'no-longer-valid': {
    kind: 'wallet-not-valid',
    sentence: 'The last day on which this wallet may be paid is over.',
  },
};

function unpayable({ wallet, day }: LocalFacts): readonly PaymentSignal[] {
  const why = whyUnpayable(wallet, day);
  return why === null ? [] : [{ ...UNPAYABLE[why], severity: 'incomplete' }];
}

/**
 * Whether the last payment to this payee went elsewhere. A change of the wallet shortly before pay is how
 * a payment is led astray; once a second person confirmed the new one, it is told with its dates.
 */
function changed({ wallet, paid }: LocalFacts): readonly PaymentSignal[] {
  const [last] = paid;
  if (last === undefined || last.address === wallet.address) return [];
  const own = paid.find(({ address }) => address === wallet.address);
  const elsewhere = `The last payment to this payee, on ${dayOf(last.approvedAt)}, went to another wallet (${last.address}).`;
  const kind = 'changed-since-last-paid';
  if (wallet.confirmedAt === null) {
    const sentence = `${elsewhere} This one was registered on ${dayOf(wallet.registeredAt)}, and no second person has confirmed it.`;
    return [{ kind, severity: 'incomplete', sentence }];
  }
  const since =
    own === undefined
      ? `registered on ${dayOf(wallet.registeredAt)} and confirmed by a second person on ${dayOf(wallet.confirmedAt)}`
      : `last paid on ${dayOf(own.approvedAt)}`;
  return [{ kind, severity: 'info', sentence: `${elsewhere} This one was ${since}.` }];
}

function firstPayment({ wallet, paid }: LocalFacts): readonly PaymentSignal[] {
  if (paid.some(({ address }) => address === wallet.address)) return [];
  const sentence =
    paid.length === 0
      ? 'Nothing was paid to this payee before, as far as is known here; a small amount first shows that it arrives.'
      : 'Nothing was paid to this wallet before, as far as is known here; a small amount first shows that it arrives.';
  return [{ kind: 'first-payment', severity: 'info', sentence }];
}

/** Many honest payees never signed anything: it is told, and keeps nobody from being paid. */
function unproven({ wallet }: LocalFacts): readonly PaymentSignal[] {
  if (wallet.proofs.length > 0) return [];
  const sentence =
    'Nothing shows that the payee controls this wallet; a signed text, a statement of the custodian or a test payment would.';
  return [{ kind: 'unproven-wallet', severity: 'info', sentence }];
}

/**
 * Whether the invoice was paid before: to the same payee, or to the same address under another payee, it
 * is a `review`, since one of the two payments is too much. Invoice numbers of different payees are often
 * alike (`2026-11`, `1`), which is only told.
 *
 * Counted is what had an approval that was not withdrawn, so that asking again is no offence.
 */
export function tellInvoice({
  wallet,
  sameInvoice,
}: Pick<LocalFacts, 'wallet' | 'sameInvoice'>): readonly PaymentSignal[] {
  const kind = 'invoice-paid-before';
  const told = (before: PaidBefore, whom: string): PaymentSignal => ({
    kind,
    severity: 'review',
    sentence: `An invoice of this number was approved for ${whom} on ${dayOf(before.approvedAt)} (check ${before.checkId}); if that was not paid and will not be, withdraw it.`,
  });
  const own = sameInvoice.find(({ payeeId }) => payeeId === wallet.payeeId);
  if (own !== undefined) return [told(own, 'this payee')];
  const sameAddress = sameInvoice.find(({ address }) => address === wallet.address);
  if (sameAddress !== undefined) return [told(sameAddress, 'the same address of another payee')];
  const [other] = sameInvoice;
  if (other === undefined) return [];
  const sentence = `An invoice of this number was approved for another payee on ${dayOf(other.approvedAt)} (check ${other.checkId}); numbers of two payees may be alike.`;
  return [{ kind, severity: 'info', sentence }];
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}
