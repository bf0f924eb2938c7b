import type { PayrollField, PayrollQuestion, PayrollReading } from './payroll.js';

/** What a column of payments that were made can say. A closed list. */
export const PAID_FIELDS = [
  'date',
  'payee',
  'wallet',
  'chain',
  'asset',
  'amount',
  'invoice',
  'transaction',
  'approver',
] as const;

/** What a column of payments that were made can say. */
export type PaidField = PayrollField | 'date' | 'transaction' | 'approver';

/** What comes first in `03/04/2026`. */
export type DateOrder = 'day-first' | 'month-first';

/** How a file of payments that were made is read. */
export interface PaidReading extends Omit<PayrollReading, 'columns'> {
  /** Column of each field, from 0; null where no column says it. */
  readonly columns: Readonly<Record<PaidField, number | null>>;
  /** Null while it is in doubt and has to be asked. */
  readonly dateOrder: DateOrder | null;
}

/** A question that has to be answered before anything of a file is taken. */
export interface PaidQuestion extends Omit<PayrollQuestion, 'about'> {
  readonly about: PaidField | 'sheet' | 'decimalSign' | 'dateOrder';
}

/** What somebody said of how a file is to be read; the rest is proposed for it. */
export type PaidReadingSaid = Partial<Omit<PaidReading, 'columns'>> & {
  /** Columns that somebody named. */
  readonly columns?: Partial<PaidReading['columns']>;
};

/** The order of dates that a word says, as a command or a request has it; null for any other word. */
export function parseDateOrder(text: string): DateOrder | null {
  return text === 'day-first' || text === 'month-first' ? text : null;
}
