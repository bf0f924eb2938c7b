import { doublesOf } from './columnMemory.js';

/** What one unit of the higher part of a split amount counts for; the lower part is the rest. */
export const BASE = 2 ** 50;
const BASE_BITS = 50n;

/**
 * An amount with a higher part of so much, or as much below nothing, makes a column whole. So the sum
 * of two stays under 2^53, as the lower parts do anyway, and a double holds all of them exactly.
 *
 * Source: ECMAScript, Number.MAX_SAFE_INTEGER,
 * https://tc39.es/ecma262/#sec-number.max_safe_integer
 */
const MOST_HIGH = 2 ** 52;

const WORD_BITS = 64n;
const WORD = 1n << WORD_BITS;
/** What one word counts for in units of the higher part. */
const HIGH_PER_WORD = 2 ** 14;
const HALF = 2 ** 32;
/** What the upper half of a word counts for beside a unit of the higher part. */
const LOW_OF_HALF = 2 ** 18;
/** Where the lower half of a word stands in a list of halves: machines differ. */
export const LOWER = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
/** Where its upper half stands. */
export const UPPER = 1 - LOWER;

/**
 * Exact amounts by their number, of any size; those that were never set are 0.
 *
 * They are split as long as each allows it, and bigints from then on. No split amount is an object of
 * its own: nothing is made when two are added, and amounts that are read together lie together, of
 * which a search through a large ledger has the more the larger it is.
 */
export class AmountColumn implements Iterable<bigint> {
  /** Two numbers for each: its higher part, then its lower one. They are always read together. */
  #pairs: Float64Array;
  /** All of them, once one is too large to be split. */
  #whole: bigint[] | null = null;
  readonly #word = new BigUint64Array(1);
  readonly #halves = new Uint32Array(this.#word.buffer);

  /** Room for so many amounts. */
  constructor(length: number) {
    this.#pairs = new Float64Array(2 * length);
  }

  /** A column of these amounts. */
  static of(amounts: readonly bigint[]): AmountColumn {
    const column = new AmountColumn(amounts.length);
    for (let index = 0; index < amounts.length; index += 1) column.set(index, amounts[index] ?? 0n);
    return column;
  }

  /** For how many amounts there is room. */
  get length(): number {
    return this.#pairs.length / 2;
  }

  /** Makes room for so many amounts, or takes it away. */
  resize(length: number): void {
    this.#pairs = resized(this.#pairs, 2 * length);
    if (this.#whole === null) return;
    const known = this.#whole.length;
    this.#whole.length = length;
    if (length > known) this.#whole.fill(0n, known);
  }

  /** Makes all amounts 0, and so many of them: in the room that there is, where it is enough. */
  clear(length: number): void {
    this.#pairs = cleared(this.#pairs, 2 * length);
    this.#whole = null;
  }

  /** The same amounts, apart from these. */
  copy(): AmountColumn {
    const column = new AmountColumn(0);
    column.#pairs = this.#pairs.slice();
    column.#whole = this.#whole?.slice() ?? null;
    return column;
  }

  /** The higher and the lower part of each, in turn; null where an amount is too large to be split. */
  split(): Float64Array | null {
    return this.#whole === null ? this.#pairs : null;
  }

  *[Symbol.iterator](): Generator<bigint> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }

  /** All amounts. */
  list(): bigint[] {
    return (
      this.#whole?.slice() ?? Array.from({ length: this.length }, (_, index) => this.at(index))
    );
  }

  /** An amount. */
  at(index: number): bigint {
    if (this.#whole !== null) return this.#whole[index] ?? 0n;
    const high = at(this.#pairs, 2 * index);
    const low = at(this.#pairs, 2 * index + 1);
    if (high >= HIGH_PER_WORD || high < 0) return (BigInt(high) << BASE_BITS) + BigInt(low);
    // Read as one word, which is several times as fast as putting two bigints together.
    const over = Math.floor(low / HALF);
    this.#halves[LOWER] = low - over * HALF;
    this.#halves[UPPER] = high * LOW_OF_HALF + over;
    return this.#word[0] ?? 0n;
  }

  /** About an amount: to compare what takes more work. */
  about(index: number): number {
    if (this.#whole !== null) return Number(this.#whole[index] ?? 0n);
    return at(this.#pairs, 2 * index) * BASE + at(this.#pairs, 2 * index + 1);
  }

  /** Sets an amount. */
  set(index: number, amount: bigint): void {
    const high = this.#splitOff(amount);
    if (this.#whole !== null) this.#whole[index] = amount;
    else {
      this.#pairs[2 * index] = high;
      this.#pairs[2 * index + 1] = this.#lowOfWord();
    }
  }

  /** Sets an amount to one of three words of 32 bits. */
  setWords(index: number, low: number, middle: number, high: number): void {
    if (this.#whole !== null) {
      this.#whole[index] =
        (BigInt(high) << WORD_BITS) + BigInt(middle) * BigInt(HALF) + BigInt(low);
      return;
    }
    this.#pairs[2 * index] = high * HIGH_PER_WORD + (middle >>> 18);
    this.#pairs[2 * index + 1] = (middle & 0x3_ffff) * HALF + low;
  }

  /** Adds to an amount. */
  add(index: number, more: bigint): void {
    const high = this.#splitOff(more);
    if (this.#whole !== null) this.#whole[index] = (this.#whole[index] ?? 0n) + more;
    else {
      const low = at(this.#pairs, 2 * index + 1) + this.#lowOfWord();
      this.#put(index, at(this.#pairs, 2 * index) + high, low);
    }
  }

  /** Takes one of another column from an amount. Edge: it may get below 0. */
  takeFrom(index: number, other: AmountColumn, from: number): void {
    if (this.#whole !== null || other.#whole !== null) {
      this.#makeWhole()[index] = this.at(index) - other.at(from);
      return;
    }
    const high = at(this.#pairs, 2 * index) - at(other.#pairs, 2 * from);
    this.#put(index, high, at(this.#pairs, 2 * index + 1) - at(other.#pairs, 2 * from + 1));
  }

  /** Sets an amount to one of another column. */
  setFrom(index: number, other: AmountColumn, from: number): void {
    if (this.#whole !== null || other.#whole !== null) {
      this.#makeWhole()[index] = other.at(from);
      return;
    }
    this.#pairs[2 * index] = at(other.#pairs, 2 * from);
    this.#pairs[2 * index + 1] = at(other.#pairs, 2 * from + 1);
  }

  /** Adds one of another column to an amount. */
  addFrom(index: number, other: AmountColumn, from: number): void {
    if (this.#whole !== null || other.#whole !== null) {
      this.#makeWhole()[index] = this.at(index) + other.at(from);
      return;
    }
    const high = at(this.#pairs, 2 * index) + at(other.#pairs, 2 * from);
    this.#put(index, high, at(this.#pairs, 2 * index + 1) + at(other.#pairs, 2 * from + 1));
  }

  /** Lets an amount be no more than one of another column. */
  limitBy(index: number, other: AmountColumn, from: number): void {
    if (!this.reaches(index, other, from)) return;
    this.setFrom(index, other, from);
  }

  /** Whether an amount is as much as one of another column, or more. */
  reaches(index: number, other: AmountColumn, from: number): boolean {
    if (this.#whole !== null || other.#whole !== null) return this.at(index) >= other.at(from);
    const high = at(this.#pairs, 2 * index);
    const otherHigh = at(other.#pairs, 2 * from);
    if (high !== otherHigh) return high > otherHigh;
    return at(this.#pairs, 2 * index + 1) >= at(other.#pairs, 2 * from + 1);
  }

  /** Whether an amount is the same as one of another column. */
  equals(index: number, other: AmountColumn, from: number): boolean {
    if (this.#whole !== null || other.#whole !== null) return this.at(index) === other.at(from);
    if (this.#pairs[2 * index + 1] !== other.#pairs[2 * from + 1]) return false;
    return this.#pairs[2 * index] === other.#pairs[2 * from];
  }

  /** Whether an amount is 0. */
  isNothing(index: number): boolean {
    if (this.#whole !== null) return this.#whole[index] === 0n;
    return this.#pairs[2 * index + 1] === 0 && this.#pairs[2 * index] === 0;
  }

  /** Whether an amount is below 0. */
  isBelowNothing(index: number): boolean {
    if (this.#whole !== null) return (this.#whole[index] ?? 0n) < 0n;
    return at(this.#pairs, 2 * index) < 0;
  }

  /**
   * Leaves the lower part of an amount in the word, and gives the higher one. An amount that is too
   * large makes all of them whole.
   */
  #splitOff(amount: bigint): number {
    this.#word[0] = amount;
    // Most amounts fit in one word. A word of one below 0 is its complement: the higher bits tell.
    const over = amount >= WORD || amount < 0n ? Number(amount >> WORD_BITS) * HIGH_PER_WORD : 0;
    if (over >= MOST_HIGH || over <= -MOST_HIGH) this.#makeWhole();
    return over + (at(this.#halves, UPPER) >>> 18);
  }

  #lowOfWord(): number {
    return (at(this.#halves, UPPER) & 0x3_ffff) * HALF + at(this.#halves, LOWER);
  }

  /** Writes an amount of which the lower part is less than one unit too large, or too small. */
  #put(index: number, high: number, low: number): void {
    const over = low >= BASE ? 1 : low < 0 ? -1 : 0;
    this.#pairs[2 * index] = high + over;
    this.#pairs[2 * index + 1] = low - over * BASE;
    if (high + over >= MOST_HIGH || high + over <= -MOST_HIGH) this.#makeWhole();
  }

  #makeWhole(): bigint[] {
    this.#whole ??= this.list();
    return this.#whole;
  }
}

/** What grows does so with a ledger, and takes room as its columns do. */
function resized(numbers: Float64Array, length: number): Float64Array {
  if (length <= numbers.length) return numbers.subarray(0, length);
  const larger = doublesOf(length);
  larger.set(numbers);
  return larger;
}

function cleared(numbers: Float64Array, length: number): Float64Array {
  const room = numbers.buffer.byteLength / Float64Array.BYTES_PER_ELEMENT;
  if (length > room) return doublesOf(length);
  return new Float64Array(numbers.buffer, 0, length).fill(0);
}

/** A number of an array that is known to hold it. */
function at(numbers: Float64Array | Uint32Array, index: number): number {
  return numbers[index] ?? 0;
}
