import type { PaymentCheck } from '../../core/payment.js';
import type { PayrollField, PayrollQuestion, PayrollReading } from '../../core/payroll.js';
import type { Actor } from '../../core/role.js';
import type { Decision } from '../../core/verdict.js';

/** A payroll file as it was uploaded. */
export interface PayrollRun {
  readonly id: string;
  /** Personal data. */
  readonly fileName: string;
  readonly uploadedAt: string;
  readonly uploadedBy: string;
  readonly state: 'asks' | 'ready' | 'running' | 'done' | 'dropped';
  readonly sheets: readonly {
    readonly name: string;
    readonly isHidden: boolean;
    readonly rows: number;
  }[];
  /** Heads of the columns of the chosen sheet. Order: as in the file. */
  readonly heads: readonly string[];
  readonly reading: PayrollReading;
  readonly questions: readonly PayrollQuestion[];
  readonly counts: Readonly<Record<Decision | 'unreadable' | 'waiting', number>>;
}

/** A row of a payroll. */
export interface PayrollRow {
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  /** What stands there; personal data. */
  readonly given: Readonly<Record<PayrollField, string>>;
  /** Why it cannot be read; null where it can. */
  readonly problem: string | null;
  /** Null while it waits, or cannot be read. */
  readonly check: PaymentCheck | null;
}

/**
 * Payrolls: a file in, the same file with decisions out.
 *
 * @throws {InputError} from every call with `by`, when that actor has not the permission "pay".
 */
export interface Payrolls {
  /** Reads a file and proposes how; nothing is screened yet. @throws {InputError} for what is no table. */
  readonly upload: (
    file: { readonly name: string; readonly bytes: Uint8Array },
    by: Actor,
  ) => Promise<PayrollRun>;
  /** Says how the file is to be read; what stays in doubt is asked again. */
  readonly confirm: (
    runId: string,
    reading: Partial<PayrollReading>,
    by: Actor,
  ) => Promise<PayrollRun>;
  /** Checks every row that was not checked yet. @throws {InputError} while a question is open. */
  readonly run: (runId: string, by: Actor) => PayrollRun;
  readonly read: (runId: string) => PayrollRun | null;
  readonly listRows: (runId: string) => readonly PayrollRow[];
  /** Order: newest first. */
  readonly list: () => readonly PayrollRun[];
  /** Settles once every row is decided, or the signal ends the wait. */
  readonly settled: (runId: string, signal: AbortSignal) => Promise<PayrollRun | null>;
  /** The file as it was uploaded, with decision, reason, age and link of each row at the right end. */
  readonly exportFile: (
    runId: string,
    by: Actor,
  ) => Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }>;
  /** Stops what waits and forgets the file; checks that were made stay. */
  readonly drop: (runId: string, by: Actor) => void;
}
