import { RATE_MISSING, type RateMissing } from '../../core/currency.js';
import type { MonthlySummary, MonthPayment, SummaryRateDay } from '../../core/monthlySummary.js';
import { plural } from './monthWords.js';

/** How rates that are missing are had, in a sentence. */
const CURES: Readonly<Record<RateMissing, string>> = {
  'not-published':
    'the European Central Bank published none of them, nor any in the seven days before',
  'not-answered': 'the rates could not be had; ask for the month again once their source answers',
  'not-kept':
    'the rates of the European Central Bank of these days were never fetched, and nobody may be asked; set "rates": { "source": "ecb" } in the configuration and run "hopsight summary" for the month online',
};

/**
 * Who publishes the rates, how many payments take those of an earlier day, and how many have none; nothing
 * where worth is told in dollars.
 */
export function rateSentences({ rates, currency, payments }: MonthlySummary): readonly string[] {
  if (rates === undefined) return [];
  const countOn = (days: readonly SummaryRateDay[]): number =>
    payments.filter((payment) => days.some((day) => isPaidOn(payment, day))).length;
  const earlier = countOn(
    rates.days.filter(({ day, rateDay }) => rateDay !== null && rateDay < day),
  );
  return [
    `Worth in ${currency} is worth in dollars by the rates of each UTC day: ${rates.source}.`,
    ...(earlier === 0
      ? []
      : [
          `${plural(earlier, 'payment')} ${earlier === 1 ? 'takes' : 'take'} the rates of an earlier day, as on weekends and holidays: those of the last working day.`,
        ]),
    ...RATE_MISSING.flatMap((missing) => {
      const days = rates.days.filter((day) => day.missing === missing);
      if (days.length === 0) return [];
      return [
        `What was paid or held on ${plural(days.length, 'day')} (${plural(countOn(days), 'payment')}) cannot be told in ${currency}: ${CURES[missing]}.`,
      ];
    }),
  ];
}

/** Whether a payment is of the UTC day for which these rates are. */
export function isPaidOn({ at }: Pick<MonthPayment, 'at'>, { day }: SummaryRateDay): boolean {
  return at.slice(0, 10) === day;
}

/** What is said above the differences of two versions in two currencies; nothing above others. */
export function otherCurrencySentences(
  differences: readonly { readonly what: string }[],
): readonly string[] {
  return differences.some(({ what }) => what === 'currency')
    ? ['The currency changed: worth in one is not compared with worth in the other.']
    : [];
}
