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
  lineColumn,
  type MonthCell,
  type MonthTable,
  table,
  textCell,
} from './monthTable.js';
import { CONCERN_WORDS, letPassWords } from './monthWords.js';

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
      column('payment', 'row', 5),
      column('at', 'time', 13),
      column('payee', 'payee', 14),
      ...ASSET_COLUMNS,
      WORTH_COLUMN,
      column('decision', 'decision', 8),
      column('let_pass', 'let pass', 9),
      column('invoice', 'invoice', 10),
      column('approver', 'approver', 11),
      column('source', 'known from', 8),
      column('rail', 'rail', 8),
      lineColumn('account', 'to'),
      lineColumn('tx_id', 'transaction'),
      lineColumn('payment_id', 'id'),
      lineColumn('concerns', 'to look at'),
      fileColumn('payee_id', 'payee id'),
      fileColumn('chain', 'chain'),
      fileColumn('check_id', 'check id'),
      fileColumn('check_decision', 'decision of the check'),
      fileColumn('screening_id', 'screening id'),
      lineColumn('figures', 'in figures'),
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
    ...assetCells(payment, nameAsset),
    worthCell(payment.worth),
    payment.decision === null ? { kind: 'none', text: 'none valid' } : textCell(payment.decision),
    textCell(letPassWords(payment)),
    textCell(payment.invoice),
    textCell(payment.approver),
    textCell(payment.source),
    textCell(payment.rail),
    textCell(addressOfAccount(payment.account)),
    textCell(payment.txId),
    textCell(payment.id),
    textCell(payment.concerns.map((concern) => CONCERN_WORDS[concern].title).join('; ') || null),
    textCell(payment.payeeId),
    textCell(payment.chain),
    textCell(payment.checkId),
    textCell(payment.checkDecision),
    textCell(payment.screeningId),
    { kind: 'figures', figures },
  ];
}
