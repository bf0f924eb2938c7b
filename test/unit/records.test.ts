import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/core/errors.js';
import { formatFactBundle } from '../../src/core/factJson.js';
import { readBundlePrices } from '../../src/records.js';
import { ASSETS, ETH, ether, evmAccount } from '../support/world.js';

const fact = ether(evmAccount(1), evmAccount(2), 5n, 1);
const price = {
  asset: ETH,
  day: '2022-05-03',
  usd: '2000.1234567890123456789',
  timeSeconds: 1_651_579_207,
  source: 'prices host.test',
  coin: 'coingecko:ethereum',
};

describe('the facts of a record', () => {
  it('without prices are the list that they were before there were prices', () => {
    expect(formatFactBundle([fact], [])).toBe(formatFactBundle([fact]));
    expect(JSON.parse(formatFactBundle([fact]))).toHaveLength(1);
    expect(readBundlePrices(formatFactBundle([fact]), ASSETS)).toEqual([]);
  });

  it('hold the prices that were used, each digit of them', () => {
    const bundle = formatFactBundle([fact], [price]);
    expect(readBundlePrices(bundle, ASSETS)).toEqual([price]);
    expect(JSON.parse(bundle)).toMatchObject({ facts: JSON.parse(formatFactBundle([fact])) });
  });

  it('are the same text whatever the order, and however often a price was asked', () => {
    const other = { ...price, day: '2022-05-04' };
    expect(formatFactBundle([fact], [price, other])).toBe(
      formatFactBundle([fact], [other, price, other]),
    );
    expect(formatFactBundle([fact], [price])).not.toBe(
      formatFactBundle([fact], [{ ...price, usd: '2000.1' }]),
    );
  });

  it.each([
    ['{"facts":[]}'],
    ['{"facts":[],"prices":[{"usd":"1"}]}'],
    [formatFactBundle([fact], [{ ...price, usd: '1e3' }])],
  ])('of an unknown form are refused: %s', (bundle) => {
    expect(() => readBundlePrices(bundle, ASSETS)).toThrow(StoreError);
  });
});
