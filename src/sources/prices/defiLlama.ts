import { z } from 'zod';
import { compareFractions, parseDecimal } from '../../core/amount.js';
import type { Asset } from '../../core/asset.js';
import { findChain } from '../../core/chain.js';
import { IntegrityError } from '../../core/errors.js';
import { SECONDS_PER_DAY } from '../../core/moment.js';
import type { PriceQuery, PriceSample, PriceSource } from '../../screening/pricePorts.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';
import { exactNumber, parseExactJson, plainDecimalOf } from '../exactJson.js';
import { type HttpClient, hostOfUrl } from '../http.js';
import { rateLimitError } from '../refusals.js';

/** What a price source over DefiLlama is made with. */
export interface DefiLlamaOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly http: HttpClient;
}

/**
 * Names of chains as DefiLlama writes them before a contract; of other chains no token is priced.
 *
 * Source: https://github.com/DefiLlama/DefiLlama-Adapters/blob/main/projects/helper/chains.json
 */
const CHAIN_WORDS: ReadonlyMap<string, string> = new Map([
  ['ethereum', 'ethereum'],
  ['polygon', 'polygon'],
  ['arbitrum', 'arbitrum'],
  ['optimism', 'optimism'],
  ['base', 'base'],
  ['bsc', 'bsc'],
  ['avalanche', 'avax'],
  ['gnosis', 'xdai'],
]);

/**
 * How far a price's own time may lie from the asked moment. Units: seconds (6 hours).
 *
 * The server looks no further by default; a price of another time of the day is not this one.
 * Source: https://github.com/DefiLlama/defillama-server/blob/master/coins/src/getHistoricalCoins.ts
 */
const SEARCH_SECONDS = 6 * 3600;

/**
 * Prices in which the source has less trust than this are not taken. It gives 0.99 to prices from
 * markets, less to those that it derives from pools, which anybody can push.
 *
 * Source: a policy choice; the field, https://api-docs.defillama.com/
 */
const LEAST_CONFIDENCE = { numerator: 9n, denominator: 10n } as const;

/** A longer time than any moment that is asked for. Units: decimal places of Unix seconds. */
const TIME = /^\d{1,11}$/;

/**
 * Prices from DefiLlama's free coins API, many days in one request, without a key.
 *
 * The host learns names of coins and spans of time, never an address.
 * Edge: a coin that it does not know is missing in its answer, which is no error; so is a day
 * without a price near the asked time. A price of zero stands for a coin given up, and counts as
 * none. Its chart takes `start` or `end`, not both, and serves at most 500 points.
 * Source: https://api-docs.defillama.com/ (coins);
 * https://github.com/DefiLlama/defillama-server/blob/master/coins/src/getCoinPriceChart.ts
 */
export function createDefiLlamaSource({ baseUrl, http }: DefiLlamaOptions): PriceSource {
  const host = hostOfUrl(baseUrl);
  const asked: AskedRoute = { host, route: 'chart' };
  return {
    name: `defillama ${host}`,
    coinsOf,
    fetchPrices: async (query, signal) => {
      const request = {
        ...asked,
        url: `${baseUrl}/chart/${encodeURIComponent(query.coin)}`,
        params: {
          start: `${query.startSeconds}`,
          span: `${query.days}`,
          period: '1d',
          searchWidth: `${SEARCH_SECONDS}`,
        },
      };
      const reply = await http.fetchText(request, signal);
      // What it says of an error status is in words for people, and may repeat what was asked.
      if (reply.status === 403) throw rateLimitError(asked, { body: '', retryAfterMs: null });
      if (reply.status !== 200) throw createDecodeError(asked, `status ${reply.status}`);
      return samplesIn(parseExactJson(reply.body, asked), query, asked);
    },
  };
}

function coinsOf({ id, chain, priceIds }: Asset): readonly string[] {
  if (priceIds !== undefined) return priceIds;
  const contract = /\/erc20:(0x[0-9a-f]{40})$/.exec(id)?.[1];
  const word = CHAIN_WORDS.get(findChain(chain)?.name ?? '');
  return contract === undefined || word === undefined ? [] : [`${word}:${contract}`];
}

const answerSchema = z.object({ coins: z.record(z.string(), z.unknown()) });

const coinSchema = z.object({
  confidence: exactNumber().optional(),
  prices: z.array(z.object({ timestamp: exactNumber(), price: exactNumber() })),
});

/**
 * The prices of an answer, one for each asked moment that has any: the nearest.
 *
 * Order: by asked moment.
 *
 * @throws {DecodeError} for what is not documented, such as a negative price or one in quotes.
 * @throws {IntegrityError} where one moment has two prices.
 */
function samplesIn(body: unknown, query: PriceQuery, asked: AskedRoute): readonly PriceSample[] {
  const { coins } = decodeBody(answerSchema, body, asked);
  if (!Object.hasOwn(coins, query.coin)) return [];
  const { confidence, prices } = decodeBody(coinSchema, coins[query.coin], asked);
  if (confidence !== undefined && isDoubtful(confidence, asked)) return [];
  const saidAt = new Map<number, string>();
  const nearest = new Map<number, PriceSample>();
  for (const { timestamp, price } of prices) {
    const usd = plainDecimalOf(price);
    if (usd === null) throw createDecodeError(asked, 'prices.price');
    if (!TIME.test(timestamp)) throw createDecodeError(asked, 'prices.timestamp');
    const timeSeconds = Number.parseInt(timestamp, 10);
    const before = saidAt.get(timeSeconds);
    if (before !== undefined && before !== usd) throw contradiction(asked);
    saidAt.set(timeSeconds, usd);
    const askedSeconds = askedMomentOf(timeSeconds, query);
    if (usd === '0' || askedSeconds === null) continue;
    const sample = { askedSeconds, usd, timeSeconds };
    const known = nearest.get(askedSeconds);
    if (known === undefined || isNearer(sample, known)) nearest.set(askedSeconds, sample);
  }
  return [...nearest.values()].sort((a, b) => a.askedSeconds - b.askedSeconds);
}

function isDoubtful(confidence: string, asked: AskedRoute): boolean {
  const text = plainDecimalOf(confidence);
  if (text === null) throw createDecodeError(asked, 'confidence');
  return compareFractions(parseDecimal(text), LEAST_CONFIDENCE) < 0;
}

/** The asked moment that a time is an answer to, or null where it is too far from all. */
function askedMomentOf(timeSeconds: number, { startSeconds, days }: PriceQuery): number | null {
  const day = Math.round((timeSeconds - startSeconds) / SECONDS_PER_DAY);
  if (day < 0 || day >= days) return null;
  const moment = startSeconds + day * SECONDS_PER_DAY;
  return Math.abs(timeSeconds - moment) <= SEARCH_SECONDS ? moment : null;
}

/** Of two that are equally near, the earlier: an answer's order must not decide. */
function isNearer(sample: PriceSample, known: PriceSample): boolean {
  const [off, knownOff] = [sample, known].map((one) =>
    Math.abs(one.timeSeconds - one.askedSeconds),
  );
  if (off === knownOff) return sample.timeSeconds < known.timeSeconds;
  return (off ?? 0) < (knownOff ?? 0);
}

function contradiction(asked: AskedRoute): IntegrityError {
  return new IntegrityError(
    `${asked.host} says two prices for one moment; use another source of prices.`,
    { host: asked.host, route: asked.route },
  );
}
