import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareAmounts } from '../../../../src/core/amount.js';
import { ItemQueue } from '../../../../src/core/trace/itemQueue.js';

it('a queue of items is always as a sorted list would be, also where what is not there is taken out', () => {
  const action = fc.record({ item: fc.nat(12), rank: fc.bigInt(0n, 4n), takes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
      const queue = new ItemQueue<number, bigint>(compareAmounts);
      const there = new Map<number, { readonly rank: bigint; readonly order: number }>();
      for (const [order, { item, rank, takes }] of actions.entries()) {
        if (takes) {
          queue.remove(item);
          there.delete(item);
        } else if (!there.has(item)) {
          queue.add({ item, rank, order });
          there.set(item, { rank, order });
        }
        const sorted = [...there].sort(
          ([, a], [, b]) => compareAmounts(b.rank, a.rank) || a.order - b.order,
        );
        const first = queue.first();
        expect(first?.item).toBe(sorted[0]?.[0]);
        const last = sorted.at(-1);
        if (first === null || last === undefined || sorted.length === 1) continue;
        const behind = { item: last[0], ...last[1] };
        expect([queue.isBefore(first, behind), queue.isBefore(behind, first)]).toEqual([
          true,
          false,
        ]);
      }
    }),
  );
});
