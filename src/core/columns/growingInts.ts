import { intsOf } from './columnMemory.js';

/**
 * Whole numbers that become more; what was never set is 0. They lie side by side, so that nobody
 * looks through them for references.
 */
export class GrowingInts {
  #numbers: Int32Array;
  #length = 0;

  /** None yet. Units: `room` is how many are expected; more are taken too. */
  constructor(room = 16) {
    this.#numbers = intsOf(room);
  }

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Forgets all numbers, and keeps their room. */
  clear(): void {
    this.#numbers.fill(0, 0, this.#length);
    this.#length = 0;
  }

  /** Adds a number at the end. */
  push(number: number): void {
    this.set(this.#length, number);
  }

  /** Sets a number, wherever it stands. */
  set(index: number, number: number): void {
    if (index >= this.#numbers.length) {
      const larger = intsOf(Math.max(index + 1, 2 * this.#numbers.length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[index] = number;
    if (index >= this.#length) this.#length = index + 1;
  }

  /** The number at a place. */
  at(index: number): number {
    return this.#numbers[index] ?? 0;
  }

  /** The numbers so far, until they are cleared; adding to them may or may not show in it. */
  all(): Int32Array {
    return this.#numbers.subarray(0, this.#length);
  }
}
