import { expect, it } from 'vitest';
import { PartyNumbers } from '../../../../src/core/columns/partyNumbers.js';
import { Reach } from '../../../../src/core/trace/reach.js';
import { evmAccount } from '../../../support/world.js';

const [one, other, third] = [1, 2, 3].map(evmAccount);
if (!one || !other || !third) throw new Error('accounts are missing');

it('tells who was met in the order of meeting, and how near at the nearest', () => {
  const parties = new PartyNumbers();
  for (const account of [third, one, other]) parties.numberOf(account);
  const [incoming, outgoing] = [new Reach(parties), new Reach(parties)];
  incoming.note(other, { depth: 3, raw: 4 });
  incoming.note(third, { depth: 1, raw: 2 });
  incoming.note(other, { depth: 2, raw: 5 });
  expect([...incoming]).toEqual([
    [other, { depth: 2, raw: 4 }],
    [third, { depth: 1, raw: 2 }],
  ]);
  expect(incoming.accounts()).toEqual([other, third]);
  expect([incoming.has(one), incoming.has(other)]).toEqual([false, true]);
  expect(incoming.get(evmAccount(9))).toBeUndefined();
  expect([...outgoing]).toEqual([]);
});
