import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import { InputError } from '../../core/errors.js';
import { dayOf, formatDay } from '../../core/moment.js';
import type { PaidQuestion, PaidReading, PaidReadingSaid } from '../../core/paidSheet.js';
import type { SheetFile } from '../../sheets/sheet.js';
import { parsePaymentAmount } from '../payments/paymentAmount.js';
import { readDay } from '../payroll/days.js';
import type { KnownMoney } from '../payroll/known.js';
import { readPayment } from '../payroll/readPayment.js';
import { readText } from '../payroll/rowTexts.js';
import { skipReason } from '../payroll/skippedRows.js';
import { cellAt, sheetNamed, type Table, tableOf } from '../payroll/table.js';
import { parseTransactionId } from '../payroll/transactionId.js';
import { proposePaidReading } from './proposePaidReading.js';

/** A payment as the accounting system tells it. Texts are personal data; empty where none is told. */
export interface ToldPayment {
  /** ISO day. */
  readonly day: string;
  /** Who was paid, as it is written there. */
  readonly payee: string;
  readonly account: Account;
  readonly asset: AssetId;
  /** Atomic units; more than 0. */
  readonly amount: bigint;
  readonly invoice: string;
  /** As its chain writes it; null where none is told. */
  readonly txId: string | null;
  readonly approver: string;
}

/** What a file tells. Row numbers are as a spreadsheet shows them, from 1. */
export interface PaidRows {
  readonly reading: PaidReading;
  readonly heads: readonly string[];
  /** What has to be answered first; then there are no rows. */
  readonly questions: readonly PaidQuestion[];
  /** Order: as in the file. */
  readonly rows: readonly { readonly row: number; readonly told: ToldPayment }[];
  readonly problems: readonly { readonly row: number; readonly sentence: string }[];
}

/** What a file of payments can name. */
export interface KnownPaid extends KnownMoney {
  /** The account of an address on a chain; null where it is none there. */
  readonly accountOn: (address: string, chain: Chain) => Account | null;
  /** The present time. Units: Unix seconds. */
  readonly nowSeconds: number;
}

/** The day is still tomorrow's somewhere. Units: days. */
const AHEAD_DAYS = 1;

/** Most characters of a payee, an invoice and an approver. */
const MOST_CHARACTERS = 200;

/**
 * Reads the payments of a file, or tells what has to be answered before.
 *
 * @throws {InputError} for a file without rows, and for what was said and cannot be.
 */
export function readPaidRows(file: SheetFile, known: KnownPaid, said: PaidReadingSaid): PaidRows {
  const proposal = proposePaidReading(file, known, said);
  const { reading } = proposal;
  const rows: { readonly row: number; readonly told: ToldPayment }[] = [];
  const problems: { readonly row: number; readonly sentence: string }[] = [];
  if (proposal.questions.length > 0) return { ...proposal, rows, problems };
  const table = tableOf(sheetNamed(file, reading.sheet), reading.headRow);
  for (const row of table.rows) {
    if (skipReason(table, row, reading.columns) !== null) continue;
    const read = readRow(table, row, { reading, known });
    if ('told' in read) rows.push({ row: row + 1, told: read.told });
    else problems.push({ row: row + 1, sentence: read.problem });
  }
  return { ...proposal, rows, problems };
}

type ReadRow = { readonly told: ToldPayment } | { readonly problem: string };

function readRow(
  table: Table,
  row: number,
  { reading, known }: { readonly reading: PaidReading; readonly known: KnownPaid },
): ReadRow {
  const { columns } = reading;
  const problems: string[] = [];
  const day = readDay(cellAt(table.sheet, row, columns.date), reading.dateOrder ?? 'day-first');
  if (day.kind === 'empty') problems.push('The row has no date.');
  if (day.kind === 'problem') problems.push(day.problem);
  if (day.kind === 'day' && day.day > formatDay(dayOf(known.nowSeconds) + AHEAD_DAYS)) {
    problems.push('The date lies ahead; only payments that were made are taken.');
  }
  // Whoever has the wallet is paid, where the cell is empty.
  const nobody = { ...reading, columns: { ...columns, payee: null } };
  const payment = readPayment(table, row, nobody, known);
  if (payment.problem !== null) problems.push(payment.problem);
  const textOf = (field: 'payee' | 'transaction' | 'approver'): string => {
    const read = readText(cellAt(table.sheet, row, columns[field]), field);
    if (read.kind === 'text') return read.text;
    problems.push(read.problem);
    return '';
  };
  const payee = textOf('payee');
  const [transaction, approver] = [textOf('transaction'), textOf('approver')];
  const paid = payment.payment;
  if (paid === null || day.kind !== 'day') return { problem: problems.join(' ') };
  const account = known.accountOn(paid.wallet, paid.chain);
  if (account === null) problems.push('The wallet is no address on the network of the row.');
  const txId = transaction === '' ? null : parseTransactionId(transaction, paid.chain);
  if (transaction !== '' && txId === null) {
    problems.push(
      `The transaction id is none of ${paid.chain.title}; write its 64 digits, or leave the cell empty.`,
    );
  }
  if ([payee, paid.invoice, approver].some((text) => text.length > MOST_CHARACTERS)) {
    problems.push(`Payee, invoice and approver have at most ${MOST_CHARACTERS} characters.`);
  }
  if (account === null || problems.length > 0) return { problem: problems.join(' ') };
  const { invoice, asset } = paid;
  try {
    const amount = parsePaymentAmount(paid.amount, asset);
    const told = { day: day.day, payee, account, asset: asset.id, amount, invoice, txId, approver };
    return { told };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}
