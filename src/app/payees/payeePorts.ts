import type { Payee, PayeeWallet } from '../../core/payee.js';

/** What payees need of other parts of the program. */
export interface PayeePorts {
  /** Short names of the chains that are configured. Order: as configured. */
  readonly chains: readonly string[];
  /**
   * The address that an ENS name stands for, and the height at which it did.
   *
   * @throws {InputError} for a name that stands for none, or where nobody can be asked.
   */
  readonly resolveName: (
    name: string,
    signal: AbortSignal,
  ) => Promise<{ readonly address: string; readonly atHeight: number }>;
  /** The standard by which a signature shows control of a wallet; null where it does not. */
  readonly verifyControl: (
    shown: { readonly wallet: PayeeWallet; readonly message: string; readonly signature: string },
    signal: AbortSignal,
  ) => Promise<{ readonly method: string } | null>;
  /** Payments that name a payee, those that were only checked among them. */
  readonly countPayments: (payeeId: string) => number;
  /** The same of one wallet. */
  readonly countWalletPayments: (walletId: string) => number;
  /** What other parts keep of a payee. */
  readonly records: readonly PayeeRecords[];
}

/** What one part of the program keeps of payees. */
export interface PayeeRecords {
  /** What it is, as an export names it. */
  readonly name: string;
  /** All that it keeps of a payee, JSON-safe. */
  readonly collect: (of: {
    readonly payee: Payee;
    /** The payee's id, and those of the duplicates that were merged into them. */
    readonly payeeIds: readonly string[];
    /** Every reference that they ever had. */
    readonly references: readonly string[];
  }) => readonly unknown[];
  /** Erases it for a payee that is deleted, in the same transaction; null where it keeps nothing by id. */
  readonly forget: ((payeeId: string) => void) | null;
}
