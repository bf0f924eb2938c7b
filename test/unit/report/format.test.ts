import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escapeJson,
  escapeText,
  formatAmount,
  formatAtLeast,
  formatAtMost,
  formatDollars,
  formatMoment,
  formatPercent,
  monthOf,
} from '../../../src/report/format.js';

const decimals = fc.integer({ min: 0, max: 24 });
const amount = fc.bigInt({ min: 0n, max: 10n ** 30n });

describe('amounts', () => {
  it('are grouped and keep every digit that counts', () => {
    const usdc = { symbol: 'USDC', decimals: 6 };
    expect(formatAmount('1234500000', usdc)).toBe('1,234.50 USDC');
    expect(formatAmount('1234567891', usdc)).toBe('1,234.567891 USDC');
    expect(formatAmount('0', usdc)).toBe('0.00 USDC');
    expect(formatAmount('1', { symbol: 'ETH', decimals: 18 })).toBe('0.000000000000000001 ETH');
    expect(formatAmount('12', { symbol: 'PIECE', decimals: 0 })).toBe('12 PIECE');
    expect(formatDollars('11002.000000')).toBe('USD 11,002.00');
    expect(formatDollars('0.000001')).toBe('USD 0.000001');
  });

  it('read back as exactly what they were', () => {
    fc.assert(
      fc.property(amount, decimals, (units, places) => {
        const printed = formatAmount(units.toString(), { symbol: 'X', decimals: places });
        const [whole = '', rest = ''] = printed.replace(/ X$/, '').replaceAll(',', '').split('.');
        expect(BigInt(whole + rest.padEnd(places, '0'))).toBe(units);
      }),
    );
  });

  it('never read as zero when they are not', () => {
    fc.assert(
      fc.property(amount, decimals, (units, places) => {
        const printed = formatAmount(units.toString(), { symbol: 'X', decimals: places });
        expect(/[1-9]/.test(printed)).toBe(units > 0n);
      }),
    );
  });
});

describe('percentages', () => {
  it.each([
    ['0.000000', '0 %'],
    ['0.000001', '<0.01 %'],
    ['0.000099', '<0.01 %'],
    ['0.000100', '0.01 %'],
    ['0.000960', '0.1 %'],
    ['0.010000', '1 %'],
    ['0.090893', '9.09 %'],
    ['0.099949', '9.99 %'],
    ['0.099951', '10 %'],
    ['0.225000', '22.5 %'],
    ['0.227231', '22.7 %'],
    ['0.999999', '>99.9 %'],
    ['1.000000', '100 %'],
  ])('print %s as %s', (share, printed) => {
    expect(formatPercent(share, 'as the share says')).toBe(printed);
  });

  it('show that something is there although its share was rounded to nothing', () => {
    expect(formatPercent('0.000000', 'some')).toBe('<0.01 %');
    expect(formatPercent('0.000000', 'a part')).toBe('<0.01 %');
  });

  it('do not show a part as all of it because its share was rounded to all', () => {
    expect(formatPercent('1.000000', 'a part')).toBe('>99.9 %');
    expect(formatPercent('1.000000', 'some')).toBe('100 %');
  });

  it.each([
    ['0.000000', 'at least 0 %', 'at most 0 %'],
    ['0.000001', 'more than 0 %', 'at most 0.01 %'],
    ['0.000123', 'at least 0.01 %', 'at most 0.02 %'],
    ['0.000999', 'at least 0.09 %', 'at most 0.1 %'],
    ['0.090893', 'at least 9.08 %', 'at most 9.09 %'],
    ['0.363570', 'at least 36.3 %', 'at most 36.4 %'],
    ['0.099999', 'at least 9.99 %', 'at most 10 %'],
    ['0.200000', 'at least 20 %', 'at most 20 %'],
    ['0.999999', 'at least 99.9 %', 'at most 100 %'],
    ['1.000000', 'at least 100 %', 'at most 100 %'],
  ])('of a bound of %s are rounded to where it still holds', (share, least, most) => {
    expect(formatAtLeast(share, 'as the share says')).toBe(least);
    expect(formatAtMost(share, 'as the share says')).toBe(most);
  });

  it('of a bound show that something is there although it was rounded to nothing', () => {
    expect(formatAtLeast('0.000000', 'some')).toBe('more than 0 %');
    expect(formatAtMost('0.000000', 'some')).toBe('at most 0.01 %');
  });

  it('read 0 % for nothing alone and 100 % for all alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (millionths) => {
        const share = `${millionths === 1_000_000 ? 1 : 0}.${(millionths % 1_000_000).toString().padStart(6, '0')}`;
        const printed = formatPercent(share, 'as the share says');
        expect(/^[0.]+ %$/.test(printed)).toBe(millionths === 0);
        expect(printed.startsWith('100')).toBe(millionths === 1_000_000);
      }),
    );
  });
});

describe('moments', () => {
  it('name the zone that they are printed in', () => {
    expect(formatMoment('2022-04-14T02:24:33Z', 'UTC')).toBe('2022-04-14 02:24 UTC');
    expect(formatMoment('2022-04-14T02:24:33Z', 'Europe/Berlin')).toBe(
      '2022-04-14 04:24 Europe/Berlin',
    );
    expect(formatMoment('2022-04-14T00:00:00Z', 'UTC')).toBe('2022-04-14 00:00 UTC');
  });

  it('leave a bare day and a text that is no moment as they are', () => {
    expect(formatMoment('2022-04-14', 'America/New_York')).toBe('2022-04-14');
    expect(formatMoment('Tuesday', 'UTC')).toBe('Tuesday');
  });

  it('fall in the month of their zone', () => {
    expect(monthOf('2022-04-30T22:30:00Z', 'UTC')).toBe('2022-04');
    expect(monthOf('2022-04-30T22:30:00Z', 'Europe/Berlin')).toBe('2022-05');
  });
});

describe('texts from outside', () => {
  const hostile =
    '\u001b[2J\u0007\r\n\t\u009b31m\u202e\u2066\u200b\u200f\ufeff\u2028\u061c\u{e0041}\ud800';

  it('show what would steer a terminal or reorder letters as codes', () => {
    expect(escapeText('a\u001b[31mb')).toBe('a\\u{1b}[31mb');
    expect(escapeText('\u202egnp.exe')).toBe('\\u{202e}gnp.exe');
    expect(escapeText(hostile)).toMatch(/^[\x20-\x7e]+$/);
    expect(escapeText('Zürich → 東京 0x098b…2f96')).toBe('Zürich → 東京 0x098b…2f96');
  });

  it('stay the same value in JSON', () => {
    const json = JSON.stringify({ text: hostile }, null, 2);
    expect(escapeJson(json)).toMatch(/^[\x20-\x7e\n]+$/);
    expect(JSON.parse(escapeJson(json))).toEqual({ text: hostile });
  });
});
