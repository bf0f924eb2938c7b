import { describe, expect, it } from 'vitest';
import { erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import { DecodeError, StoreError, TransportError } from '../../../src/core/errors.js';
import type { LedgerFact } from '../../../src/core/ledger.js';
import { dayOf, formatDay, parseMoment, SECONDS_PER_DAY } from '../../../src/core/moment.js';
import { createDailyPrices } from '../../../src/core/price.js';
import { readAssets } from '../../../src/packageFiles.js';
import { createGatheredPrices, type PriceGathering } from '../../../src/screening/gatherPrices.js';
import type { PriceCache, PriceQuery, PriceSource } from '../../../src/screening/pricePorts.js';
import { createPriceStore } from '../../../src/store/priceStore.js';
import { chainNamed, noDeadline, transfer, utxoTx } from '../../support/sourceBench.js';
import { openForTest } from '../store/temporaryDatabase.js';

const assets = readAssets();
const ETH = nativeAssetId(chainNamed('ethereum'));
const POL = nativeAssetId(chainNamed('polygon'));
const symbolled = (symbol: string) => {
  const found = [...assets.values()].find((asset) => asset.symbol === symbol);
  if (found === undefined) throw new Error(`${symbol} is not listed`);
  return found;
};
const [WETH, WBTC, USDC] = [symbolled('WETH').id, symbolled('WBTC').id, symbolled('USDC').id];

const NOW_MS = Date.UTC(2022, 4, 20, 9, 30);
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const seconds = (text: string) => parseMoment(text) ?? Number.NaN;
const paid = (on: string, asset = ETH) => transfer({ asset, timeSeconds: seconds(on) });

interface World {
  readonly source: PriceSource;
  readonly asked: string[];
  /** Whether the source answers; changed by tests. */
  answers: 'yes' | 'no' | 'never' | 'broken';
}

/** A source that knows every coin from 2022 on, at as many dollars as days have passed since 1970. */
function createWorld(isKnown: (coin: string, day: number) => boolean = (_, day) => day > 18_992) {
  const world: World = {
    asked: [],
    answers: 'yes',
    source: {
      name: 'prices host.test',
      coinsOf: ({ id, priceIds }) => priceIds ?? [`token:${id.slice(-4)}`],
      fetchPrices: (query, signal) => answerTo(world, query, signal, isKnown),
    },
  };
  return world;
}

async function answerTo(
  world: World,
  { coin, startSeconds, days }: PriceQuery,
  signal: AbortSignal,
  isKnown: (coin: string, day: number) => boolean,
) {
  world.asked.push(`${coin} ${formatDay(dayOf(startSeconds))} ${days}`);
  if (world.answers === 'broken') throw new StoreError('The disk is full.');
  if (world.answers === 'no') throw new TransportError('host.test did not answer.');
  if (world.answers === 'never') {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    throw new TransportError('host.test did not answer in time.');
  }
  return Array.from({ length: days }, (_, at) => startSeconds + at * SECONDS_PER_DAY)
    .filter((moment) => isKnown(coin, dayOf(moment)))
    .map((moment) => ({
      askedSeconds: moment,
      usd: `${dayOf(moment)}.5`,
      timeSeconds: moment + 1,
    }));
}

function gatherWith(
  world: World,
  parts: Partial<PriceGathering> & { readonly cache?: PriceCache } = {},
) {
  const cache = parts.cache ?? createPriceStore(openForTest());
  const gathering = { assets, source: world.source, cache, reach: 'live' as const };
  return createGatheredPrices({ ...gathering, nowMs: () => NOW_MS, ...parts });
}

async function gathered(
  world: World,
  facts: readonly LedgerFact[],
  parts: Parameters<typeof gatherWith>[1] = {},
) {
  const prices = gatherWith(world, parts);
  await prices.gather(facts, noDeadline());
  return prices;
}

const usedOf = (prices: ReturnType<typeof createGatheredPrices>, facts: readonly LedgerFact[]) =>
  prices.usedFor(facts).map(({ day, usd }) => `${day} ${usd}`);

describe('what a payment was worth', () => {
  it('is the price of its day at noon, exact, and the same all day', async () => {
    const facts = [paid('2022-05-03T00:00:00Z'), paid('2022-05-03T23:59:59Z')];
    const { book } = await gathered(createWorld(), facts);
    for (const { timeSeconds } of facts) {
      expect(book.priceOf(ETH, timeSeconds)).toEqual({
        numerator: 191_155n * 1_000_000n,
        denominator: 10n * 10n ** 18n,
      });
    }
    expect(book.priceOf(ETH, seconds('2022-05-04'))).toBeNull();
  });

  it('is asked by the calendar year, so that no day is told, once for all payments of it', async () => {
    const world = createWorld();
    await gathered(world, [
      paid('2022-05-03'),
      paid('2022-01-01'),
      paid('2021-12-31'),
      paid('2021-06-01'),
    ]);
    // The year under way as far as it is over: 139 days of 2022 before the twentieth of May.
    expect(world.asked.sort()).toEqual([
      'coingecko:ethereum 2021-01-01 365',
      'coingecko:ethereum 2022-01-01 139',
    ]);
  });

  it('is asked once where two answers name it at the same time', async () => {
    const world = createWorld();
    const prices = gatherWith(world);
    await Promise.all([
      prices.gather([paid('2022-05-03')], noDeadline()),
      prices.gather([paid('2022-05-04'), paid('2022-05-03')], noDeadline()),
    ]);
    expect(world.asked).toHaveLength(1);
  });

  it('is not asked where a peg or nothing prices the asset, and for a wrapped coin as the coin', async () => {
    const world = createWorld();
    const unlisted = transfer({
      asset: erc20AssetId(chainNamed('ethereum').id, `0x${'9'.repeat(40)}`),
      timeSeconds: seconds('2022-05-03'),
    });
    await gathered(world, [paid('2022-05-03', USDC), unlisted]);
    expect(world.asked).toEqual([]);
    const facts = [paid('2022-05-03', WETH), paid('2022-05-03', WBTC)];
    const prices = await gathered(world, facts);
    expect(world.asked.map((asked) => asked.split(' ')[0])).toEqual([
      'coingecko:ethereum',
      'token:c599',
    ]);
    expect(prices.usedFor(facts).map(({ asset }) => asset)).toEqual([WBTC, ETH].sort());
  });

  it('is known of Bitcoin as well', async () => {
    const facts = [
      { ...utxoTx(1, { inputs: [], outputs: [] }), timeSeconds: seconds('2022-05-03') },
    ];
    expect(usedOf(await gathered(createWorld(), facts), facts)).toEqual(['2022-05-03 19115.5']);
  });

  it('of today is the last one known, and counts for an hour', async () => {
    const world = createWorld();
    const cache = createPriceStore(openForTest());
    const facts = [paid('2022-05-20T08:00:00Z')];
    const at = (laterMs: number) =>
      gathered(world, facts, { cache, nowMs: () => NOW_MS + laterMs });
    expect(usedOf(await at(0), facts)).toEqual(['2022-05-20 19132.5']);
    await at(HOUR_MS - 1);
    expect(world.asked).toEqual(['coingecko:ethereum 2022-05-20 1']);
    await at(HOUR_MS);
    expect(world.asked).toHaveLength(2);
    // The next day its own price takes the place of what was provisional.
    await at(24 * HOUR_MS);
    expect(world.asked[2]).toBe('coingecko:ethereum 2022-01-01 140');
  });

  it('of a day that has not come is not asked', async () => {
    const world = createWorld();
    const prices = await gathered(world, [paid('2022-05-21')]);
    expect(world.asked).toEqual([]);
    expect(prices.whyUnpriced(ETH, seconds('2022-05-21'))).toBe('not-known');
  });
});

describe('what was fetched is kept', () => {
  it('and a second screening asks nothing', async () => {
    const world = createWorld();
    const cache = createPriceStore(openForTest());
    const facts = [paid('2022-05-03'), paid('2021-05-03')];
    const first = await gathered(world, facts, { cache });
    const before = world.asked.length;
    const second = await gathered(world, facts, { cache, nowMs: () => NOW_MS + HOUR_MS });
    expect(world.asked).toHaveLength(before);
    expect(second.usedFor(facts)).toEqual(first.usedFor(facts));
  });

  it('also that there was no price, for a week; then it may have come', async () => {
    const cache = createPriceStore(openForTest());
    const facts = [paid('2021-05-03')];
    const world = createWorld();
    const why = async (laterMs: number, source = world) =>
      (await gathered(source, facts, { cache, nowMs: () => NOW_MS + laterMs })).whyUnpriced(
        ETH,
        seconds('2021-05-03'),
      );
    expect(await why(0)).toBe('not-known');
    expect(await why(WEEK_MS - 1)).toBe('not-known');
    expect(world.asked).toHaveLength(1);
    const healed = createWorld(() => true);
    expect(await why(WEEK_MS, healed)).toBeNull();
    expect(healed.asked).toHaveLength(1);
  });

  it('and is all that there is where nobody may be asked', async () => {
    const world = createWorld();
    const cache = createPriceStore(openForTest());
    await gathered(world, [paid('2022-05-03'), paid('2021-05-03')], { cache });
    const asked = world.asked.length;
    const facts = [paid('2022-05-03'), paid('2021-05-03'), paid('2020-05-03')];
    const prices = await gathered(world, facts, { cache, reach: 'cache-only' });
    expect(world.asked).toHaveLength(asked);
    expect(usedOf(prices, facts)).toEqual(['2022-05-03 19115.5']);
    const why = (on: string) => prices.whyUnpriced(ETH, seconds(on));
    expect([why('2022-05-03'), why('2021-05-03'), why('2020-05-03')]).toEqual([
      null,
      'not-known',
      'not-kept',
    ]);
  });
});

describe('a source that fails', () => {
  it('leaves payments without a price, is asked for nothing more, and the next run heals', async () => {
    const world = createWorld();
    const cache = createPriceStore(openForTest());
    world.answers = 'no';
    const prices = await gathered(world, [paid('2022-05-03')], { cache });
    await prices.gather([paid('2021-05-03'), paid('2022-05-04')], noDeadline());
    expect(world.asked).toHaveLength(1);
    expect(prices.book.priceOf(ETH, seconds('2022-05-03'))).toBeNull();
    expect(prices.whyUnpriced(WETH, seconds('2022-05-03'))).toBe('not-answered');
    world.answers = 'yes';
    const again = await gathered(world, [paid('2022-05-03')], { cache });
    expect(again.whyUnpriced(ETH, seconds('2022-05-03'))).toBeNull();
  });

  it('is not asked again for a day in one screening, so that no part of it sees another price', async () => {
    const world = createWorld();
    world.answers = 'no';
    const prices = await gathered(world, [paid('2022-05-03')]);
    world.answers = 'yes';
    await prices.gather([paid('2022-05-03')], noDeadline());
    expect(prices.book.priceOf(ETH, seconds('2022-05-03'))).toBeNull();
  });

  it('gains no price in one screening by what another process writes meanwhile', async () => {
    const cache = createPriceStore(openForTest());
    const facts = [paid('2021-05-03')];
    const prices = await gathered(createWorld(), facts, { cache });
    await gathered(
      createWorld(() => true),
      facts,
      { cache, nowMs: () => NOW_MS + WEEK_MS },
    );
    await prices.gather(facts, noDeadline());
    expect(prices.book.priceOf(ETH, seconds('2021-05-03'))).toBeNull();
  });

  it('is waited for no longer than the limit, nor than the screening lasts', async () => {
    const world = createWorld();
    world.answers = 'never';
    const limited = await gathered(world, [paid('2022-05-03')], { waitMs: 20 });
    expect(limited.whyUnpriced(ETH, seconds('2022-05-03'))).toBe('not-answered');
    const ending = new AbortController();
    const prices = gatherWith(world);
    const waiting = prices.gather([paid('2022-05-03')], ending.signal);
    ending.abort();
    await waiting;
    expect(prices.whyUnpriced(ETH, seconds('2022-05-03'))).toBe('not-answered');
  });

  it('is no reason to hide that the database failed', async () => {
    const world = createWorld();
    world.answers = 'broken';
    await expect(gathered(world, [paid('2022-05-03')])).rejects.toThrow(StoreError);
  });
});

describe('an asset with two names', () => {
  const facts = [paid('2022-05-03', POL)];

  it('has the price of the second only where the first has none', async () => {
    const second = createWorld((coin) => coin === 'coingecko:matic-network');
    const told = (await gathered(second, facts)).usedFor(facts);
    expect(told.map(({ coin }) => coin)).toEqual(['coingecko:matic-network']);
    const both = createWorld();
    await gathered(both, facts);
    expect(both.asked.map((asked) => asked.split(' ')[0])).toEqual([
      'coingecko:polygon-ecosystem-token',
    ]);
  });

  it('has none where the first name was not answered', async () => {
    const world = createWorld();
    const garbled: PriceSource = {
      ...world.source,
      fetchPrices: async (query, signal) => {
        if (query.coin === 'coingecko:matic-network') {
          return world.source.fetchPrices(query, signal);
        }
        throw new DecodeError('The answer of host.test is not as documented.');
      },
    };
    const prices = await gathered(world, facts, { source: garbled });
    expect(world.asked).toEqual([]);
    expect(prices.whyUnpriced(POL, seconds('2022-05-03'))).toBe('not-answered');
  });
});

describe('the prices of a record', () => {
  it('give the same book again', async () => {
    const facts = [paid('2022-05-03'), paid('2022-05-04', WBTC), paid('2021-01-01')];
    const prices = await gathered(createWorld(), facts);
    const again = createDailyPrices(assets, prices.usedFor(facts));
    for (const { asset, timeSeconds } of facts) {
      expect(again.priceOf(asset, timeSeconds)).toEqual(prices.book.priceOf(asset, timeSeconds));
    }
  });
});
