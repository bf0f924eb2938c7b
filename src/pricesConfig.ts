import type { QuotesConfig, QuotingService } from './quotesConfig.js';
import { quotesSchema } from './quotesConfig.js';

/** Where prices come from; `none` asks nobody, and only what is pegged to the dollar has a price. */
export type PricesConfig = QuotesConfig<'defillama'>;

/**
 * DefiLlama's coins API, which is free and needs no key. It publishes no limit; five requests a
 * second are far below what its users are seen to send.
 *
 * Source: https://api-docs.defillama.com/
 */
export const DEFILLAMA: QuotingService<'defillama'> = {
  source: 'defillama',
  url: 'https://coins.llama.fi',
  requestsPerSecond: 5,
};

/** What a configuration file says of prices. */
export const pricesSchema = quotesSchema(DEFILLAMA);
