import { describe, expect, test } from 'vitest';
import { allTrue, anyTrue, notTrue, type Truth } from '../../../src/rules/truth.js';

describe('three-valued logic', () => {
  const table: readonly (readonly [Truth, Truth, Truth, Truth])[] = [
    ['true', 'true', 'true', 'true'],
    ['true', 'unknown', 'unknown', 'true'],
    ['true', 'false', 'false', 'true'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
    ['unknown', 'false', 'false', 'unknown'],
    ['false', 'false', 'false', 'false'],
  ];

  test.each(table)('%s and %s: all is %s, any is %s', (a, b, all, any) => {
    expect([allTrue([a, b]), allTrue([b, a])]).toEqual([all, all]);
    expect([anyTrue([a, b]), anyTrue([b, a])]).toEqual([any, any]);
  });

  test('not turns true and false around and leaves the unknown unknown', () => {
    expect((['true', 'false', 'unknown'] as const).map(notTrue)).toEqual([
      'false',
      'true',
      'unknown',
    ]);
  });
});
