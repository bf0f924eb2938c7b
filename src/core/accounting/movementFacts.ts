import type { LedgerFact } from '../ledger.js';

/** Facts by number: those of a ledger as they were given, then those that were added. */
export class NumberedFacts {
  readonly #given: readonly LedgerFact[];
  readonly #added: LedgerFact[] = [];

  constructor(given: readonly LedgerFact[]) {
    this.#given = given;
  }

  /** Gives a fact the next number. */
  add(fact: LedgerFact): number {
    return this.#given.length + this.#added.push(fact) - 1;
  }

  /** A fact by its number. */
  at(number: number): LedgerFact | undefined {
    const { length } = this.#given;
    return number < length ? this.#given[number] : this.#added[number - length];
  }
}

/**
 * The facts of movements, by the number of the movement.
 *
 * They are kept by number: a list of a million references would have to be gone through whenever
 * memory is cleared, and to write one the fact itself must be looked at.
 */
export class MovementFacts {
  readonly #facts: NumberedFacts;
  readonly #numbers: Int32Array;

  /** `numbers`: those of the facts, in the order of the movements. */
  constructor(facts: NumberedFacts, numbers: Int32Array) {
    this.#facts = facts;
    this.#numbers = numbers;
  }

  /** The fact of a movement; undefined where there is no such movement. */
  at(movement: number): LedgerFact | undefined {
    const number = this.#numbers[movement];
    return number === undefined ? undefined : this.#facts.at(number);
  }
}
