import type { Asset } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { PayrollField, PayrollReading } from '../../core/payroll.js';
import type { SheetFile } from '../../sheets/sheet.js';
import type { KnownMoney } from './known.js';

/** A payment as a row of a payroll asks for it. All texts are personal data. */
export interface PayrollPayment {
  /** Empty where the file names nobody: the wallet says who it is. */
  readonly payee: string;
  readonly wallet: string;
  readonly chain: Chain;
  readonly asset: Asset;
  /** A decimal number of whole coins with a point, such as `1500.50`; more than 0. */
  readonly amount: string;
  /** Empty where the file tells none. */
  readonly invoice: string;
}

/** A row of a payroll, as it stands there and as it was understood. */
export type ReadPayrollRow = {
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  /** What stands there; personal data. */
  readonly given: Readonly<Record<PayrollField, string>>;
} & (
  | { readonly problem: null; readonly payment: PayrollPayment }
  /** Why it cannot be read, in sentences that repeat no personal data. */
  | { readonly problem: string; readonly payment: null }
);

/** What the rows below the heads say. */
export interface PayrollRows {
  /** Order: as in the file. */
  readonly rows: readonly ReadPayrollRow[];
  /** Rows that ask for no payment: empty ones, sums, repeated heads. Row numbers from 1, ascending. */
  readonly skipped: readonly {
    readonly row: number;
    readonly why: 'empty' | 'sum' | 'head' | 'note';
  }[];
}

/**
 * Reads the rows of a payroll, as somebody confirmed that they are to be read.
 *
 * @throws {InputError} while a question about the file is open, and for a reading that does not fit it.
 */
export function readRows(file: SheetFile, reading: PayrollReading, known: KnownMoney): PayrollRows {
  throw new Error(`not built yet: ${file.sheets.length} ${reading.sheet} ${known.chains.length}`);
}
