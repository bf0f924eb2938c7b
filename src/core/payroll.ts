/** What a column of a payroll can say. A closed list. */
export const PAYROLL_FIELDS = ['payee', 'wallet', 'chain', 'asset', 'amount', 'invoice'] as const;

/** What a column of a payroll can say. */
export type PayrollField = (typeof PAYROLL_FIELDS)[number];

/** How the file is read, as it is proposed and then confirmed by somebody. */
export interface PayrollReading {
  readonly sheet: string;
  /** Row of the heads, from 0; -1 where the sheet has none. */
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
  /** Cells as they stand in these rows, so that who is asked sees them; may be personal data. */
  readonly examples: readonly string[];
}
