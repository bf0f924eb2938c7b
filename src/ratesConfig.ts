import { CURRENCIES, DOLLAR } from './core/currency.js';
import type { QuotesConfig, QuotingService } from './quotesConfig.js';
import { quotesSchema } from './quotesConfig.js';
import { filledText } from './rules/problems.js';

/** Where rates of currencies come from; `none` asks nobody, and what was kept before still counts. */
export type RatesConfig = QuotesConfig<'ecb'>;

/**
 * The Data Portal of the European Central Bank, which is free and needs no key. It publishes no limit; a
 * month takes one or two requests.
 *
 * Source: https://data.ecb.europa.eu/help/api/overview
 */
export const ECB: QuotingService<'ecb'> = {
  source: 'ecb',
  url: 'https://data-api.ecb.europa.eu/service',
  requestsPerSecond: 1,
};

/** What a configuration file says of rates. */
export const ratesSchema = quotesSchema(ECB);

/** The currency of sums in a configuration file. */
export const currencySchema = filledText().superRefine((currency, context) => {
  if (CURRENCIES.includes(currency)) return;
  context.addIssue({
    code: 'custom',
    message: /^[A-Z]{3}$/.test(currency)
      ? `must be one that the European Central Bank quotes: ${CURRENCIES.join(', ')}`
      : `must be the ISO 4217 code of a currency, such as "${DOLLAR}" or "EUR"`,
  });
});
