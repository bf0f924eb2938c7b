import { intsOf, wordsOf } from './columns/columnMemory.js';

/** Numbers that lie further apart are not sorted digit by digit. */
const MOST_SPAN = 2 ** 32;

const LEAST_DIGIT_BITS = 8;
const MOST_DIGIT_BITS = 16;

/** Where numbers stand in their list, smallest number first. */
export interface SortedPlaces {
  readonly places: Int32Array;
  /** How much larger than the smallest each number is, in the same order. */
  readonly offsets: Uint32Array;
}

/**
 * Where whole numbers stand in their list, smallest first; equal ones as they stand there. `numberAt`
 * tells each by its place.
 *
 * They are sorted digit by digit from the last one on, so that no two of a million are compared.
 * Edge: null where a number is not whole, or lies too far from the others.
 * Source: radix sort, https://en.wikipedia.org/wiki/Radix_sort
 */
export function placesByNumber(
  count: number,
  numberAt: (place: number) => number,
): SortedPlaces | null {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let sorted = { places: intsOf(count), offsets: wordsOf(count) };
  for (let at = 0; at < count; at += 1) {
    const number = numberAt(at);
    if (!Number.isSafeInteger(number)) return null;
    if (number < least) least = number;
    if (number > most) most = number;
    // As much of it as fits. What it is more than the least fits whole, so nothing is lost by that.
    sorted.offsets[at] = number;
  }
  if (most - least >= MOST_SPAN) return null;
  for (let at = 0; at < count; at += 1) {
    sorted.places[at] = at;
    sorted.offsets[at] = (sorted.offsets[at] ?? 0) - least;
  }
  let spare = { places: intsOf(count), offsets: wordsOf(count) };
  const bits = Math.max(1, Math.ceil(Math.log2(most - least + 1)));
  const digitBits = digitBitsOf(count, bits);
  for (let shift = 0; shift < bits; shift += digitBits) {
    sortByDigit(sorted, spare, { shift, digitBits });
    [sorted, spare] = [spare, sorted];
  }
  return sorted;
}

/** Two digits for a long list; for a short one smaller digits, for each of their values is counted. */
function digitBitsOf(count: number, bits: number): number {
  const ofCount = Math.ceil(Math.log2(count + 1));
  return Math.min(Math.max(ofCount, LEAST_DIGIT_BITS), Math.ceil(bits / 2), MOST_DIGIT_BITS);
}

function sortByDigit(
  from: SortedPlaces,
  to: SortedPlaces,
  { shift, digitBits }: { readonly shift: number; readonly digitBits: number },
): void {
  const mask = 2 ** digitBits - 1;
  const { offsets } = from;
  const next = intsOf(mask + 2);
  for (let at = 0; at < offsets.length; at += 1) {
    const digit = ((offsets[at] ?? 0) >>> shift) & mask;
    next[digit + 1] = (next[digit + 1] ?? 0) + 1;
  }
  for (let digit = 0; digit <= mask; digit += 1) {
    next[digit + 1] = (next[digit + 1] ?? 0) + (next[digit] ?? 0);
  }
  for (let at = 0; at < offsets.length; at += 1) {
    const offset = offsets[at] ?? 0;
    const digit = (offset >>> shift) & mask;
    const place = next[digit] ?? 0;
    next[digit] = place + 1;
    to.offsets[place] = offset;
    to.places[place] = from.places[at] ?? 0;
  }
}
