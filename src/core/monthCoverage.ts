/** Payees who were paid in a month, and how many only ever on a valid screening. */
export interface PaidCoverage {
  readonly payees: number;
  /** Payees each of whose payments had a valid screening when it was made. */
  readonly screened: number;
  /** Six places; null where nobody was paid. */
  readonly share: string | null;
  /** The payments that it rests on. Order: by time, then id. */
  readonly paymentIds: readonly string[];
  /** Payments to whom no payee is known: they are in none of the figures. */
  readonly unknownIds: readonly string[];
  /** Order: by reference, then id. Personal data: the reference; null after it was erased. */
  readonly unscreened: readonly {
    readonly payeeId: string;
    readonly reference: string | null;
    /** Those without a valid screening. */
    readonly paymentIds: readonly string[];
  }[];
}

/** Wallets of payees in use at a moment, and how many had a valid screening then. */
export interface RosterCoverage {
  readonly wallets: number;
  readonly screened: number;
  /** Six places; null where no wallet was in use. */
  readonly share: string | null;
  /** The screenings that were valid for a wallet in use. Order: ascending. */
  readonly screeningIds: readonly string[];
  /** Order: by reference, then id. Personal data: the reference; null where it is not known. */
  readonly unscreened: readonly {
    /** Null in version 1, which names wallets alone. */
    readonly payeeId: string | null;
    readonly reference: string | null;
    readonly walletIds: readonly string[];
  }[];
}
