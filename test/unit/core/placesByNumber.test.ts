import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesByNumber } from '../../../src/core/placesByNumber.js';

function sorted(numbers: readonly number[]) {
  const found = placesByNumber(numbers.length, (place) => numbers[place] ?? 0);
  return found === null ? null : { places: [...found.places], offsets: [...found.offsets] };
}

/** The same by comparing. */
function compared(numbers: readonly number[]) {
  const places = [...numbers.keys()].sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
  const least = numbers[places[0] ?? 0] ?? 0;
  return { places, offsets: places.map((place) => (numbers[place] ?? 0) - least) };
}

describe('places by their numbers', () => {
  it('are those of a stable sort, wherever the numbers lie', () => {
    const numbers = fc
      .tuple(
        fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
        fc.array(fc.oneof(fc.nat(3), fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 })), {
          maxLength: 80,
        }),
      )
      .map(([least, offsets]) => offsets.map((offset) => least + offset));
    fc.assert(
      fc.property(numbers, (list) => {
        expect(sorted(list)).toEqual(compared(list));
      }),
    );
  });

  it('are none where a number is no whole one, or lies too far from the others', () => {
    expect(sorted([1, 2.5])).toBeNull();
    expect(sorted([1, Number.NaN])).toBeNull();
    expect(sorted([-1, 2 ** 32 - 1])).toBeNull();
    expect(sorted([0, 2 ** 32 - 1])).toEqual({ places: [0, 1], offsets: [0, 2 ** 32 - 1] });
  });
});
