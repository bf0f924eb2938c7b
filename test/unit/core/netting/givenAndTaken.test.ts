import { expect, it } from 'vitest';
import { givenAndTaken } from '../../../../src/core/netting/givenAndTaken.js';
import type { Party } from '../../../support/nettingWorld.js';
import { DAI, move, NETTING_SCOPE, PARTIES, USDC } from '../../../support/nettingWorld.js';

const scope = { ...NETTING_SCOPE, subject: PARTIES.A };
const amountsOf = (...moves: readonly (readonly [Party, bigint, Party])[]) =>
  givenAndTaken(
    moves.map(([from, amount, to]) => move(from, amount, USDC, to)),
    scope,
  ).map(({ amount }) => amount);

it('is as much as both ways have in common, in whatever order', () => {
  expect(amountsOf(['A', 10n, 'router'], ['router', 4n, 'A'])).toEqual([4n]);
  expect(amountsOf(['router', 10n, 'A'], ['A', 4n, 'router'])).toEqual([4n]);
  expect(amountsOf(['A', 5n, 'router'], ['router', 4n, 'A'], ['router', 3n, 'A'])).toEqual([
    4n,
    1n,
  ]);
  expect(amountsOf(['A', 2n, 'router'], ['A', 3n, 'router'], ['router', 9n, 'A'])).toEqual([5n]);
});

it('is nothing where another one gave than took, or another asset came', () => {
  expect(amountsOf(['A', 10n, 'router'], ['B', 10n, 'A'])).toEqual([]);
  expect(amountsOf(['router', 10n, 'A'], ['B', 10n, 'router'])).toEqual([]);
  const swap = [move('A', 10n, USDC, 'router'), move('router', 10n, DAI, 'A')];
  expect(givenAndTaken(swap, scope)).toEqual([]);
  expect(
    givenAndTaken([move('A', 9n, USDC, 'router'), move('router', 9n, USDC, 'A')], NETTING_SCOPE),
  ).toEqual([]);
});

it('is nothing with a labelled account, the zero address, or itself', () => {
  for (const party of ['dex', 'exchange', 'thief', 'zero', 'A'] as const) {
    expect(amountsOf(['A', 10n, party], [party, 10n, 'A'])).toEqual([]);
  }
});
