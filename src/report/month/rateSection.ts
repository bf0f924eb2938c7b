import { parseDecimal } from '../../core/amount.js';
import type { RateMissing } from '../../core/currency.js';
import type { MonthlySummary } from '../../core/monthlySummary.js';
import type { FigureBook } from './figureBook.js';
import {
  column,
  fileColumn,
  type MonthCell,
  type MonthSection,
  NOTHING,
  table,
  textCell,
} from './monthTable.js';
import { isPaidOn, rateSentences } from './rateWords.js';

const MISSING_WORDS: Readonly<Record<RateMissing, string>> = {
  'not-published': 'none was published on it, or in the seven days before',
  'not-answered': 'the source did not answer',
  'not-kept': 'it was never fetched',
};

/** By what rates worth in dollars is told in the currency; no section where that is the dollar. */
export function rateSections(summary: MonthlySummary, book: FigureBook): readonly MonthSection[] {
  const { rates, currency, payments } = summary;
  if (rates === undefined) return [];
  const units = currency === 'EUR' ? [] : [column('units_per_euro', `${currency} for 1 EUR`, 14)];
  return [
    {
      key: 'rates',
      title: `Rates by which worth is told in ${currency}`,
      sentences: [
        ...rateSentences(summary),
        'The dollars of each payment, rounded down to millionths, at the rates of its UTC day, rounded down to millionths again; sums are of rows that are rounded so.',
      ],
      tables: [
        table(
          'rate',
          null,
          [
            column('rate_for', 'paid or held on', 12),
            column('rate_of', 'rates of', 12),
            column('dollars_per_euro', 'USD for 1 EUR', 14),
            ...units,
            column('rate_missing', 'why there are none', 22),
            column('rows', 'payments', 24),
            fileColumn('rate_source', 'source'),
          ],
          rates.days.map((day) => [
            { kind: 'moment', iso: day.day },
            day.rateDay === null ? NOTHING : { kind: 'moment', iso: day.rateDay },
            rateCell(day.dollars),
            ...(units.length === 0 ? [] : [rateCell(day.units)]),
            textCell(day.missing === null ? null : MISSING_WORDS[day.missing]),
            book.refer(
              'payment',
              payments.filter((payment) => isPaidOn(payment, day)).map(({ id }) => id),
            ),
            textCell(rates.source),
          ]),
        ),
      ],
      pictures: [],
    },
  ];
}

function rateCell(text: string | null): MonthCell {
  if (text === null) return NOTHING;
  const decimals = text.split('.')[1]?.length ?? 0;
  return { kind: 'amount', amount: parseDecimal(text).numerator, decimals };
}
