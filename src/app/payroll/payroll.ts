import type { ErrorCode } from '../../core/errors.js';
import type { PaymentCheck } from '../../core/payment.js';
import type {
  PayrollCounts,
  PayrollField,
  PayrollQuestion,
  PayrollReading,
  RowOutcome,
} from '../../core/payroll.js';
import type { Actor } from '../../core/role.js';

/** How a payroll file would be read. Cells of it are personal data. */
export interface PayrollProposal {
  readonly sheets: readonly {
    readonly name: string;
    readonly isHidden: boolean;
    readonly rows: number;
  }[];
  /** Heads of the columns of the chosen sheet. Order: as in the file. */
  readonly heads: readonly string[];
  /** The first rows below the heads, cell by cell. Order: as in the file. */
  readonly samples: readonly (readonly string[])[];
  readonly reading: PayrollReading;
  /** Empty when nothing is in doubt. */
  readonly questions: readonly PayrollQuestion[];
  /** What the rows come to; null while something is in doubt. */
  readonly rows: {
    /** How many ask for a payment, or seem to. */
    readonly asking: number;
    /** Rows with something in them that ask for none, such as a sum. Row numbers from 1, ascending. */
    readonly leftOut: readonly number[];
    /** Rows that ask for a payment and that a spreadsheet does not show. Row numbers from 1, ascending. */
    readonly hidden: readonly number[];
  } | null;
}

/** A payroll, as a list tells it. */
export interface PayrollSummary {
  readonly id: string;
  /** Personal data; empty once it was dropped. */
  readonly fileName: string;
  /** ISO 8601 time in UTC. */
  readonly uploadedAt: string;
  readonly uploadedBy: string;
  /** `asks` until somebody said that it is read as it should be, and no question is open. */
  readonly state: 'asks' | 'ready' | 'running' | 'done' | 'dropped';
  /** All 0 before it is run. */
  readonly counts: PayrollCounts;
  /** Rows that wait to be taken, or whose check can be made again: running it does that. */
  readonly toTake: number;
}

/** A payroll file as it was uploaded. */
export interface PayrollRun extends PayrollSummary {
  /** As it was last confirmed, or proposed at first. Null once it was dropped. */
  readonly proposal: PayrollProposal | null;
}

/** A row of a payroll. */
export interface PayrollRow {
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  /** What stands there; personal data. Null once the payroll was dropped. */
  readonly given: Readonly<Record<PayrollField, string>> | null;
  /** Why it cannot be checked; null where it can. */
  readonly problem: string | null;
  /** Null while it waits, or cannot be checked. */
  readonly check: PaymentCheck | null;
  readonly outcome: RowOutcome;
  /** When its wallet was screened (ISO 8601 in UTC); null where it was not. */
  readonly screenedAt: string | null;
}

/** A payroll that could not be gone on with, and the code of what kept it. */
export interface PayrollLeft {
  readonly runId: string;
  /** `input` where who began it may not have payments checked any more. */
  readonly code: ErrorCode;
}

/** Which rows are looked at. */
export interface RowQuery {
  /** Null for all. */
  readonly outcome: RowOutcome | null;
  /** Those below this one; 0 for the first. */
  readonly after: number;
  readonly limit: number;
}

/** A payroll file as it is given back. */
export interface ReturnedPayroll {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Rows of theirs that would have run as a formula and were given an apostrophe, from 1. */
  readonly defusedRows: readonly number[];
}

/**
 * Payrolls: a file in, the same file with decisions out.
 *
 * @throws {InputError} from every call with `by`, when that actor has not the permission "pay"; and for
 * an id that nothing has.
 */
export interface Payrolls {
  /** Reads a file and proposes how; nothing is checked yet. @throws {InputError} for what is no table. */
  readonly upload: (
    file: { readonly name: string; readonly bytes: Uint8Array },
    by: Actor,
  ) => PayrollRun;
  /** How a file would be read, without keeping anything of it. */
  readonly preview: (bytes: Uint8Array, reading: Partial<PayrollReading>) => PayrollProposal;
  /**
   * Says that the file is read so; what is left out stays as it was proposed. What is in doubt still is
   * asked again.
   */
  readonly confirm: (runId: string, reading: Partial<PayrollReading>, by: Actor) => PayrollRun;
  /** What the rows say as the file is read now, before it is run. Order: as in the file. */
  readonly previewRows: (runId: string) => readonly PayrollRow[];
  /**
   * Checks every row that has no check yet, or one that came to nothing; again, to go on with a run that
   * was stopped. It settles once all are taken, which is not yet decided where a service screens them;
   * the signal ends it between two slices of rows.
   *
   * @throws {InputError} while it asks, and where another process of this machine runs it.
   * @throws {AbortedError} while more wait than may; run it again.
   */
  readonly run: (runId: string, by: Actor, signal: AbortSignal) => Promise<PayrollRun>;
  /**
   * Goes on with payrolls whose rows a service was taking when it ended, on behalf of who began each, and
   * decides what it left undecided, all of it together. Tells which could not be gone on with; running
   * those again does it.
   */
  readonly goOn: (signal: AbortSignal) => Promise<readonly PayrollLeft[]>;
  readonly read: (runId: string) => PayrollRun | null;
  /** Order: as in the file. */
  readonly listRows: (runId: string, query: RowQuery) => readonly PayrollRow[];
  /** Order: newest first. */
  readonly list: () => readonly PayrollSummary[];
  /** Settles once every row that was taken is decided, or the signal ends the wait. */
  readonly settled: (runId: string, signal: AbortSignal) => Promise<PayrollRun | null>;
  /** The file as it was uploaded, with decision, reason, age and link of each row at the right end. */
  readonly exportFile: (runId: string, by: Actor) => ReturnedPayroll;
  /** Takes back what is not decided, and forgets the file; checks that were made stay. */
  readonly drop: (runId: string, by: Actor) => void;
}
