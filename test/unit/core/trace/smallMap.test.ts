import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SmallMap } from '../../../../src/core/trace/smallMap.js';

it('a small map is what a map is, whatever its keys and values are', () => {
  const key = fc.constantFrom(0, 1, -1, '', 'a', '0');
  const change = fc.record({
    clears: fc.boolean(),
    key,
    value: fc.constantFrom(null, undefined, 0, 7),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
      const small = new SmallMap<number | string, number | null | undefined>();
      const map = new Map<number | string, number | null | undefined>();
      for (const { clears, key: at, value } of changes) {
        if (clears) {
          small.clear();
          map.clear();
        } else {
          small.set(at, value);
          map.set(at, value);
        }
        expect([...small]).toEqual([...map]);
        for (const one of [0, 1, -1, '', 'a', '0']) expect(small.get(one)).toBe(map.get(one));
      }
    }),
  );
});
