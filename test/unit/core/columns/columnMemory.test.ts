import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { bytesOf, doublesOf, intsOf, wordsOf } from '../../../../src/core/columns/columnMemory.js';

const MEGABYTE = 2 ** 20;

describe.each([
  ['ints', intsOf, -1],
  ['words', wordsOf, 2 ** 32 - 1],
  ['bytes', bytesOf, 255],
  ['doubles', doublesOf, 0.5],
] as const)('%s', (_, create, last) => {
  it.each([0, 1, 16_383, 16_384, 65_536, MEGABYTE])(
    '%i of them are all 0 and keep what is set',
    (length) => {
      const list = create(length);
      expect(list.length).toBe(length);
      expect(list.every((number) => number === 0)).toBe(true);
      if (length === 0) return;
      list[length - 1] = last;
      expect(list[length - 1]).toBe(last);
      expect(create(length)[length - 1]).toBe(0);
    },
  );

  it('V8 counts few of them', () => {
    expect(create(1_000).buffer).toBeInstanceOf(ArrayBuffer);
  });

  it('V8 is not told of those of a whole ledger', () => {
    const before = getHeapStatistics().external_memory;
    const lists = Array.from({ length: 16 }, () => create(MEGABYTE));
    expect(getHeapStatistics().external_memory - before).toBeLessThan(MEGABYTE);
    expect(lists).toHaveLength(16);
  });
});
