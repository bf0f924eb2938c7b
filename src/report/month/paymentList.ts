import { addressOfAccount } from '../../core/account.js';
import type { MonthlySummary, MonthPayment } from '../../core/monthlySummary.js';
import {
  ASSET_COLUMNS,
  assetCells,
  type NameAsset,
  WORTH_COLUMN,
  worthCell,
} from './amountCells.js';
import type { FigureBook } from './figureBook.js';
import {
  column,
  fileColumn,
  type MonthCell,
  type MonthTable,
  table,
  textCell,
} from './monthTable.js';
import { CONCERN_WORDS } from './monthWords.js';

/** All payments of the month, with the numbers of the figures that each is in. */
export function paymentList(
  { payments }: MonthlySummary,
  book: FigureBook,
  nameAsset: NameAsset,
): MonthTable {
  const figures = book.rows('payments');
  return table(
    'payment',
    null,
    [
      column('payment', 'row', 6),
      column('at', 'time', 13),
      column('payee', 'payee', 14),
      column('account', 'paid to', 26),
      ...ASSET_COLUMNS,
      WORTH_COLUMN,
      column('decision', 'decision', 10),
      column('concerns', 'to look at', 20),
      column('invoice', 'invoice', 12),
      column('approver', 'approver', 12),
      column('source', 'known from', 9),
      column('rail', 'rail', 9),
      column('tx_id', 'transaction', 24),
      column('payment_id', 'id', 18),
      fileColumn('payee_id', 'payee id'),
      fileColumn('chain', 'chain'),
      fileColumn('check_id', 'check id'),
      fileColumn('screening_id', 'screening id'),
      column('figures', 'in figures', 16),
    ],
    payments.map((payment, at) => paymentCells(payment, at, figures[at]?.figures ?? [], nameAsset)),
  );
}

function paymentCells(
  payment: MonthPayment,
  at: number,
  figures: readonly number[],
  nameAsset: NameAsset,
): readonly MonthCell[] {
  return [
    textCell(`P${at + 1}`),
    { kind: 'moment', iso: payment.at },
    textCell(payment.payeeReference),
    textCell(addressOfAccount(payment.account)),
    ...assetCells(payment, nameAsset),
    worthCell(payment.worth),
    payment.decision === null ? { kind: 'none', text: 'none valid' } : textCell(payment.decision),
    textCell(payment.concerns.map((concern) => CONCERN_WORDS[concern].title).join('; ')),
    textCell(payment.invoice),
    textCell(payment.approver),
    textCell(payment.source),
    textCell(payment.rail),
    textCell(payment.txId),
    textCell(payment.id),
    textCell(payment.payeeId),
    textCell(payment.chain),
    textCell(payment.checkId),
    textCell(payment.screeningId),
    { kind: 'figures', figures },
  ];
}
