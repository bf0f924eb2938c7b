import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import { PartyNumbers } from '../../../../src/core/columns/partyNumbers.js';
import type { Lookup } from '../../../../src/core/lookup.js';
import { TracePlaces } from '../../../../src/core/trace/tracePlaces.js';
import { chainNamed, evmAccount } from '../../../support/world.js';

const chain = chainNamed('ethereum').id;
const [one, other, third] = [evmAccount(1), evmAccount(2), evmAccount(3)];

const historyOf = (account: Account, balance: 'wanted' | 'not-wanted' = 'not-wanted'): Lookup => ({
  kind: 'account',
  account,
  balance,
});
const transaction = (txId: string): Lookup => ({ kind: 'transaction', chain, txId });
const spends = (...outputs: readonly number[]): Lookup => ({
  kind: 'spends',
  chain,
  txId: 'a',
  outputs,
});

/** Places of accounts whose numbers are not in the order in which they are met, and of others. */
function met() {
  const parties = new PartyNumbers();
  for (const account of [third, other, one]) parties.numberOf(account);
  const places = new TracePlaces(parties);
  const lookups = [
    historyOf(one),
    transaction('a'),
    historyOf(third),
    transaction('b'),
    spends(0),
    spends(0, 1),
  ];
  const nodes = lookups.map((lookup) => places.meet(lookup, one));
  return { places, lookups, nodes };
}

describe('the places of a trace', () => {
  it('are found by their look-ups, and no look-up has two', () => {
    const { places, lookups, nodes } = met();
    expect(lookups.map((lookup) => places.find(lookup))).toEqual(nodes);
    expect(new Set(nodes).size).toBe(lookups.length);
    for (const [at, lookup] of lookups.entries()) expect(places.meet(lookup, one)).toBe(nodes[at]);
    expect(places.size).toBe(lookups.length);
  });

  it('are one for an account, whatever else is asked of it, and whose history it is', () => {
    const { places, nodes } = met();
    expect(places.meet(historyOf(one, 'wanted'), one)).toBe(nodes[0]);
    expect(places.ofAccount(third)).toBe(nodes[2]);
    expect(nodes.map(({ account }) => account)).toEqual([one, one, third, one, one, one]);
  });

  it('are none for what was not met, be it known to the facts or not', () => {
    const { places } = met();
    expect(places.ofAccount(other)).toBeUndefined();
    expect(places.ofAccount(evmAccount(9))).toBeUndefined();
    expect(places.find(historyOf(other))).toBeUndefined();
    expect([transaction('c'), spends(1)].map((lookup) => places.find(lookup))).toEqual([
      undefined,
      undefined,
    ]);
    expect(places.at(6)).toBeUndefined();
    expect(places.size).toBe(6);
  });

  it('are told in the order in which they were met, each with its number and key', () => {
    const { places, nodes } = met();
    expect([...places]).toEqual(nodes);
    expect(nodes.map(({ order }) => places.at(order))).toEqual(nodes);
    expect(nodes.map(({ order }) => order)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(nodes.slice(0, 2).map(({ key }) => key)).toEqual([
      `account|${one}`,
      `transaction|${chain}|a`,
    ]);
  });
});

describe('changes of places', () => {
  it('are told once each, in the order in which they first came, and again after that', () => {
    const { places, nodes } = met();
    expect(places.takeChanged()).toEqual(nodes);
    expect(places.takeChanged()).toEqual([]);
    const [first, second, last] = nodes;
    expect.assert(first !== undefined && second !== undefined && last !== undefined);
    for (const node of [last, first, last, first]) places.noteChange(node);
    expect(places.takeChanged()).toEqual([last, first]);
    places.noteChange(last);
    places.noteChange(second);
    expect(places.takeChanged()).toEqual([last, second]);
  });
});
