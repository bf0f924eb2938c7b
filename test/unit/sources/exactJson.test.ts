import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../src/core/errors.js';
import { exactNumber, parseExactJson, plainDecimalOf } from '../../../src/sources/exactJson.js';

const asked = { host: 'host.test', route: 'things' };

describe('a number of an answer', () => {
  it.each([
    ['1e-7', '0.0000001'],
    ['1E+3', '1000'],
    ['1.5e2', '150'],
    ['12.34e-1', '1.234'],
    ['12.34e-4', '0.001234'],
    ['2000.10', '2000.1'],
    ['0.12345678901234567890', '0.1234567890123456789'],
    ['0e-5', '0'],
    ['0.000', '0'],
  ])('keeps every digit of %s', (written, plain) => {
    expect(plainDecimalOf(written)).toBe(plain);
  });

  it.each(['-1', '-0', '', 'NaN', '1e', '0x10', '1_000', '1e9999', '1e81', '1e-81'])(
    'is refused as %s',
    (written) => {
      expect(plainDecimalOf(written)).toBeNull();
    },
  );

  it('is taken up to eighty places, and no further', () => {
    expect(plainDecimalOf('1e79')).toBe(`1${'0'.repeat(79)}`);
    expect(plainDecimalOf('1e80')).toBeNull();
    expect(plainDecimalOf('9'.repeat(80))).toBe('9'.repeat(80));
    expect(plainDecimalOf('9'.repeat(81))).toBeNull();
  });

  it('means the same with its point moved', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -20, max: 20 }), (digits, exponent) => {
        const plain = plainDecimalOf(`${digits}e${exponent}`) ?? '';
        const [whole = '', decimals = ''] = plain.split('.');
        const scaled = BigInt(whole + decimals.padEnd(20, '0'));
        expect(scaled).toBe(BigInt(digits) * 10n ** BigInt(20 + exponent));
      }),
    );
  });
});

describe('an answer read without loss', () => {
  it('has its numbers as they were written, and nothing else counts as one', () => {
    const read = (text: string) => exactNumber().safeParse(parseExactJson(text, asked)).data;
    expect(read('3302.600000000000000001')).toBe('3302.600000000000000001');
    for (const text of ['"1"', 'null', '{"value":"1","isLosslessNumber":true}', '[1]']) {
      expect(read(text), text).toBeUndefined();
    }
  });

  it.each(['', '{', '<html>', '{"a":1,"a":2}', 'NaN', '[1,]', '['.repeat(1_000_000)])(
    'is refused where it is no JSON: %.12s',
    (text) => {
      expect(() => parseExactJson(text, asked)).toThrow(DecodeError);
    },
  );
});
