import type { Account } from '../account.js';
import type { PartyNumbers } from '../columns/partyNumbers.js';
import type { Distance } from './distance.js';
import { nearest } from './distance.js';

/**
 * The nearest distance at which each account was met in one direction, those where the trail ends
 * included. By number: whoever stands in a fact has one already.
 */
export class Reach implements Iterable<readonly [Account, Distance]> {
  readonly #parties: PartyNumbers;
  readonly #distances: (Distance | undefined)[] = [];
  readonly #met: Account[] = [];

  constructor(parties: PartyNumbers) {
    this.#parties = parties;
  }

  /** How near an account was met; undefined where it was not. */
  get(account: Account): Distance | undefined {
    const number = this.#parties.find(account);
    return number === undefined ? undefined : this.#distances[number];
  }

  /** Notes how near an account was met. */
  note(account: Account, distance: Distance): void {
    const number = this.#parties.numberOf(account);
    // A list with holes in it would be as slow as a map.
    while (this.#distances.length <= number) this.#distances.push(undefined);
    const known = this.#distances[number];
    if (known === undefined) this.#met.push(account);
    this.#distances[number] = nearest(distance, known);
  }

  /** Whether an account was met. */
  has(account: Account): boolean {
    return this.get(account) !== undefined;
  }

  /** Each account that was met, and how near. Order: as they were first met. */
  *[Symbol.iterator](): Generator<readonly [Account, Distance]> {
    for (const account of this.#met) {
      const distance = this.get(account);
      if (distance !== undefined) yield [account, distance];
    }
  }

  /** The accounts that were met. Order: as they first were. */
  accounts(): readonly Account[] {
    return this.#met;
  }
}
