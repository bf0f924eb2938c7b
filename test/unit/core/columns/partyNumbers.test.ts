import { expect, it } from 'vitest';
import { PartyNumbers } from '../../../../src/core/columns/partyNumbers.js';
import { evmAccount } from '../../../support/world.js';

const names = [evmAccount(3), evmAccount(1), 'fee', evmAccount(2)] as const;

it.each([
  ['as they were met', [0, 1, 2, 3]],
  ['the other way round', [3, 2, 1, 0]],
  ['each twice', [0, 0, 1, 1, 2, 2, 3, 3]],
  ['to and fro', [0, 3, 0, 2, 1, 3, 2, 0]],
])('tells the number of each party, whoever was asked for before: %s', (_, asked) => {
  const parties = new PartyNumbers();
  expect(names.map((name) => parties.numberOf(name))).toEqual([0, 1, 2, 3]);
  expect(asked.map((number) => parties.find(names[number] ?? 'issued'))).toEqual(asked);
  expect(asked.map((number) => parties.numberOf(names[number] ?? 'issued'))).toEqual(asked);
  expect(parties.find('issued')).toBeUndefined();
  expect(parties.count).toBe(4);
  expect([...parties]).toEqual(names);
  expect(parties.nameAt(3)).toBe(names[3]);
  expect(parties.nameAt(4)).toBeUndefined();
});

it('has no number for anybody before it gave one', () => {
  const parties = new PartyNumbers();
  expect(parties.find(names[0])).toBeUndefined();
  expect(parties.numberOf(names[0])).toBe(0);
});
