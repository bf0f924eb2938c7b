import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAmounts } from '../../../../src/core/amount.js';
import type { Ranked } from '../../../../src/core/trace/rankedQueue.js';
import { RankedQueue } from '../../../../src/core/trace/rankedQueue.js';

const entry = (item: string, rank: bigint, order = 0): Ranked<string, bigint> => ({
  item,
  rank,
  order,
});

describe('a queue by rank', () => {
  it('gives the largest first and keeps it', () => {
    const queue = new RankedQueue<string, bigint>(compareAmounts);
    expect(queue.first()).toBeNull();
    for (const [item, rank] of [
      ['b', 2n],
      ['c', 3n],
      ['a', 1n],
    ] as const) {
      queue.add(entry(item, rank));
    }
    expect(queue.first()?.item).toBe('c');
    expect(queue.first()?.item).toBe('c');
  });

  it('gives of equal ranks the one with the smaller order', () => {
    const queue = new RankedQueue<string, bigint>(compareAmounts);
    queue.add(entry('later', 5n, 2));
    queue.add(entry('earlier', 5n, 1));
    expect(queue.first()?.item).toBe('earlier');
    expect(queue.first()?.isBefore(entry('other', 5n, 2))).toBe(true);
    expect(queue.first()?.isBefore(entry('other', 5n, 1))).toBe(false);
    expect(queue.first()?.isBefore(entry('other', 6n, 2))).toBe(false);
  });

  it('lets go of what is taken out, and of nothing else', () => {
    const queue = new RankedQueue<string, bigint>(compareAmounts);
    queue.add(entry('a', 1n));
    queue.add(entry('b', 2n));
    queue.remove('never there');
    queue.remove('b');
    queue.remove('b');
    expect(queue.first()?.item).toBe('a');
    queue.remove('a');
    expect(queue.first()).toBeNull();
  });

  it('is always as a sorted list would be, whatever is added and taken out', () => {
    const action = fc.record({ item: fc.nat(12), rank: fc.bigInt(0n, 4n), takes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const queue = new RankedQueue<number, bigint>(compareAmounts);
        let list: readonly Ranked<number, bigint>[] = [];
        for (const [order, { item, rank, takes }] of actions.entries()) {
          const isThere = list.some((one) => one.item === item);
          if (takes) queue.remove(item);
          else if (!isThere) queue.add({ item, rank, order });
          list = takes
            ? list.filter((one) => one.item !== item)
            : isThere
              ? list
              : [...list, { item, rank, order }];
          const sorted = [...list].sort((a, b) =>
            a.rank === b.rank ? a.order - b.order : a.rank > b.rank ? -1 : 1,
          );
          expect(queue.first()?.item).toBe(sorted[0]?.item);
        }
      }),
    );
  });
});
