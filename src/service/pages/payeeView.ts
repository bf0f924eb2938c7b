import type {
  PayeeChange,
  PayeeDetails,
  ProofGiven,
  ProofRequest,
  WalletDetails,
} from '../../app/payees/payees.js';
import type { HistoryRow } from '../../app/service/work.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import type { Viewer } from './layout.js';
import type { LinkView } from './payeeLinksPart.js';
import type { PeopleNames } from './personText.js';
import type { AnsweredFlag } from './redFlagsPart.js';

/** A wallet as a form sends it. */
export type TypedWallet = Omit<WalletDetails, 'chains'> & { readonly chains: readonly string[] };

/** What somebody typed into one of the forms of a payee and what could not be used. */
export type TypedPayeeForm =
  | { readonly form: 'edit'; readonly details: PayeeDetails }
  | { readonly form: 'register'; readonly wallet: TypedWallet }
  | {
      readonly form: 'wallet';
      readonly walletId: string;
      readonly wallet: Omit<TypedWallet, 'text'>;
    }
  | {
      readonly form: 'proof';
      readonly walletId: string;
      readonly kind: ProofGiven['kind'];
      readonly text: string;
    }
  | { readonly form: 'merge'; readonly reference: string };

/** A wallet with what its page tells beside it. */
export interface WalletView {
  readonly wallet: PayeeWallet;
  /** Why the viewer may not confirm it; null where they may. */
  readonly whyNotConfirmable: string | null;
  /** The text that is to be signed still; null for none. */
  readonly proofRequest: ProofRequest | null;
  /** Other wallets in use that look alike, with whose they are. */
  readonly lookAlikes: readonly { readonly wallet: PayeeWallet; readonly payee: Payee | null }[];
}

/** What the page of a payee shows. */
export interface PayeeView {
  readonly viewer: Viewer;
  /** IANA name of the time zone in which times are written. */
  readonly zone: string;
  /**
   * Such as `2026-11-22`, in UTC, whatever the zone: by it payments are judged, and so whether a wallet may
   * be paid.
   */
  readonly today: string;
  readonly payee: Payee;
  /** The one that they were merged into; null for none. */
  readonly mergedInto: Payee | null;
  readonly wallets: readonly WalletView[];
  /** Order: newest first. */
  readonly changes: readonly PayeeChange[];
  /** The newest screenings of their wallets. Order: newest first. */
  readonly screenings: readonly HistoryRow[];
  readonly links: readonly LinkView[];
  /** The red flags to which something was answered. Order: as in the list. */
  readonly answeredFlags: readonly AnsweredFlag[];
  readonly cautions: readonly string[];
  readonly names: PeopleNames;
  /** Short names of the chains on which wallets may be paid. */
  readonly chains: readonly string[];
  readonly problem: string | null;
  readonly notice: string | null;
  readonly typed: TypedPayeeForm | null;
}
