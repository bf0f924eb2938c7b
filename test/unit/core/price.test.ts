import { describe, expect, it } from 'vitest';
import type { Asset, AssetList } from '../../../src/core/asset.js';
import { erc20AssetId } from '../../../src/core/asset.js';
import type { PriceBook } from '../../../src/core/price.js';
import { createPriceBook, usdMicrosAt } from '../../../src/core/price.js';
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

describe('a worth', () => {
  it('is rounded down to millionths of a dollar', () => {
    expect(usdMicrosAt(OF_ETHER, ETHER)).toBe(2_000_000_000n);
    expect(usdMicrosAt(OF_ETHER, ETHER / 2_000_000_000n)).toBe(1n);
    expect(usdMicrosAt(OF_ETHER, ETHER / 2_000_000_000n - 1n)).toBe(0n);
    expect(usdMicrosAt(OF_ETHER, 0n)).toBe(0n);
  });
});
