import {
  PAID_FIELDS,
  type PaidField,
  type PaidQuestion,
  type PaidReading,
  type PaidReadingSaid,
} from '../../core/paidSheet.js';
import type { SheetFile } from '../../sheets/sheet.js';
import { type ColumnChoice, chooseColumns } from '../payroll/columns.js';
import { type SettledOrder, settleDateOrder } from '../payroll/days.js';
import type { KnownMoney } from '../payroll/known.js';
import { assertFits, sheetsToRead } from '../payroll/proposeReading.js';
import { askAbout, askDecimalSign, askFields, askMoney, askSheet } from '../payroll/questions.js';
import { settleDecimalSign } from '../payroll/settleDecimalSign.js';
import { findHeadRow, sheetNamed, tableOf } from '../payroll/table.js';

/** A way to read payments that were made, and what has to be asked before it holds. */
export interface PaidProposal {
  readonly reading: PaidReading;
  /** Empty when nothing is in doubt. */
  readonly questions: readonly PaidQuestion[];
  /** Heads of the columns of the sheet that is read. Order: as in the file. */
  readonly heads: readonly string[];
}

/** What tells itself by its cells comes first. */
const ORDER: readonly PaidField[] = [
  'wallet',
  'transaction',
  'date',
  'amount',
  'chain',
  'asset',
  'invoice',
  'approver',
  'payee',
];

/** Without these no payment is told, however somebody confirms it. */
const NEEDED: readonly PaidField[] = ['date', 'wallet', 'amount'];

/**
 * Proposes how payments that were made are read: which sheet, which row has the heads, which column
 * says what, which sign parts whole coins from their parts, and what comes first in a date.
 *
 * What is ambiguous is a question, never a guess.
 *
 * @throws {InputError} for a file without rows, and for what was said and cannot be.
 */
export function proposePaidReading(
  file: SheetFile,
  known: KnownMoney,
  said: PaidReadingSaid = {},
): PaidProposal {
  const candidates = said.sheet === undefined ? sheetsToRead(file, known) : [];
  const sheet = candidates[0] ?? sheetNamed(file, said.sheet ?? '');
  const table = tableOf(sheet, said.headRow ?? findHeadRow(sheet, known, PAID_FIELDS));
  const choice = withoutNamed(chooseColumns(table, known, ORDER), said.columns ?? {});
  const columns = { ...singleColumns(choice), ...said.columns };
  const [sign, order] = [
    settleDecimalSign(table, columns.amount),
    settleDateOrder(table, columns.date),
  ];
  const reading: PaidReading = {
    ...{ sheet: sheet.name, headRow: table.headRow, columns },
    decimalSign: said.decimalSign ?? sign.sign,
    dateOrder: said.dateOrder ?? order.order,
    defaultChain: said.defaultChain ?? null,
    defaultAsset: said.defaultAsset ?? null,
  };
  assertFits(reading, table, known);
  const questions: readonly PaidQuestion[] = [
    ...askSheet(candidates),
    ...askFields(table, {
      ...{ fields: PAID_FIELDS, columns, choice },
      isNeeded: (field) => NEEDED.includes(field),
    }),
    ...(reading.decimalSign === null ? askDecimalSign(sign) : []),
    ...(reading.dateOrder === null ? askDateOrder(order) : []),
    ...askMoney(table, reading, known),
  ];
  return { reading, questions, heads: table.heads };
}

/** What is left to choose from once somebody named columns. */
function withoutNamed(choice: ColumnChoice, said: Partial<PaidReading['columns']>): ColumnChoice {
  const named = new Set(Object.values(said));
  const left = (field: PaidField) => choice[field].filter((column) => !named.has(column));
  return columnsBy(left);
}

function singleColumns(choice: ColumnChoice): PaidReading['columns'] {
  return columnsBy((field) => (choice[field].length === 1 ? (choice[field][0] ?? null) : null));
}

function columnsBy<Value>(of: (field: PaidField) => Value): Readonly<Record<PaidField, Value>> {
  return {
    date: of('date'),
    payee: of('payee'),
    wallet: of('wallet'),
    chain: of('chain'),
    asset: of('asset'),
    amount: of('amount'),
    invoice: of('invoice'),
    transaction: of('transaction'),
    approver: of('approver'),
  };
}

function askDateOrder({ doubtful, contrary }: SettledOrder): readonly PaidQuestion[] {
  if (contrary.length > 0) {
    const sentence =
      'Some dates begin with the day, others with the month. Which one is right? The others are left out.';
    return [askAbout('dateOrder', sentence, [...contrary, ...doubtful])];
  }
  const [first] = doubtful;
  if (first === undefined) return [];
  const sentence = `Does "${first.text}" begin with the day or with the month? Say which of them comes first.`;
  return [askAbout('dateOrder', sentence, doubtful)];
}
