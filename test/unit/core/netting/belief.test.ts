import { describe, expect, it } from 'vitest';
import {
  evennessOf,
  isBridge,
  isLopsidedTrade,
  isMarket,
  worthOf,
} from '../../../../src/core/netting/belief.js';
import { createPriceBook } from '../../../../src/core/price.js';
import {
  DAI,
  move,
  NETTED_ASSETS,
  NETTING_SCOPE,
  NOPRICE,
  PARTIES,
  UNPRICED_SCOPE,
  USDC,
  WETH,
} from '../../../support/nettingWorld.js';
import { ETH, evmAccount } from '../../../support/world.js';

const AT = 1_650_000_000;
const trade = (gives: readonly [typeof ETH, bigint][], gets: readonly [typeof ETH, bigint][]) => ({
  gives: gives.map(([asset, amount]) => ({ asset, amount })),
  gets: gets.map(([asset, amount]) => ({ asset, amount })),
  timeSeconds: AT,
});
const evenness = (...sides: Parameters<typeof trade>) => evennessOf(trade(...sides), NETTING_SCOPE);
const isEven = (...sides: Parameters<typeof trade>) => evenness(...sides) === 'even';

describe('an even trade', () => {
  it('differs by at most 5 % of the larger side, either way', () => {
    expect(isEven([[ETH, 1_000n]], [[USDC, 1_900_200n]])).toBe(true); // 4.99 %
    expect(isEven([[ETH, 1_000n]], [[USDC, 1_900_000n]])).toBe(true); // 5 %
    expect(isEven([[ETH, 1_000n]], [[USDC, 1_899_800n]])).toBe(false); // 5.01 %
    expect(isEven([[USDC, 1_900_200n]], [[ETH, 1_000n]])).toBe(true);
    expect(isEven([[USDC, 1_900_000n]], [[ETH, 1_000n]])).toBe(true);
    expect(isEven([[USDC, 1_899_800n]], [[ETH, 1_000n]])).toBe(false);
  });

  it('adds up what was given and what was got', () => {
    expect(
      isEven(
        [
          [ETH, 1n],
          [USDC, 500n],
        ],
        [[DAI, 2_500n]],
      ),
    ).toBe(true);
    expect(
      isEven(
        [[DAI, 2_500n]],
        [
          [ETH, 1n],
          [USDC, 370n],
        ],
      ),
    ).toBe(false);
  });

  it('is unknown where a price is missing, on either side', () => {
    expect(evenness([[ETH, 1n]], [[NOPRICE, 1n]])).toBe('unknown');
    expect(evenness([[NOPRICE, 1n]], [[ETH, 1n]])).toBe('unknown');
    const both = evenness(
      [
        [NOPRICE, 1n],
        [ETH, 1n],
      ],
      [[USDC, 2_000n]],
    );
    expect(both).toBe('unknown');
  });

  it('is none where nothing has any worth', () => {
    const worthless = createPriceBook(NETTED_ASSETS, {
      priceOf: () => ({ numerator: 0n, denominator: 1n }),
    });
    const scope = { ...NETTING_SCOPE, prices: worthless };
    expect(evennessOf(trade([[ETH, 1n]], [[NOPRICE, 1n]]), scope)).toBe('uneven');
  });

  it('of a coin and its wrapper is one to one, whatever the price', () => {
    const isWrap = (got: bigint) => evennessOf(trade([[ETH, 100n]], [[WETH, got]]), UNPRICED_SCOPE);
    expect(isWrap(100n)).toBe('even');
    expect(isWrap(99n)).toBe('uneven');
    // A known price changes nothing: 1 % less would be within 5 %.
    expect(evenness([[ETH, 100n]], [[WETH, 99n]])).toBe('uneven');
  });

  it('of a wrapper for dollars is judged by the coin’s price', () => {
    expect(isEven([[WETH, 1n]], [[USDC, 1_990n]])).toBe(true);
    expect(isEven([[WETH, 1n]], [[USDC, 1_890n]])).toBe(false);
  });
});

describe('a lopsided trade', () => {
  const isLopsided = (...sides: Parameters<typeof trade>) =>
    isLopsidedTrade(trade(...sides), NETTING_SCOPE);

  it('has a side that is worth more than twice the other', () => {
    expect(isLopsided([[ETH, 1n]], [[USDC, 4_000n]])).toBe(false);
    expect(isLopsided([[ETH, 1n]], [[USDC, 4_001n]])).toBe(true);
    expect(isLopsided([[ETH, 1n]], [[USDC, 1_000n]])).toBe(false);
    expect(isLopsided([[ETH, 1n]], [[USDC, 999n]])).toBe(true);
  });

  it('is none where a price is missing on either side', () => {
    expect(isLopsided([[NOPRICE, 1n]], [[USDC, 1n]])).toBe(false);
    expect(isLopsided([[USDC, 1n]], [[NOPRICE, 1n]])).toBe(false);
  });
});

describe('worth', () => {
  it('is not rounded away for the smallest amounts', () => {
    const prices = {
      priceOf: () => ({ numerator: 2_000_000_000n, denominator: 10n ** 18n }),
    };
    const wei = worthOf([{ asset: ETH, amount: 1n }], AT, prices);
    expect(wei).toBeGreaterThan(0n);
    expect(worthOf([{ asset: ETH, amount: 3n }], AT, prices)).toBe(3n * (wei ?? 0n));
  });

  it('is unknown where one price is, and nothing for nothing', () => {
    const both = [
      { asset: ETH, amount: 1n },
      { asset: NOPRICE, amount: 1n },
    ];
    expect(worthOf(both, AT, NETTING_SCOPE.prices)).toBeNull();
    expect(worthOf([], AT, NETTING_SCOPE.prices)).toBe(0n);
  });

  it('is asked at the time of the trade', () => {
    const asked: number[] = [];
    const prices = {
      priceOf: (_: typeof ETH, timeSeconds: number) => {
        asked.push(timeSeconds);
        return null;
      },
    };
    worthOf([{ asset: ETH, amount: 1n }], 42, prices);
    expect(asked).toEqual([42]);
  });
});

describe('a market', () => {
  const paid = move('A', 1n, ETH, 'dex');
  const asMarket = (party: keyof typeof PARTIES) => isMarket(PARTIES[party], paid, NETTING_SCOPE);

  it('is a labelled exchange of coins, a bridge, or a wrapper', () => {
    expect(asMarket('dex')).toBe(true);
    expect(asMarket('bridge')).toBe(true);
    expect(asMarket('weth')).toBe(true);
  });

  it('is no other service, nobody without a label, and no other listed token', () => {
    expect(asMarket('exchange')).toBe(false);
    expect(asMarket('pool')).toBe(false);
    // The contract of the listed dollar.
    expect(isMarket(evmAccount(30), paid, NETTING_SCOPE)).toBe(false);
  });

  it('of which a list says something worse is none', () => {
    const { knowledge } = NETTING_SCOPE;
    const claims = knowledge.claimsOf(PARTIES.dex).map((one) => ({
      ...one,
      use: 'exposure' as const,
    }));
    const scope = { ...NETTING_SCOPE, knowledge: { ...knowledge, claimsOf: () => claims } };
    expect(isMarket(PARTIES.dex, paid, scope)).toBe(false);
    expect(isBridge(PARTIES.dex, scope)).toBe(false);
  });
});

describe('a bridge', () => {
  it('is known by its label alone', () => {
    expect(isBridge(PARTIES.bridge, NETTING_SCOPE)).toBe(true);
    expect(isBridge(PARTIES.dex, NETTING_SCOPE)).toBe(false);
    expect(isBridge(PARTIES.weth, NETTING_SCOPE)).toBe(false);
    expect(isBridge(PARTIES.A, NETTING_SCOPE)).toBe(false);
  });
});
