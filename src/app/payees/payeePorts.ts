import type { HeldReference, Payee, PayeeWallet } from '../../core/payee.js';
import type { Actor } from '../../core/role.js';

/** What payees need of other parts of the program. */
export interface PayeePorts {
  /** Short names of the chains that are configured. Order: as configured. */
  readonly chains: readonly string[];
  /**
   * The address that an ENS name stands for now, with the name in its normal form.
   *
   * @throws {InputError} for a name that stands for none.
   * @throws {SourceError} where nobody could tell.
   */
  readonly resolveName: (
    name: string,
    signal: AbortSignal,
  ) => Promise<{ readonly name: string; readonly address: string }>;
  /** Whether a signature over a text shows control of a wallet. @throws {InputError} for no signature. */
  readonly verifyControl: (
    shown: { readonly wallet: PayeeWallet; readonly message: string; readonly signature: string },
    signal: AbortSignal,
  ) => Promise<ControlAnswer>;
  /** Payments that name a payee, those that were only checked among them. */
  readonly countPayments: (payeeId: string) => number;
  /** The same of one wallet. */
  readonly countWalletPayments: (walletId: string) => number;
  /** What other parts keep of a payee. */
  readonly records: readonly PayeeRecords[];
}

/** Whether control of a wallet is shown: by which standard, or why not and what to do. */
export type ControlAnswer =
  | { readonly kind: 'shown'; readonly method: string }
  | { readonly kind: 'not-shown'; readonly why: string };

/** What one part of the program keeps of payees. */
export interface PayeeRecords {
  /** What it is, as an export names it. */
  readonly name: string;
  /** All that it keeps of a payee, JSON-safe. */
  readonly collect: (of: {
    readonly payee: Payee;
    /** The payee's id, and those of the duplicates that were merged into them. */
    readonly payeeIds: readonly string[];
    /** Every reference that they ever had, and when: it may be another payee's by now. */
    readonly held: readonly HeldReference[];
  }) => readonly unknown[];
  /** Erases it for a payee that is deleted, in the same transaction; null where it keeps nothing by id. */
  readonly forget: ((payeeId: string, forgetting: Forgetting) => void) | null;
}

/** That a payee is deleted. Personal data. */
export interface Forgetting {
  /** ISO 8601 time in UTC. */
  readonly at: string;
  readonly by: Actor;
  /** References and names that they and their duplicates ever had, each once. */
  readonly words: readonly string[];
}
