import { describe, expect, it } from 'vitest';
import type { Asset, AssetList } from '../../../src/core/asset.js';
import { erc20AssetId } from '../../../src/core/asset.js';
import type { PriceBook } from '../../../src/core/price.js';
import {
  createDailyPrices,
  createPriceBook,
  pricedAssetOf,
  unitPriceOf,
  usdMicrosAt,
} from '../../../src/core/price.js';
import { ASSETS, BTC, chainNamed, ETH } from '../../support/world.js';

const ethereum = chainNamed('ethereum').id;
const USDC = erc20AssetId(ethereum, `0x${'a0'.repeat(20)}`);
const WETH = erc20AssetId(ethereum, `0x${'c0'.repeat(20)}`);
const NOISE = erc20AssetId(ethereum, `0x${'ff'.repeat(20)}`);

const ether = ASSETS.get(ETH);
if (ether === undefined) throw new Error('ether is listed');

const assets: AssetList = new Map<Asset['id'], Asset>([
  ...ASSETS,
  [USDC, { ...ether, id: USDC, symbol: 'USDC', decimals: 6, peg: 'usd' }],
  [WETH, { ...ether, id: WETH, symbol: 'WETH', wraps: ETH }],
]);

const fraction = (numerator: bigint, denominator: bigint) => ({ numerator, denominator });
const ETHER = 10n ** 18n;
const OF_ETHER = fraction(2_000_000_000n, ETHER);

/** Ether alone has a price, and only from second 100 on. */
const dated: PriceBook = {
  priceOf: (asset, timeSeconds) => (asset === ETH && timeSeconds >= 100 ? OF_ETHER : null),
};

describe('a price book', () => {
  it('knows a peg at any time, whatever else is known', () => {
    const everything: PriceBook = { priceOf: () => fraction(7n, 1n) };
    for (const book of [createPriceBook(assets, null), createPriceBook(assets, everything)]) {
      expect(book.priceOf(USDC, 0)).toEqual(fraction(1_000_000n, 10n ** 6n));
    }
  });

  it('asks for the rest at that time', () => {
    const book = createPriceBook(assets, dated);
    expect(book.priceOf(ETH, 100)).toEqual(OF_ETHER);
    expect(book.priceOf(ETH, 99)).toBeNull();
    expect(book.priceOf(BTC, 100)).toBeNull();
    expect(createPriceBook(assets, null).priceOf(ETH, 100)).toBeNull();
  });

  it('values a token that wraps a coin as the coin, unless the token has a price of its own', () => {
    expect(createPriceBook(assets, dated).priceOf(WETH, 100)).toEqual(OF_ETHER);
    expect(createPriceBook(assets, dated).priceOf(WETH, 99)).toBeNull();
    const own = fraction(1_999_000_000n, ETHER);
    const both: PriceBook = {
      priceOf: (asset, time) => (asset === WETH ? own : dated.priceOf(asset, time)),
    };
    expect(createPriceBook(assets, both).priceOf(WETH, 100)).toEqual(own);
  });

  it('knows no price of what is not listed, even if somebody names one', () => {
    const everything: PriceBook = { priceOf: () => fraction(7n, 1n) };
    expect(createPriceBook(assets, everything).priceOf(NOISE, 100)).toBeNull();
  });
});

describe('prices of days', () => {
  const told = { source: 'test', coin: 'ether', timeSeconds: 1_651_579_207 };
  const book = createDailyPrices(assets, [
    { ...told, asset: ETH, day: '2022-05-03', usd: '2000.25' },
    { ...told, asset: NOISE, day: '2022-05-03', usd: '1' },
  ]);
  const midnight = 1_651_536_000;

  it('hold from the first second of their day to the last', () => {
    const price = fraction(200_025n * 1_000_000n, 100n * ETHER);
    expect(book.priceOf(ETH, midnight)).toEqual(price);
    expect(book.priceOf(ETH, midnight + 86_399)).toEqual(price);
    expect(book.priceOf(ETH, midnight - 1)).toBeNull();
    expect(book.priceOf(ETH, midnight + 86_400)).toBeNull();
    expect(book.priceOf(BTC, midnight)).toBeNull();
  });

  it('of what is not listed are none', () => {
    expect(book.priceOf(NOISE, midnight)).toBeNull();
  });

  it('value whole units by their decimals, with every digit', () => {
    expect(usdMicrosAt(unitPriceOf('30000.5', { decimals: 8 }), 100_000_000n)).toBe(
      30_000_500_000n,
    );
    const precise = unitPriceOf('0.00000000000000000001', { decimals: 0 });
    expect(usdMicrosAt(precise, 10n ** 14n)).toBe(1n);
    expect(usdMicrosAt(precise, 10n ** 14n - 1n)).toBe(0n);
  });
});

describe('the asset whose price counts', () => {
  it('is its own, or the coin that it wraps; none for a peg or what is not listed', () => {
    const priced = [ETH, WETH, BTC, USDC, NOISE].map((id) => pricedAssetOf(id, assets)?.id ?? null);
    expect(priced).toEqual([ETH, ETH, BTC, null, null]);
  });
});

describe('a worth', () => {
  it('is rounded down to millionths of a dollar', () => {
    expect(usdMicrosAt(OF_ETHER, ETHER)).toBe(2_000_000_000n);
    expect(usdMicrosAt(OF_ETHER, ETHER / 2_000_000_000n)).toBe(1n);
    expect(usdMicrosAt(OF_ETHER, ETHER / 2_000_000_000n - 1n)).toBe(0n);
    expect(usdMicrosAt(OF_ETHER, 0n)).toBe(0n);
  });
});
