import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.js';
import { readAmount } from '../../src/desk/payroll/amount.js';
import { decimalEvidence, parseDecimalText } from '../../src/desk/payroll/decimals.js';
import type { CellValue } from '../../src/sheets/sheet.js';
import { ANA, KNOWN, propose, read, workbook } from '../support/payrollFiles.js';

const sign = fc.constantFrom('.' as const, ',' as const);
const whole = fc.bigInt({ min: 0n, max: 10n ** 15n }).map(String);
const parts = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 8 });

/** Groups digits by threes, as people write them. */
function group(digits: string, by: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, by);
}

/**
 * Reads a number by another way than the product: it takes the signs one by one from the right, and
 * knows nothing of patterns.
 */
function slowRead(written: string, decimal: '.' | ','): string | null {
  const fractions = written.split(decimal);
  if (fractions.length > 2) return null;
  const [left = '', right = ''] = fractions;
  if ([...right].some((digit) => !isDigit(digit))) return null;
  const signs = [...left].filter((one) => !isDigit(one));
  if (signs.some((one) => one !== signs[0] || !"., '".includes(one) || one === decimal))
    return null;
  if (signs.length > 0) {
    const groups = left.split(signs[0] ?? '');
    const last = groups.at(-1) ?? '';
    const middle = groups.slice(1, -1);
    const inThrees = middle.every((one) => one.length === 3) && (groups[0] ?? '').length <= 3;
    const inLakhs =
      signs[0] === ',' && middle.every((one) => one.length === 2) && (groups[0] ?? '').length <= 2;
    if (last.length !== 3 || groups[0] === '' || left.startsWith('0')) return null;
    if (!inThrees && !inLakhs) return null;
  }
  const digits = [...left].filter(isDigit).join('');
  if (digits === '' && right === '') return null;
  const value = BigInt(digits === '' ? '0' : digits).toString();
  return right === '' ? value : `${value}.${right}`;
}

function isDigit(one: string): boolean {
  return one >= '0' && one <= '9';
}

describe('an amount as it is written', () => {
  it('reads as another way of reading reads it', () => {
    const written = fc.string({
      unit: fc.constantFrom(..."0123456789123456789.,.,' ".split('')),
      maxLength: 12,
    });
    fc.assert(
      fc.property(written, sign, (text, decimal) => {
        expect(parseDecimalText(text, decimal)).toBe(slowRead(text, decimal));
      }),
      { numRuns: 10_000 },
    );
  });

  it('is the number that it was written for, in every way of writing it', () => {
    fc.assert(
      fc.property(
        whole,
        parts,
        sign,
        fc.constantFrom('', ' ', "'", 'other'),
        (left, right, decimal, by) => {
          const grouped = group(left, by === 'other' ? (decimal === '.' ? ',' : '.') : by);
          const written = right === '' ? grouped : `${grouped}${decimal}${right}`;
          const value = right === '' ? left : `${left}.${right}`;
          expect(parseDecimalText(written, decimal)).toBe(value);
          // What it tells of its sign is never the wrong one.
          const evidence = decimalEvidence(written);
          if (evidence.kind === 'sign') {
            const other = decimal === '.' ? ',' : '.';
            const isTold = right !== '' || grouped.includes(other);
            if (isTold) expect(evidence.sign).toBe(decimal);
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('is in doubt exactly where both signs read it as two numbers', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999 }), fc.nat({ max: 999 }), sign, (left, right, decimal) => {
        const written = `${left}${decimal}${String(right).padStart(3, '0')}`;
        const isDoubtful = left !== 0;
        expect(decimalEvidence(written).kind).toBe(isDoubtful ? 'doubt' : 'sign');
      }),
    );
  });
});

describe('a column of amounts', () => {
  it('is asked for or read as it was written, and never as another amount', () => {
    const amount = fc.tuple(fc.nat(9_999_999), fc.constantFrom('', '5', '50', '500', '125'));
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 6 }), sign, (amounts, decimal) => {
        const other = decimal === '.' ? ',' : '.';
        const rows = amounts.map(([left, right]) => {
          const written = `${group(String(left), other)}${right === '' ? '' : decimal + right}`;
          return ['Ana', ANA, 'base', 'USDC', written];
        });
        const heads = ['payee', 'wallet', 'chain', 'asset', 'amount'];
        const file = workbook({ May: [heads, ...rows] });
        const { questions } = propose(file);
        if (questions.length > 0) {
          expect(questions.map(({ about }) => about)).toEqual(['decimalSign']);
          return;
        }
        const expected = amounts.map(([left, right]) =>
          left === 0 && Number(right) === 0 ? null : `${left}${right === '' ? '' : `.${right}`}`,
        );
        expect(read(file).rows.map(({ payment }) => payment?.amount ?? null)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

const anyCell: fc.Arbitrary<CellValue> = fc.oneof(
  fc.string({ maxLength: 20 }).map((text): CellValue => ({ kind: 'text', text })),
  fc
    .constantFrom(
      ANA,
      'USDC',
      'ETH',
      'base',
      'Total',
      'amount',
      'wallet',
      '1.234',
      '€5',
      '-3',
      '=1',
    )
    .map((text): CellValue => ({ kind: 'text', text })),
  fc
    .tuple(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, 'percent' as const),
    )
    .map(
      ([value, caution]): CellValue => ({
        kind: 'number',
        text: String(Math.trunc(value)).replace(/e.*/, ''),
        caution,
      }),
    ),
  fc.constantFrom<CellValue>(
    { kind: 'empty' },
    { kind: 'formula', result: null },
    { kind: 'error', text: '#N/A' },
    { kind: 'boolean', value: true },
    { kind: 'date', iso: '2026-05-01' },
  ),
);

describe('a payroll of any cells', () => {
  it('is read, asked about or refused in words, and pays only amounts above zero', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyCell, { maxLength: 6 }), { maxLength: 8 }),
        sign,
        (rows, decimal) => {
          const file = workbook({ One: rows });
          try {
            const confirmed = { decimalSign: decimal, defaultChain: 'base', defaultAsset: 'USDC' };
            for (const { payment, problem } of read(file, confirmed).rows) {
              expect(payment === null).toBe(problem !== null);
              if (payment === null) continue;
              expect(payment.amount).toMatch(/^(0|[1-9]\d*)(\.\d+)?$/);
              expect(/[1-9]/.test(payment.amount)).toBe(true);
              expect(KNOWN.readAddress(payment.wallet).kind).toBe('address');
            }
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives every cell an amount, nothing, or a reason', () => {
    fc.assert(
      fc.property(anyCell, sign, (cell, decimal) => {
        const amount = readAmount(cell, decimal);
        if (amount.kind === 'problem') expect(amount.problem).toMatch(/\.$/);
        if (amount.kind === 'amount') expect(amount.decimal).toMatch(/^\d+(\.\d+)?$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
