import type { PaymentCheck } from '../../core/payment.js';
import type { Actor } from '../../core/role.js';
import type { Decision } from '../../core/verdict.js';

/** What a column of a payroll can say. A closed list. */
export const PAYROLL_FIELDS = ['payee', 'wallet', 'chain', 'asset', 'amount', 'invoice'] as const;

/** What a column of a payroll can say. */
export type PayrollField = (typeof PAYROLL_FIELDS)[number];

/** How the file is read, as it is proposed and then confirmed by somebody. */
export interface PayrollReading {
  readonly sheet: string;
  /** Row of the heads, from 0. */
  readonly headRow: number;
  /** Column of each field, from 0; null where no column says it. */
  readonly columns: Readonly<Record<PayrollField, number | null>>;
  /** The sign between whole coins and parts of them; null while it is in doubt and has to be asked. */
  readonly decimalSign: '.' | ',' | null;
  /** What holds for rows without a column or a value of it: short name of a chain, symbol of an asset. */
  readonly defaultChain: string | null;
  readonly defaultAsset: string | null;
}

/** A question that has to be answered before a file is run. */
export interface PayrollQuestion {
  readonly about: PayrollField | 'sheet' | 'decimalSign';
  readonly sentence: string;
  /** Row numbers as a spreadsheet shows them, from 1; at most ten. */
  readonly rows: readonly number[];
  /** Amounts as they stand in these rows, so that who is asked sees them. */
  readonly examples: readonly string[];
}

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
