import { addressOfAccount } from '../../core/account.js';
import type {
  MonthlySummary,
  MonthPayment,
  PaymentConcern,
  SummaryCut,
  SummarySum,
} from '../../core/monthlySummary.js';
import { PAYMENT_CONCERNS, SUMMARY_CUTS } from '../../core/monthlySummary.js';
import {
  ASSET_COLUMNS,
  assetCells,
  type NameAsset,
  WORTH_COLUMN,
  worthCell,
} from './amountCells.js';
import type { FigureBook } from './figureBook.js';
import { addWorths, sharePictures } from './monthPictures.js';
import {
  column,
  countCell,
  fileColumn,
  lineColumn,
  type MonthCell,
  type MonthSection,
  type MonthTable,
  NOTHING,
  table,
  textCell,
} from './monthTable.js';
import {
  CONCERN_WORDS,
  CUT_WORDS,
  DECISION_WORDS,
  groupDigits,
  incompleteSentences,
  plural,
  unscreenedSentence,
} from './monthWords.js';

/** As many of the payments that come first are told again at the beginning of a document. */
const MOST_FIRST = 50;

/** Money that left without a screening that was valid, or on one that was not whole: what is read first. */
export function unscreenedSection(
  summary: MonthlySummary,
  book: FigureBook,
  nameAsset: NameAsset,
): MonthSection {
  const paymentsWith = (concern: PaymentConcern): readonly MonthPayment[] => {
    const ids = new Set(idsOf(summary, concern));
    return summary.payments.filter(({ id }) => ids.has(id));
  };
  const unscreened = paymentsWith('unscreened-on-chain');
  const incomplete = paymentsWith('incomplete-at-payment');
  return {
    key: 'unscreened',
    title: 'Paid on chain from our own accounts without a valid screening at the time',
    sentences: [
      unscreenedSentence(summary),
      ...restSentences(unscreened),
      ...incompleteSentences(summary),
      ...restSentences(incomplete),
    ],
    tables: [
      firstTable({ key: 'unscreened', caption: null }, unscreened, book, nameAsset),
      ...(incomplete.length === 0
        ? []
        : [firstTable(INCOMPLETE_TABLE, incomplete, book, nameAsset)]),
    ],
    pictures: [],
  };
}

const INCOMPLETE_TABLE = { key: 'incomplete', caption: 'On a screening that was not complete' };

function restSentences({ length }: readonly MonthPayment[]): readonly string[] {
  const rest = length - MOST_FIRST;
  return rest > 0
    ? [`The first ${MOST_FIRST} of them; ${plural(rest, 'more row')} in "Payments".`]
    : [];
}

/** The first of some payments, with what finds them on the chain. */
function firstTable(
  head: Pick<MonthTable, 'key' | 'caption'>,
  payments: readonly MonthPayment[],
  book: FigureBook,
  nameAsset: NameAsset,
): MonthTable {
  return {
    ...head,
    isExcerpt: true,
    columns: [
      column('payment', 'row', 5),
      column('at', 'time', 12),
      ...ASSET_COLUMNS,
      WORTH_COLUMN,
      column('payee', 'payee', 12),
      lineColumn('account', 'to'),
      lineColumn('tx_id', 'transaction'),
    ],
    rows: payments
      .slice(0, MOST_FIRST)
      .map((payment) => [
        textCell(`P${book.numberOfPayment(payment.id) ?? '?'}`),
        { kind: 'moment', iso: payment.at },
        ...assetCells(payment, nameAsset),
        worthCell(payment.worth),
        textCell(payment.payeeReference),
        textCell(addressOfAccount(payment.account)),
        textCell(payment.txId),
      ]),
  };
}

/** All concerns with how many payments have each, also those that none has. */
export function concernSection(summary: MonthlySummary, book: FigureBook): MonthSection {
  const byId = new Map(summary.payments.map((payment) => [payment.id, payment]));
  const concerned = summary.payments.filter(({ concerns }) => concerns.length > 0).length;
  return {
    key: 'concerns',
    title: 'Payments to look at',
    sentences: [
      `${plural(concerned, 'payment')} of ${groupDigits(summary.payments.length)} to look at; one payment can have several concerns.`,
    ],
    tables: [
      table(
        'concern',
        null,
        [
          fileColumn('concern', 'concern (word)'),
          column('what', 'concern', 26),
          column('why', 'why', 32),
          column('payments', 'payments', 10),
          WORTH_COLUMN,
          column('unpriced', 'without a price', 8),
          column('rows', 'rows', 24),
        ],
        PAYMENT_CONCERNS.map((concern) => {
          const ids = idsOf(summary, concern);
          const worths = ids.map((id) => byId.get(id)?.worth ?? null);
          return [
            textCell(concern),
            textCell(CONCERN_WORDS[concern].title),
            textCell(CONCERN_WORDS[concern].why),
            countCell(ids.length),
            worthCell(addWorths(worths)),
            countCell(worths.filter((worth) => worth === null).length),
            book.refer('payment', ids),
          ];
        }),
      ),
    ],
    pictures: [],
  };
}

/** What was paid, or held back, cut in each way. */
export function cutSection(
  summary: MonthlySummary,
  book: FigureBook,
  nameAsset: NameAsset,
  which: 'paid' | 'held',
): MonthSection {
  const cuts = summary[which];
  const label = (sum: SummarySum, cut: SummaryCut): string => {
    const [only] = sum.amounts;
    if (cut === 'decision') return DECISION_WORDS[sum.key] ?? sum.key;
    return cut === 'asset' && sum.amounts.length === 1 && only !== undefined
      ? nameAsset(only)
      : sum.key;
  };
  return {
    key: which,
    title: which === 'paid' ? 'Paid' : 'Held: not paid',
    sentences: [
      which === 'paid'
        ? 'What was paid, as the accounts or the chain tell it: what was told and not found on chain counts too.'
        : 'Checks that came out hold, or review that nobody released.',
    ],
    tables: [
      sumTable(`${which}-total`, 'In all', 'what', cuts.total, book, nameAsset, () => 'all'),
      ...SUMMARY_CUTS.map((cut) =>
        sumTable(
          `${which}-by-${cut}`,
          `By ${CUT_WORDS[cut]}`,
          cut,
          cuts[cut],
          book,
          nameAsset,
          (sum) => label(sum, cut),
        ),
      ),
    ],
    pictures: SUMMARY_CUTS.flatMap((cut) =>
      sharePictures(
        `${which === 'paid' ? 'Paid' : 'Held'} by ${CUT_WORDS[cut]}`,
        cuts[cut].map((sum) => ({ ...sum, label: label(sum, cut) })),
        summary.currency,
      ),
    ),
  };
}

/** A row for each sum; one of several assets is followed by a row for each of them. */
function sumTable(
  key: string,
  caption: string,
  head: string,
  sums: readonly SummarySum[],
  book: FigureBook,
  nameAsset: NameAsset,
  label: (sum: SummarySum) => string,
): MonthTable {
  const rows = sums.flatMap((sum): MonthCell[][] => {
    const single = sum.amounts.length === 1 ? sum.amounts[0] : undefined;
    const first: MonthCell[] = [
      textCell(sum.key),
      textCell(label(sum)),
      countCell(sum.payments),
      ...(single === undefined ? [NOTHING, NOTHING, NOTHING] : assetCells(single, nameAsset)),
      worthCell(sum.worth),
      countCell(sum.unpriced),
      book.refer('payment', sum.paymentIds),
    ];
    if (single !== undefined) return [first];
    const parts = sum.amounts.map((amount) => [
      textCell(sum.key),
      textCell('of which'),
      NOTHING,
      ...assetCells(amount, nameAsset),
      ...[NOTHING, NOTHING, NOTHING],
    ]);
    return [first, ...parts];
  });
  return table(
    key,
    caption,
    [
      fileColumn('key', 'key'),
      column('what', head, 24),
      column('payments', 'payments', 8),
      ...ASSET_COLUMNS,
      WORTH_COLUMN,
      column('unpriced', 'without a price', 8),
      column('rows', 'rows', 24),
    ],
    rows,
  );
}

function idsOf({ concerns }: MonthlySummary, concern: PaymentConcern): readonly string[] {
  return concerns.find((each) => each.concern === concern)?.paymentIds ?? [];
}
