import { type Fraction, parseDecimal } from './amount.js';

/** The currency in which prices of coins are known. ISO 4217. */
export const DOLLAR = 'USD';

/** The currency against which the European Central Bank quotes all others. ISO 4217. */
const EURO = 'EUR';

/**
 * Currencies that the European Central Bank quotes against the euro, one rate a working day. ISO 4217.
 *
 * Edge: those that it quotes no more (the lev since 2026, the rouble since 2022) are not among them.
 * Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html
 */
const QUOTED = [
  ...['AUD', 'BRL', 'CAD', 'CHF', 'CNY', 'CZK', 'DKK', 'GBP', 'HKD', 'HUF', 'IDR', 'ILS', 'INR'],
  ...['ISK', 'JPY', 'KRW', 'MXN', 'MYR', 'NOK', 'NZD', 'PHP', 'PLN', 'RON', 'SEK', 'SGD', 'THB'],
  ...['TRY', DOLLAR, 'ZAR'],
];

/** Currencies in which sums can be told. Order: the dollar, the euro, then by code. */
export const CURRENCIES: readonly string[] = [
  ...[DOLLAR, EURO],
  ...QUOTED.filter((code) => code !== DOLLAR),
];

/**
 * The currencies whose rates against the euro it takes to tell dollars in a currency.
 *
 * @example
 * quotesFor('JPY') // ['USD', 'JPY']
 * @example
 * quotesFor('EUR') // ['USD']
 * @example
 * quotesFor('USD') // []
 */
export function quotesFor(currency: string): readonly string[] {
  if (currency === DOLLAR) return [];
  return currency === EURO ? [DOLLAR] : [DOLLAR, currency];
}

/** What one euro cost on a day. Plain decimal texts above zero. */
export interface EuroRates {
  /** Units: US dollars. */
  readonly dollars: string;
  /** Units: the currency; 1 where that is the euro. */
  readonly units: string;
}

/**
 * How much of a currency one dollar is, by way of the euro. Exact.
 *
 * @throws {Bug} when a rate is no plain decimal text; check it where it comes from.
 *
 * @example
 * unitsPerDollar({ dollars: '1.25', units: '150' }) // { numerator: 15000n, denominator: 125n }
 */
export function unitsPerDollar({ dollars, units }: EuroRates): Fraction {
  const [dollar, unit] = [parseDecimal(dollars), parseDecimal(units)];
  return {
    numerator: unit.numerator * dollar.denominator,
    denominator: unit.denominator * dollar.numerator,
  };
}

/**
 * Dollars in another currency. Units: millionths of each; rounded down.
 *
 * @example
 * exchangeMicros(2_500_000n, { numerator: 120n, denominator: 1n }) // 300_000_000n
 */
export function exchangeMicros(usdMicros: bigint, perDollar: Fraction): bigint {
  return (usdMicros * perDollar.numerator) / perDollar.denominator;
}

/**
 * How old a rate may be. Units: days. The longest time without one is five days, at Easter or where
 * Christmas lies before a weekend. Source: a policy choice.
 */
export const OLDEST_RATE_DAYS = 7;

/**
 * Why there is no rate of a day.
 *
 * `not-published`: the source was asked, and has none of the seven days before. `not-answered`: it did not
 * answer. `not-kept`: it was never asked, since nobody may be.
 */
export const RATE_MISSING = ['not-published', 'not-answered', 'not-kept'] as const;

/** Why there is no rate of a day. */
export type RateMissing = (typeof RATE_MISSING)[number];
