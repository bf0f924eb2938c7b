import { rate } from './configFields.js';
import { CURRENCIES, DOLLAR } from './core/currency.js';
import { closedObject, closedWord, filledText } from './rules/problems.js';
import { isServerUrl, URL_WORDS } from './sourceConfig.js';

/** Where rates of currencies come from; `none` asks nobody, and what was kept before still counts. */
export type RatesConfig =
  | { readonly source: 'none' }
  | {
      readonly source: 'ecb';
      /** Of the web service, without a slash at the end. */
      readonly url: string;
      readonly requestsPerSecond: number;
    };

/**
 * The Data Portal of the European Central Bank, which is free and needs no key. It publishes no limit; a
 * month takes one or two requests.
 *
 * Source: https://data.ecb.europa.eu/help/api/overview
 */
export const ECB: Extract<RatesConfig, { source: 'ecb' }> = {
  source: 'ecb',
  url: 'https://data-api.ecb.europa.eu/service',
  requestsPerSecond: 1,
};

/** What a configuration file says of rates. */
export const ratesSchema = closedObject({
  source: closedWord(['ecb', 'none'] as const),
  url: filledText().optional(),
  requestsPerSecond: rate().optional(),
}).transform(({ source, url, requestsPerSecond }, context): RatesConfig => {
  const complain = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message });
  if (source === 'none') {
    if (url !== undefined) complain('url', 'does not belong to "none", which asks nobody');
    if (requestsPerSecond !== undefined) {
      complain('requestsPerSecond', 'does not belong to "none", which asks nobody');
    }
    return { source };
  }
  if (url !== undefined && !isServerUrl('esplora', url)) complain('url', URL_WORDS.esplora);
  return {
    source,
    url: (url ?? ECB.url).replace(/\/+$/, ''),
    requestsPerSecond: requestsPerSecond ?? ECB.requestsPerSecond,
  };
});

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
