import type { Asset } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import type { Signal } from '../../core/signal.js';
import type { Severity, Subject } from '../../core/verdict.js';
import type { PayeeHold } from './heldSignals.js';

/** A payment that was approved before and not withdrawn since: for all that is known here, it was made. */
export interface PaidBefore {
  readonly checkId: string;
  readonly payeeId: string;
  /** The address as its chain writes it. */
  readonly address: string;
  /** Short name of the chain. */
  readonly chain: string;
  /** ISO 8601 time in UTC of the approval. */
  readonly approvedAt: string;
}

/** Where an address that others may imitate is known from. A closed list. */
export type KnownFrom = 'payee' | 'roster' | 'paid' | 'own' | 'history' | 'label';

/** An address that was there before. */
export interface KnownAddress {
  /** As its chain writes it. */
  readonly address: string;
  readonly family: 'evm' | 'utxo';
  readonly from: KnownFrom;
  /** Of what the company pays or paid; null for any other address. */
  readonly relied: Relied | null;
}

/** How far the company relies on an address. */
export interface Relied {
  /** Whether somebody has it as a wallet in use. */
  readonly isInUse: boolean;
  /**
   * ISO 8601 time in UTC since when: that of the first confirmation by a second person, or of the first
   * approval of a payment. Null where nobody ever did.
   */
  readonly from: string | null;
}

/** A link of the payee to other payees of ours. */
export interface PayeeLink {
  readonly id: string;
  readonly severity: Severity;
  /** Without names and references. */
  readonly sentence: string;
  /** Whether somebody said what it is, and nothing changed since. */
  readonly isExplained: boolean;
}

/**
 * What chains said when they were asked for a payment. `unanswered` is no answer, whatever the reason;
 * null where the question makes no sense there.
 */
export interface ChainAnswers {
  /** What stands at the account on the chain to be paid. */
  readonly code: 'key' | 'delegated-key' | 'contract' | 'unanswered' | null;
  /** Titles of other chains: where a contract stands under the same address, and which did not answer. */
  readonly codeElsewhere: {
    readonly on: readonly string[];
    readonly unanswered: readonly string[];
  };
  /** Whether the issuer of the asset to be paid has frozen the account. */
  readonly frozen: 'frozen' | 'not-frozen' | 'cannot-tell' | 'unanswered' | null;
  /** Symbols of other assets on that chain: those frozen there, and those of which nobody answered. */
  readonly frozenOther: {
    readonly frozen: readonly string[];
    readonly unanswered: readonly string[];
  };
  /** What the name stands for under which the wallet was registered. */
  readonly name: 'same' | 'elsewhere' | 'nothing' | 'unanswered' | null;
}

/** What is known of chains that nobody asked, or of an address of which nothing can be asked. */
export const NOTHING_ASKED: ChainAnswers = {
  ...{ code: null, frozen: null, name: null },
  codeElsewhere: { on: [], unanswered: [] },
  frozenOther: { frozen: [], unanswered: [] },
};

/** The answers alone: a question that nobody answered is as one that nobody asked. */
export function answeredOnly(answers: ChainAnswers): ChainAnswers {
  const { code, frozen, name, codeElsewhere, frozenOther } = answers;
  return {
    code: code === 'unanswered' ? null : code,
    frozen: frozen === 'unanswered' ? null : frozen,
    name: name === 'unanswered' ? null : name,
    codeElsewhere: { ...codeElsewhere, unanswered: [] },
    frozenOther: { ...frozenOther, unanswered: [] },
  };
}

/** What of a screening matters for a payment. */
export interface ScreenedWallet {
  readonly subjects: readonly Pick<Subject, 'account' | 'accountKind'>[];
  readonly signals: readonly Pick<Signal, 'kind' | 'account'>[];
}

/** What is known of a payment without asking anybody. */
export interface LocalFacts {
  readonly chain: Chain;
  readonly asset: Pick<Asset, 'id' | 'symbol'>;
  /** The ISO day on which is judged, in UTC. */
  readonly day: string;
  readonly payee: Pick<Payee, 'deactivatedAt'>;
  readonly wallet: PayeeWallet;
  /** What was paid to the payee, this payment left out. Order: newest first. */
  readonly paid: readonly PaidBefore[];
  /** Payments for an invoice of the same number, to whomever. Order: newest first. */
  readonly sameInvoice: readonly PaidBefore[];
  /** Addresses that others may imitate; the wallet's own may be among them. */
  readonly known: readonly KnownAddress[];
  /**
   * Since when a second person stands behind the address of the wallet as one of the payee's: their first
   * confirmation, which an edit or a registration anew does not undo. Null where nobody does yet.
   */
  readonly reliedOnFrom: string | null;
  readonly links: readonly PayeeLink[];
  /** What holds the payee, beside what this payment has looked at itself. */
  readonly holds: readonly PayeeHold[];
}

/** What a payment is judged by, beside the decision of the screening. */
export interface PaymentFacts extends LocalFacts {
  readonly screened: ScreenedWallet;
  readonly answers: ChainAnswers;
}
