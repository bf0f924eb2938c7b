import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAmounts } from '../../../../src/core/amount.js';
import type { Queued, Ranked } from '../../../../src/core/trace/rankedQueue.js';
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
    const isFirstBefore = (other: Ranked<string, bigint>) =>
      queue.isBefore(queue.first() ?? other, other);
    expect(isFirstBefore(entry('other', 5n, 2))).toBe(true);
    expect(isFirstBefore(entry('other', 5n, 1))).toBe(false);
    expect(isFirstBefore(entry('other', 6n, 2))).toBe(false);
  });

  it('refuses to move and to take out what is not there, and stays as it was', () => {
    const queue = new RankedQueue<string, bigint>(compareAmounts);
    const other = new RankedQueue<string, bigint>(compareAmounts);
    const ofOther = other.add(entry('c', 9n));
    const rest = ['a', 'b', 'd'].map((item) => queue.add(entry(item, 1n)));
    const taken = queue.add(entry('e', 2n));
    queue.remove(taken);
    for (const stranger of [taken, ofOther]) {
      expect(() => queue.remove(stranger)).toThrow(RangeError);
      expect(() => queue.move(stranger, 7n)).toThrow(RangeError);
    }
    for (const one of rest) queue.remove(one);
    expect(queue.first()).toBeNull();
    expect(other.first()?.rank).toBe(9n);
  });

  it('is always as a sorted list would be, whatever is added, moved and taken out', () => {
    const action = fc.record({
      does: fc.constantFrom('add', 'add', 'move', 'remove'),
      which: fc.nat(40),
      rank: fc.bigInt(0n, 4n),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const queue = new RankedQueue<number, bigint>(compareAmounts);
        const there: Queued<number, bigint>[] = [];
        const ranks = new Map<number, bigint>();
        for (const [order, { does, which, rank }] of actions.entries()) {
          const chosen = there[which % Math.max(1, there.length)];
          if (does === 'add') {
            there.push(queue.add({ item: order, rank, order }));
            ranks.set(order, rank);
          } else if (chosen !== undefined && does === 'move') {
            queue.move(chosen, rank);
            ranks.set(chosen.item, rank);
          } else if (chosen !== undefined) {
            queue.remove(chosen);
            there.splice(there.indexOf(chosen), 1);
            ranks.delete(chosen.item);
          }
          const sorted = [...ranks].sort(([a, ofA], [b, ofB]) => compareAmounts(ofB, ofA) || a - b);
          expect(queue.first()?.item).toBe(sorted[0]?.[0]);
        }
      }),
    );
  });
});
