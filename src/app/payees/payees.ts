import type { Payee, PayeeWallet, WalletProof } from '../../core/payee.js';
import type { Actor } from '../../core/role.js';

/** What is told of somebody who is to be paid. */
export interface PayeeDetails {
  readonly reference: string;
  readonly name: string;
  readonly told: string;
}

/** A wallet as a payee gives it. */
export interface WalletDetails {
  /** An address, a CAIP-10 id, a payment link or an ENS name. */
  readonly text: string;
  /** Short names of chains; null for all that fit and are configured. */
  readonly chains: readonly string[] | null;
  readonly custody: PayeeWallet['custody'];
  /** ISO days; null for open. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

/** What payees are looked for by. */
export interface PayeeQuery {
  /** Part of a reference, a name or an address; null for all. */
  readonly text: string | null;
  readonly state: 'active' | 'deactivated' | 'all';
  /** From the page before; null for the first. */
  readonly cursor: string | null;
  readonly limit: number;
}

/** Some of the payees. Order: by reference. */
export interface PayeePage {
  readonly payees: readonly Payee[];
  readonly nextCursor: string | null;
}

/** One change of a payee or a wallet of theirs, as its history tells it. */
export interface PayeeChange {
  readonly id: string;
  readonly payeeId: string;
  /** The wallet that it is about; null for the payee themselves. */
  readonly walletId: string | null;
  /** ISO 8601 time in UTC. */
  readonly at: string;
  /** The person who answers for it. */
  readonly by: string;
  readonly what:
    | 'added'
    | 'edited'
    | 'deactivated'
    | 'reactivated'
    | 'merged'
    | 'wallet-registered'
    | 'wallet-edited'
    | 'wallet-confirmed'
    | 'wallet-ended'
    | 'proof-recorded'
    | 'undone';
  /** The fields that changed, as they were and are; personal data. */
  readonly fields: readonly {
    readonly name: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  /** Whether it can be undone still; where not, why. */
  readonly undo: { readonly kind: 'possible' } | { readonly kind: 'no'; readonly why: string };
}

/** A nonce that a payee is asked to sign with the key of a wallet. */
export interface ProofRequest {
  readonly walletId: string;
  /** The whole text to sign, as it is. */
  readonly message: string;
  readonly expiresAt: string;
}

/** What shows control of a wallet. */
export type ProofGiven =
  | { readonly kind: 'signature'; readonly signature: string }
  | { readonly kind: 'statement'; readonly note: string }
  | { readonly kind: 'test-payment'; readonly note: string };

/** What becomes of a payee that is to go. */
export type Removal =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'deactivated'; readonly why: string };

/**
 * Whom the company pays, and where to. Every change is told in the audit log, by ids alone, and in a
 * history that holds what it was before.
 *
 * @throws {InputError} from every call with `by`, when that actor has not the permission "payees"; for
 * an id that nothing has; and for what cannot be used, in a sentence that says what to do.
 */
export interface Payees {
  readonly add: (details: PayeeDetails, by: Actor) => Payee;
  /** Edge: another reference or name has every wallet confirmed again, by another person. */
  readonly edit: (payeeId: string, details: Partial<PayeeDetails>, by: Actor) => Payee;
  readonly deactivate: (payeeId: string, by: Actor) => Payee;
  readonly reactivate: (payeeId: string, by: Actor) => Payee;
  /** Edge: one with payments is deactivated instead, and it says why. */
  readonly remove: (payeeId: string, by: Actor) => Removal;
  /**
   * Gives the wallets, payments and history of a duplicate to another payee. The wallets of
   * both have to be confirmed again, and whoever merges does not confirm them.
   * Edge: of an address that both have in use one wallet ends, the unconfirmed one if any.
   */
  readonly merge: (
    pair: { readonly duplicateId: string; readonly intoId: string },
    by: Actor,
  ) => Payee;
  /**
   * Takes back a change, which is a change itself; it confirms no wallet anew.
   *
   * @throws {InputError} when something rests on it.
   */
  readonly undo: (changeId: string, by: Actor) => Payee;
  /** Null where there is none of that id. */
  readonly read: (payeeId: string) => Payee | null;
  /** By reference, whatever the case of its letters; null where there is none. */
  readonly find: (reference: string) => Payee | null;
  readonly search: (query: PayeeQuery) => PayeePage;
  /** Order: newest first. */
  readonly listChanges: (payeeId: string) => readonly PayeeChange[];
  /**
   * Registers a wallet; it is not payable until another person confirmed it. May ask a chain, for an
   * ENS name alone.
   */
  readonly registerWallet: (
    payeeId: string,
    wallet: WalletDetails,
    by: Actor,
  ) => Promise<PayeeWallet>;
  /**
   * Changes days, chains or custody; a change of chains or custody, and days on which it was not valid
   * before, have to be confirmed again.
   */
  readonly editWallet: (
    walletId: string,
    wallet: Omit<Partial<WalletDetails>, 'text'>,
    by: Actor,
  ) => PayeeWallet;
  /**
   * @throws {InputError} for a token, for nobody named, and for whoever registered it, and all who
   * chose what has to be confirmed since it last was.
   */
  readonly confirmWallet: (walletId: string, by: Actor) => PayeeWallet;
  /** Why somebody may not confirm a wallet now, in a sentence; null where they may. */
  readonly whyNotConfirmable: (walletId: string, by: Actor) => string | null;
  readonly endWallet: (walletId: string, by: Actor) => PayeeWallet;
  /** The wallet with an id, of whatever payee; null where there is none. */
  readonly readWallet: (walletId: string) => PayeeWallet | null;
  /** All wallets in use of all active payees, to compare with. Order: by registration. */
  readonly listWalletsInUse: () => readonly PayeeWallet[];
  /** A nonce to be signed; the one before stops counting. */
  readonly askProof: (walletId: string, by: Actor) => ProofRequest;
  /** The nonce that is to be signed still; null where none was asked for, it is over or was used. */
  readonly readProofRequest: (walletId: string) => ProofRequest | null;
  /** Verifies and keeps what shows control. @throws {InputError} when it does not show it. */
  readonly recordProof: (walletId: string, proof: ProofGiven, by: Actor) => Promise<WalletProof>;
  /** All that is kept of one payee, as they may ask for it: JSON-safe. Told in the audit log. */
  readonly exportAll: (payeeId: string, by: Actor) => PayeeExport;
}

/** All that is kept of one payee. */
export interface PayeeExport {
  readonly exportedAt: string;
  readonly payee: Payee;
  readonly changes: readonly PayeeChange[];
  /** By what it is: payments, rows of payrolls, screenings, answered red flags, links. */
  readonly records: Readonly<Record<string, readonly unknown[]>>;
}
