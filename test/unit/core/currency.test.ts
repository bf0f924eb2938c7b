import { describe, expect, it } from 'vitest';
import {
  CURRENCIES,
  exchangeMicros,
  quotesFor,
  unitsPerDollar,
} from '../../../src/core/currency.js';

describe('dollars in another currency', () => {
  it('are exact however many digits the rates have, and rounded down once', () => {
    const perDollar = unitsPerDollar({ dollars: '1.1534', units: '1' });
    expect(exchangeMicros(1_153_400n, perDollar)).toBe(1_000_000n);
    expect(exchangeMicros(1_153_399n, perDollar)).toBe(999_999n);
    const yen = unitsPerDollar({ dollars: '1.1534', units: '172.90' });
    const amount = 10n ** 30n + 1n;
    expect(exchangeMicros(amount, yen)).toBe((amount * 17_290n * 10_000n) / (11_534n * 100n));
  });

  it('need the dollar’s own rate, and that of the currency where it is not the euro', () => {
    expect(CURRENCIES.slice(0, 2)).toEqual(['USD', 'EUR']);
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    expect(['USD', 'EUR', 'GBP'].map(quotesFor)).toEqual([[], ['USD'], ['USD', 'GBP']]);
    expect(CURRENCIES.filter((code) => ['BGN', 'HRK', 'RUB'].includes(code))).toEqual([]);
  });
});
