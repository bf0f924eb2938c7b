import { expect, test } from 'vitest';
import { parseDecimal } from '../../../src/core/amount.js';
import { formatPercent, formatUsd, joinFirst } from '../../../src/rules/wording.js';

test.each([
  ['0', '0 %'],
  ['0.00001', 'less than 0.01 %'],
  ['0.0001', '0.01 %'],
  ['0.01234', '1.23 %'],
  ['0.05', '5 %'],
  ['0.227231', '22.7 %'],
  ['1', '100 %'],
])('a share of %s reads %s', (share, text) => {
  expect(formatPercent(parseDecimal(share))).toBe(text);
});

test.each([
  ['0.05', 'USD 0.05'],
  ['99.5', 'USD 99.50'],
  ['100', 'USD 100'],
  ['1234567.5', 'USD 1,234,568'],
])('%s dollars read %s', (dollars, text) => {
  expect(formatUsd(parseDecimal(dollars))).toBe(text);
});

test('a long list is cut and says how much is missing', () => {
  expect(joinFirst([], 3)).toBe('');
  expect(joinFirst(['a', 'b', 'c'], 3)).toBe('a, b and c');
  expect(joinFirst(['a', 'b', 'c', 'd'], 3)).toBe('a, b, c and 1 more');
});
