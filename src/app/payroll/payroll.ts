import type { PaymentCheck } from '../../core/payment.js';
import type { PayrollField, PayrollQuestion, PayrollReading } from '../../core/payroll.js';
import type { Actor } from '../../core/role.js';
import type { PayrollCounts } from '../../desk/payroll/counts.js';

/** How many rows came out how. */
export type PayrollCounts = Readonly<
  Record<Decision | 'unreadable' | 'failed' | 'waiting', number>
>;

/** A payroll file as it was uploaded. */
export interface PayrollRun {
  readonly id: string;
  /** Personal data; empty once it was dropped. */
  readonly fileName: string;
  /** ISO 8601 time in UTC. */
  readonly uploadedAt: string;
  readonly uploadedBy: string;
  /** `asks` until somebody said that it is read as it should be, and no question is open. */
  readonly state: 'asks' | 'ready' | 'running' | 'done' | 'dropped';
  readonly sheets: readonly {
    readonly name: string;
    readonly isHidden: boolean;
    readonly rows: number;
  }[];
  /** Heads of the columns of the chosen sheet. Order: as in the file. */
  readonly heads: readonly string[];
  /** Null once it was dropped. */
  readonly reading: PayrollReading | null;
  readonly questions: readonly PayrollQuestion[];
  /** All 0 before it is run. */
  readonly counts: PayrollCounts;
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
  readonly preview: (
    bytes: Uint8Array,
    reading: Partial<PayrollReading>,
  ) => Pick<PayrollRun, 'sheets' | 'heads' | 'questions'> & { readonly reading: PayrollReading };
  /**
   * Says that the file is read so; what is left out stays as it was proposed. What is in doubt still is
   * asked again.
   */
  readonly confirm: (runId: string, reading: Partial<PayrollReading>, by: Actor) => PayrollRun;
  /** What the rows say as the file is read now, before it is run. Order: as in the file. */
  readonly previewRows: (runId: string) => readonly PayrollRow[];
  /**
   * Checks every row that has no check yet; again, to go on with one that was stopped.
   *
   * @throws {InputError} while it asks. @throws {AbortedError} while more wait than may; run it again.
   */
  readonly run: (runId: string, by: Actor) => Promise<PayrollRun>;
  readonly read: (runId: string) => PayrollRun | null;
  /** Order: as in the file. */
  readonly listRows: (runId: string) => readonly PayrollRow[];
  /** Order: newest first. */
  readonly list: () => readonly PayrollRun[];
  /** Settles once every row that was taken is decided, or the signal ends the wait. */
  readonly settled: (runId: string, signal: AbortSignal) => Promise<PayrollRun | null>;
  /** The file as it was uploaded, with decision, reason, age and link of each row at the right end. */
  readonly exportFile: (runId: string, by: Actor) => ReturnedPayroll;
  /** Takes back what is not decided, and forgets the file; checks that were made stay. */
  readonly drop: (runId: string, by: Actor) => void;
}
