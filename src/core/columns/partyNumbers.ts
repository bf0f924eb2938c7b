import type { Account } from '../account.js';
import type { NoAccount } from '../netting/step.js';

/** Who takes part in transfers: an account, or an end that is none. */
export type Party = Account | NoAccount;

/**
 * Numbers of parties, in the order in which they were first met.
 *
 * Whoever goes through a ledger by number looks nobody up by a text: that reads from four places of
 * memory, one after the other, none of which is near the last.
 */
export class PartyNumbers implements Iterable<Party> {
  readonly #numbers = new Map<Party, number>();
  readonly #names: Party[] = [];
  /** The number that was asked for last. */
  #asked = 0;

  /** How many parties have a number. */
  get count(): number {
    return this.#names.length;
  }

  /** The number of a party: the next one where it has none yet. */
  numberOf(name: Party): number {
    const known = this.find(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /**
   * The number of a party; undefined where it has none.
   *
   * Who reads a history asks for the same one again, or goes on to the next that was met: both are
   * tried before the text is looked up.
   */
  find(name: Party): number | undefined {
    if (this.#names[this.#asked] === name) return this.#asked;
    const next = this.#asked + 1;
    const number = this.#names[next] === name ? next : this.#numbers.get(name);
    if (number !== undefined) this.#asked = number;
    return number;
  }

  /** The parties. Order: by number. */
  [Symbol.iterator](): Iterator<Party> {
    return this.#names.values();
  }

  /** The party with a number; undefined where there is none. */
  nameAt(number: number): Party | undefined {
    return this.#names[number];
  }
}
