import type { Account } from '../account.js';
import type { PartyNumbers } from '../columns/partyNumbers.js';
import type { Lookup } from '../lookup.js';
import { lookupKey } from '../lookup.js';
import { TraceNode } from './traceNode.js';

/**
 * The places that a trace has met. Order: as they were met, which is by their numbers.
 *
 * Accounts are found by the numbers that their transfers have given them, so that no key is made for
 * one more stranger who sent a little. All other look-ups are found by their keys.
 */
export class TracePlaces implements Iterable<TraceNode> {
  readonly #parties: PartyNumbers;
  readonly #all: TraceNode[] = [];
  /** Of accounts, by their party numbers. */
  readonly #ofAccounts: (TraceNode | undefined)[] = [];
  readonly #ofOthers = new Map<string, TraceNode>();
  #changed: TraceNode[] = [];
  /** By number: whether the place is among the changed ones. */
  readonly #isChanged: boolean[] = [];

  /** `parties`: the numbers that the facts of the trace give. */
  constructor(parties: PartyNumbers) {
    this.#parties = parties;
  }

  /** How many there are. */
  get size(): number {
    return this.#all.length;
  }

  /** The places. Order: as they were met. */
  [Symbol.iterator](): Iterator<TraceNode> {
    return this.#all.values();
  }

  /** The place with a number; undefined where there is none. */
  at(order: number): TraceNode | undefined {
    return this.#all[order];
  }

  /** The place of an account's history; undefined where it was not met. */
  ofAccount(account: Account): TraceNode | undefined {
    const number = this.#parties.find(account);
    return number === undefined ? undefined : this.#ofAccounts[number];
  }

  /** The place of a look-up; undefined where it was not met. */
  find(lookup: Lookup): TraceNode | undefined {
    if (lookup.kind === 'account') return this.ofAccount(lookup.account);
    return this.#ofOthers.get(lookupKey(lookup));
  }

  /**
   * The place of a look-up, made when it was not met before. `account`: whose history or output it is;
   * null for a script without an address.
   */
  meet(lookup: Lookup, account: Account | null): TraceNode {
    return lookup.kind === 'account'
      ? this.#meetAccount(lookup, this.#parties.numberOf(lookup.account))
      : this.#meetOther(lookup, account);
  }

  #meetAccount(lookup: Lookup & { kind: 'account' }, number: number): TraceNode {
    const known = this.#ofAccounts[number];
    if (known !== undefined) return known;
    // A list with holes in it would be as slow as a map.
    while (this.#ofAccounts.length <= number) this.#ofAccounts.push(undefined);
    const node = this.#add(lookup, lookup.account);
    this.#ofAccounts[number] = node;
    return node;
  }

  #meetOther(lookup: Lookup, account: Account | null): TraceNode {
    const key = lookupKey(lookup);
    const known = this.#ofOthers.get(key);
    if (known !== undefined) return known;
    const node = this.#add(lookup, account);
    this.#ofOthers.set(key, node);
    return node;
  }

  #add(lookup: Lookup, account: Account | null): TraceNode {
    const node = new TraceNode(lookup, account, this.#all.length);
    this.#all.push(node);
    this.#isChanged.push(false);
    this.noteChange(node);
    return node;
  }

  /** Notes that a place changed since it was last looked over. */
  noteChange(node: TraceNode): void {
    if (this.#isChanged[node.order] === true) return;
    this.#isChanged[node.order] = true;
    this.#changed.push(node);
  }

  /** The places that changed since this was last asked, each once. Order: as they first did. */
  takeChanged(): readonly TraceNode[] {
    const changed = this.#changed;
    for (const { order } of changed) this.#isChanged[order] = false;
    this.#changed = [];
    return changed;
  }
}
