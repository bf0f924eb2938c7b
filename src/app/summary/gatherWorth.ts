import type { Config } from '../../config.js';
import type { AssetList } from '../../core/asset.js';
import { parseMoment } from '../../core/moment.js';
import { createPriceBook, type PriceBook, pricedAssetOf, usdMicrosAt } from '../../core/price.js';
import type { WorthAt } from '../../desk/summary/monthPayments.js';
import { createGatheredPrices } from '../../screening/gatherPrices.js';
import type { PriceCache, PriceSource } from '../../screening/pricePorts.js';
import { createExchange, type ExchangeMeans } from './exchange.js';
import type { PricedMoment, SummaryMeans } from './summaryMeans.js';

/** What payments are priced with. */
export interface WorthMeans extends Omit<ExchangeMeans, 'openSource'> {
  readonly assets: AssetList;
  /** What coins were worth, in place of the configured source of prices; null to use that. */
  readonly prices: PriceBook | null;
  readonly cache: PriceCache;
  /** The configured sources, for work that ends at a moment; null where nobody is to be asked. */
  readonly connect: (endsAtMs: number) => {
    readonly prices: PriceSource | null;
    readonly rates: ReturnType<ExchangeMeans['openSource']>;
  };
}

/** Prices of two months are a few requests. Units: milliseconds. */
const LONGEST_MS = 60_000;

/**
 * Prices by the day of each payment, and where the currency is not the dollar its rates. Asked is only for
 * what no peg prices, and what is not kept yet.
 *
 * Edge: worth is rounded down to millionths of a dollar, then to millionths of the currency.
 */
export function createWorth(means: WorthMeans): SummaryMeans['gatherWorth'] {
  const exchange = createExchange({
    ...means,
    openSource: () => means.connect(means.nowMs() + LONGEST_MS).rates,
  });
  return async (moments, signal) => {
    const dollarsAt = await gatherDollars(moments, means, signal);
    // Without a listing nothing has a price, and no rate is needed.
    return exchange(
      moments.filter(({ asset }) => means.assets.has(asset)),
      dollarsAt,
      signal,
    );
  };
}

async function gatherDollars(
  moments: readonly PricedMoment[],
  means: WorthMeans,
  signal: AbortSignal,
): Promise<WorthAt> {
  const { assets, nowMs } = means;
  const dated = moments.flatMap(({ asset, at }) =>
    pricedAssetOf(asset, assets) === null ? [] : [{ asset, timeSeconds: parseMoment(at) ?? 0 }],
  );
  const source =
    means.prices !== null || dated.length === 0 ? null : means.connect(nowMs() + LONGEST_MS).prices;
  if (source === null) return worthBy(createPriceBook(assets, means.prices));
  const gathered = createGatheredPrices({
    ...{ assets, source, cache: means.cache, reach: 'live', nowMs },
  });
  await gathered.gatherAt(dated, signal);
  return worthBy(createPriceBook(assets, gathered.book));
}

function worthBy(book: PriceBook): WorthAt {
  return (amount, asset, at) => {
    const price = book.priceOf(asset, parseMoment(at) ?? 0);
    return price === null ? null : usdMicrosAt(price, amount);
  };
}

/** Where prices come from, in words that go on a sentence. */
export function tellPriceSource({ prices }: Config, given: PriceBook | null): string {
  if (given !== null) return `prices that were given; ${PEGS}`;
  if (prices.source === 'none') return `nobody is asked for prices; ${PEGS}`;
  const host = new URL(prices.url).host;
  return `DefiLlama at ${host}, one price for each UTC day, that of noon; ${PEGS}`;
}

const PEGS = 'what is pegged to the US dollar counts as one';
