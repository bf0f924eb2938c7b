import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/core/errors.js';
import { invoiceKeyOf, parseInvoice } from '../../../../src/desk/payments/invoiceNumber.js';
import { parsePaymentAmount } from '../../../../src/desk/payments/paymentAmount.js';

const USDC = { symbol: 'USDC', decimals: 6 };
const ETH = { symbol: 'ETH', decimals: 18 };

describe('an amount', () => {
  it.each([
    ['1500.50', USDC, 1_500_500_000n],
    [' 1500.50 ', USDC, 1_500_500_000n],
    ['0.000001', USDC, 1n],
    ['1.2300000000', USDC, 1_230_000n],
    ['007', USDC, 7_000_000n],
    ['0.1', ETH, 100_000_000_000_000_000n],
    ['123456789012.123456789012345678', ETH, 123_456_789_012_123_456_789_012_345_678n],
    [(2n ** 256n - 1n).toString(), { symbol: 'X', decimals: 0 }, 2n ** 256n - 1n],
  ])('%j of %j is exact', (text, asset, units) => {
    expect(parsePaymentAmount(text, asset)).toBe(units);
  });

  it.each([
    ['', 'missing'],
    ['1,500.50', 'comma'],
    ['1500,50', 'comma'],
    ['1.234.567', 'no decimal number'],
    ['0.0000001', 'more decimals'],
    ['0', 'zero'],
    ['0.000', 'zero'],
    ['-5', 'sign'],
    ['+5', 'sign'],
    ['1 500', 'blanks'],
    ['1e3', 'power of ten'],
    ['5 USDC', 'no decimal number'],
    ['.5', 'no decimal number'],
    ['5.', 'no decimal number'],
    ['٥', 'no decimal number'],
    [(2n ** 256n).toString(), 'larger'],
  ])('%j is refused, and it is said why', (text, why) => {
    const asset = why === 'larger' ? { symbol: 'X', decimals: 0 } : USDC;
    const parse = () => parsePaymentAmount(text, asset);
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(why);
  });
});

describe('an invoice number', () => {
  it('is kept as given, without blanks around it', () => {
    expect(parseInvoice('  Rechnung №7 ')).toBe('Rechnung №7');
    expect(parseInvoice('x'.repeat(200))).toHaveLength(200);
  });

  it.each(['', '   ', 'a\u0000b', 'a\nb', 'x'.repeat(201)])('%j is refused', (text) => {
    expect(() => parseInvoice(text)).toThrow(InputError);
  });

  it.each([
    ['INV-7', 'inv-7'],
    ['INV-7', ' INV-7 '],
    ['INV 7', 'INV  7'],
    ['INV-7', 'ＩＮＶ-７'],
    ['STRASSE', 'strasse'],
  ])('%j and %j are the same', (one, other) => {
    expect(invoiceKeyOf(one)).toBe(invoiceKeyOf(other));
  });

  it.each([
    ['INV-7', 'INV7'],
    ['INV-7', 'INV-07'],
    ['INV/7', 'INV-7'],
  ])('%j and %j are two', (one, other) => {
    expect(invoiceKeyOf(one)).not.toBe(invoiceKeyOf(other));
  });
});
