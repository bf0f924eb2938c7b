import type { AssetId } from './asset.js';
import type { HoldOverride } from './holdOverride.js';
import type { Decision } from './verdict.js';

/** A payment that is about to be made. */
export interface PaymentOrder {
  readonly payeeId: string;
  readonly walletId: string;
  /** Short name of the chain on which it is to be paid. */
  readonly chain: string;
  readonly asset: AssetId;
  /** Atomic units of the asset; more than 0. */
  readonly amount: bigint;
  /** The number of the invoice that it pays; personal data. */
  readonly invoice: string;
}

/** What is to be known before a payment leaves. A closed list. */
export const PAYMENT_SIGNAL_KINDS = [
  'changed-since-last-paid',
  'lookalike',
  'first-payment',
  'contract-address',
  'wrong-chain',
  'frozen-by-issuer',
  'ens-elsewhere',
  'no-history',
  'custodial',
  'unconfirmed-wallet',
  'unproven-wallet',
  'invoice-paid-before',
  'payee-deactivated',
  'wallet-not-valid',
  'unlisted-asset',
  'roster-link',
  'payee-held',
] as const;

/** What is to be known before a payment leaves. */
export type PaymentSignalKind = (typeof PAYMENT_SIGNAL_KINDS)[number];

/** One thing to know before a payment leaves, and what it means for the decision. */
export interface PaymentSignal {
  readonly kind: PaymentSignalKind;
  /**
   * `info` changes nothing. `incomplete`: it could not be found out, or it is not payable as it stands;
   * either can be cured, and nobody can release it. `review` may be released by one person.
   */
  readonly severity: 'info' | 'review' | 'hold' | 'incomplete';
  /** Without names, references and invoices. */
  readonly sentence: string;
}

/** Where a check of a payment stands. */
export type PaymentCheckState = 'screening' | 'decided' | 'failed';

/** A payment as it was checked. */
export interface PaymentCheck {
  readonly id: string;
  readonly order: PaymentOrder;
  /** The address of the wallet as its chain writes it, as it was when it was asked for. */
  readonly address: string;
  /** ISO 8601 times in UTC. */
  readonly askedAt: string;
  readonly askedBy: string;
  readonly state: PaymentCheckState;
  /** The screening that it rests on. */
  readonly screeningId: string;
  /** Null until it is decided. The worse of the screening's decision and what the signals mean. */
  readonly decision: Decision | null;
  readonly decidedAt: string | null;
  /** Whether all was known; a `review` of which something was not cannot be released. False until it is decided. */
  readonly complete: boolean;
  readonly signals: readonly PaymentSignal[];
  /** Why, in one sentence; what to do, in another. Empty until it is decided. */
  readonly summary: string;
  readonly nextStep: string;
  /** Why it came to nothing; null where it did not. */
  readonly failure: string | null;
  /** Who released a `review`, when and why; null where nobody did. The reason is personal data. */
  readonly release: {
    readonly at: string;
    readonly by: string;
    readonly reason: string;
  } | null;
  /** Who asked that a `hold` be paid all the same, and what a second person said. Order: oldest first. */
  readonly overrides: readonly HoldOverride[];
  /** When it was taken back, so that its invoice counts no more; null where it was not. */
  readonly withdrawnAt: string | null;
  /** Whether there is an approval, whether it holds still, and until when. */
  readonly approval: { readonly id: string; readonly expiresAt: string } | null;
}

/** Whether an approved payment is one that somebody let pass by name. */
export function letPassBy({
  release,
  overrides,
}: PaymentCheck): 'nobody' | 'one person' | 'two persons' {
  if (overrides.some(({ answer }) => answer?.said === 'agreed')) return 'two persons';
  return release === null ? 'nobody' : 'one person';
}
