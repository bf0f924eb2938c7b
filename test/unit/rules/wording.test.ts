import { expect, test } from 'vitest';
import { parseDecimal } from '../../../src/core/amount.js';
import {
  formatAtLeast,
  formatAtMost,
  formatPercent,
  formatUsd,
  joinFirst,
} from '../../../src/rules/wording.js';

test.each([
  ['0', '0 %'],
  ['0.00001', 'less than 0.01 %'],
  ['0.0001', '0.01 %'],
  ['0.01234', '1.23 %'],
  ['0.05', '5 %'],
  ['0.227231', '22.7 %'],
  ['0.9994', '99.9 %'],
  ['0.9996', 'more than 99.9 %'],
  ['0.999999999999999999', 'more than 99.9 %'],
  ['1', '100 %'],
])('a share of %s reads %s', (share, text) => {
  expect(formatPercent(parseDecimal(share))).toBe(text);
});

test.each([
  ['0.000000000000000001', 'more than 0 %', '0.01 %'],
  ['0.0001', 'at least 0.01 %', '0.01 %'],
  ['0.0900001', 'at least 9 %', '9.01 %'],
  ['0.0999999', 'at least 9.99 %', '10 %'],
  ['0.1', 'at least 10 %', '10 %'],
  ['0.1000001', 'at least 10 %', '10.1 %'],
  ['0.9999999', 'at least 99.9 %', '100 %'],
  ['1', 'at least 100 %', '100 %'],
])('a bound of %s is rounded to where it still holds: %s, at most %s', (share, least, most) => {
  expect(formatAtLeast(parseDecimal(share))).toBe(least);
  expect(formatAtMost(parseDecimal(share))).toBe(most);
});

test('an upper bound of nothing is nothing', () => {
  expect(formatAtMost(parseDecimal('0'))).toBe('0 %');
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
