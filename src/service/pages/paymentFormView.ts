import type { PaymentRequest } from '../../app/payments/paymentChecks.js';
import type { Payee } from '../../core/payee.js';
import type { Viewer } from './layout.js';

/** What the form of a payment shows. */
export interface PaymentFormView {
  readonly viewer: Viewer;
  /** Such as `2026-11-22`: whether a wallet may be paid depends on it. */
  readonly today: string;
  /** `choose` asks for the payee alone, so that their wallets can be chosen from afterwards. */
  readonly step: 'choose' | 'fill';
  /** Null where none is named, or nobody has that reference. */
  readonly payee: Payee | null;
  /** Whom to choose from. */
  readonly payees: readonly Payee[];
  /** Short names of the configured chains. */
  readonly chains: readonly string[];
  readonly typed: PaymentRequest;
  /** What cannot be used, by field. */
  readonly problems: ReadonlyMap<keyof PaymentRequest, string>;
  readonly problem: string | null;
  /** Has a form that is sent twice ask once. */
  readonly formKey: string;
}
