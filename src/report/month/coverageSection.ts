import type { PaidCoverage, RosterCoverage } from '../../core/monthCoverage.js';
import type { MonthlySummary } from '../../core/monthlySummary.js';
import type { FigureBook } from './figureBook.js';
import {
  column,
  countCell,
  fileColumn,
  type MonthCell,
  type MonthSection,
  type MonthTable,
  shareCell,
  table,
  textCell,
} from './monthTable.js';
import { groupDigits, plural } from './monthWords.js';

/** Who was paid on a screening each time, and which wallets on the roster had a valid one at the end. */
export function coverageSection(
  { coverage, isRunning }: MonthlySummary,
  book: FigureBook,
): MonthSection {
  const { paid, roster } = coverage;
  const when = isRunning ? 'now' : 'at the end of the month';
  return {
    key: 'coverage',
    title: 'Coverage',
    sentences: [...(paid === null ? [] : paidSentences(paid)), ...rosterSentences(roster, when)],
    tables: [
      figureTable({ paid, roster, when }, book),
      ...(paid === null ? [] : [unscreenedPayees(paid, book)]),
      unscreenedWallets(roster),
    ],
    pictures: [],
  };
}

function paidSentences({ payees, screened, unknownIds }: PaidCoverage): readonly string[] {
  const unknown = unknownIds.length;
  return [
    payees === 0
      ? 'No payee was paid.'
      : `${groupDigits(screened)} of ${plural(payees, 'payee')} who were paid had a valid screening before each payment.`,
    ...(unknown === 0
      ? []
      : [
          `${plural(unknown, 'payment')} went to nobody who is registered, and ${unknown === 1 ? 'is' : 'are'} in neither figure.`,
        ]),
  ];
}

function rosterSentences({ wallets, screened }: RosterCoverage, when: string): readonly string[] {
  if (wallets === 0) return ['No wallet on the roster was in use.'];
  return [
    `${groupDigits(screened)} of ${plural(wallets, 'wallet')} on the roster had a valid screening ${when}. A screening is valid for a short time, so that between pay days few have one.`,
  ];
}

function figureTable(
  {
    paid,
    roster,
    when,
  }: {
    readonly paid: PaidCoverage | null;
    readonly roster: RosterCoverage;
    readonly when: string;
  },
  book: FigureBook,
): MonthTable {
  const rows: MonthCell[][] = [];
  if (paid !== null) {
    rows.push([
      textCell('paid'),
      textCell('payees screened before each payment'),
      countCell(paid.payees),
      countCell(paid.screened),
      shareCell(paid.share, 'exact'),
      book.refer('payment', paid.paymentIds),
    ]);
  }
  rows.push([
    textCell('roster'),
    textCell(`roster wallets with a valid screening ${when}`),
    countCell(roster.wallets),
    countCell(roster.screened),
    shareCell(roster.share, 'exact'),
    book.refer('screening', roster.screeningIds),
  ]);
  return table(
    'coverage',
    null,
    [
      fileColumn('coverage', 'coverage (word)'),
      column('what', 'what', 34),
      column('of', 'of', 8),
      column('screened', 'screened', 8),
      column('share', 'share', 10),
      column('rows', 'rows', 20),
    ],
    rows,
  );
}

function unscreenedPayees({ unscreened }: PaidCoverage, book: FigureBook): MonthTable {
  return table(
    'unscreened-payee',
    'Payees who were paid without a valid screening',
    [
      column('payee', 'payee', 24),
      column('payments', 'payments without one', 10),
      column('payee_id', 'payee id', 26),
      column('rows', 'rows', 20),
    ],
    unscreened.map(({ payeeId, reference, paymentIds }) => [
      textCell(reference ?? payeeId),
      countCell(paymentIds.length),
      textCell(payeeId),
      book.refer('payment', paymentIds),
    ]),
  );
}

function unscreenedWallets({ unscreened }: RosterCoverage): MonthTable {
  return table(
    'unscreened-wallet',
    'Payees with wallets that have no valid screening',
    [
      column('payee', 'payee', 24),
      column('wallets', 'wallets', 8),
      column('payee_id', 'payee id', 26),
      fileColumn('wallet_ids', 'wallet ids'),
    ],
    unscreened.map(({ payeeId, reference, walletIds }) => [
      textCell(reference ?? payeeId ?? 'not told'),
      countCell(walletIds.length),
      textCell(payeeId),
      textCell(walletIds.join(' ')),
    ]),
  );
}
