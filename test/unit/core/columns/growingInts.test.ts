import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GrowingInts } from '../../../../src/core/columns/growingInts.js';

it('numbers that grow are what a list of them is; once cleared, all are 0 and none are there', () => {
  const change = fc.oneof(
    fc.record({ does: fc.constant('push' as const), number: fc.integer() }),
    fc.record({ does: fc.constant('set' as const), at: fc.nat(60), number: fc.integer() }),
    fc.record({ does: fc.constant('clear' as const) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const growing = new GrowingInts(2);
      let list: number[] = [];
      for (const one of changes) {
        if (one.does === 'clear') {
          growing.clear();
          list = [];
        } else if (one.does === 'push') {
          growing.push(one.number);
          list.push(one.number);
        } else {
          growing.set(one.at, one.number);
          while (list.length <= one.at) list.push(0);
          list[one.at] = one.number;
        }
        expect([...growing.all()]).toEqual(list);
        expect(growing.at(list.length)).toBe(0);
      }
    }),
  );
});
