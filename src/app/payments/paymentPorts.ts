import type { Account } from '../../core/account.js';
import type { Asset, AssetList } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import type { Actor } from '../../core/role.js';
import type { PayeeHold } from '../../desk/payments/heldSignals.js';
import type { MadePayment } from '../../desk/payments/madePayment.js';
import type { ChainAnswers, PayeeLink } from '../../desk/payments/paymentFacts.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { MadeQuery } from '../../store/madePayments.js';
import type { DatabaseHandle } from '../../store/open.js';
import type { OverrideStore } from '../../store/overrideStore.js';
import type { PaymentStore } from '../../store/paymentStore.js';
import type { SimilarAddresses } from '../../store/similarAddresses.js';
import type { SubmissionKeys } from '../../store/submissionKeys.js';
import type { WalletVerdicts } from '../../store/walletVerdicts.js';
import type { Payees } from '../payees/payees.js';
import type { AuditLog } from '../service/audit.js';
import type { Work, WorkState } from '../service/work.js';
import type { Approvals } from './approvals.js';

/** A wallet that a payment needs to have screened. */
export interface WalletToScreen {
  readonly address: string;
  /** Personal data; kept apart from the record. */
  readonly payeeReference: string;
}

/** Screenings that payments rest on: of the queue of the service, or made here at once. */
export interface PaymentScreening {
  /**
   * Takes wallets; each answers with the id of its record, which is there already where a verdict is
   * valid still. Order: as asked for. @throws {AbortedError} while nothing is taken.
   */
  readonly submit: (
    wallets: readonly WalletToScreen[],
    urgency: 'single' | 'batch',
    by: Actor,
  ) => readonly string[];
  /** Settles once it is done or failed, or the signal ends the wait. Null where nobody here knows of it. */
  readonly settled: (screeningId: string, signal: AbortSignal) => Promise<WorkState | null>;
  /** Whether somebody is still to make it, or it is recorded. */
  readonly isOpen: (screeningId: string) => boolean;
  readonly readDocument: Work['readDocument'];
}

/** What chains are asked about before somebody is paid. */
export interface PaymentQuestion {
  readonly chain: Chain;
  readonly account: Account;
  readonly asset: Asset;
  readonly wallet: Pick<PayeeWallet, 'address' | 'family' | 'ensName'>;
  /** Whether the wallet was paid on this chain before, so that it is known to arrive there. */
  readonly wasPaidHere: boolean;
}

/** What payments are checked with. */
export interface PaymentMeans {
  /** The handle of all stores and of the audit log here, so that a decision and its approval are one. */
  readonly db: DatabaseHandle;
  readonly store: PaymentStore;
  readonly overrides: OverrideStore;
  readonly keys: SubmissionKeys;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly approvals: Pick<Approvals, 'sign'>;
  readonly payees: Pick<Payees, 'read' | 'find' | 'readWallet'>;
  /** A payee and the duplicates that were merged into them. */
  readonly idsOf: (payeeId: string) => readonly string[];
  /** What was told or found to have been paid, of an asset and amount, to an account or to payees. */
  readonly listMade: (query: MadeQuery) => readonly MadePayment[];
  readonly linksOf: (payeeId: string) => readonly PayeeLink[];
  /** Whether a payee is held, and by what: nothing where they are not. */
  readonly holdsOf: (payee: Pick<Payee, 'wallets'>) => readonly PayeeHold[];
  /** Later screenings of an address, whoever asked for them. */
  readonly verdicts: Pick<WalletVerdicts, 'listLater'>;
  /** Configured chains by short name. */
  readonly chains: ReadonlyMap<string, { readonly chain: Chain }>;
  readonly assets: AssetList;
  readonly ownAccounts: ReadonlySet<Account>;
  readonly similar: SimilarAddresses;
  readonly screening: PaymentScreening;
  /** Never fails for a chain that does not answer: that is an answer too. */
  readonly ask: (question: PaymentQuestion, signal: AbortSignal) => Promise<ChainAnswers>;
  /** Whether labels that speak about its accounts are as they were when it was recorded, and it is not over. */
  readonly stands: (screeningId: string) => boolean;
  /** Whether the labels that it was judged by are those of now, every one: then they speak as they did. */
  readonly isByLabelsOfNow: (screened: ScreeningDocument) => boolean;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly newId: () => string;
}
