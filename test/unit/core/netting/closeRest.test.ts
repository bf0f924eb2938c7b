import { expect, it } from 'vitest';
import { closeRest } from '../../../../src/core/netting/closeRest.js';
import { move, NETTING_SCOPE, NOPRICE, PARTIES, USDC } from '../../../support/nettingWorld.js';

const leg = (place: keyof typeof PARTIES, asset: typeof USDC, amount: bigint) => ({
  place: PARTIES[place],
  asset,
  amount,
  weight: amount,
});

/** What became of dollars that A gave where B got a token that is worth so much. */
const closed = (price: bigint | null) => {
  const { prices } = NETTING_SCOPE;
  const priceOf: typeof prices.priceOf = (asset, timeSeconds) => {
    if (asset !== NOPRICE) return prices.priceOf(asset, timeSeconds);
    return price === null ? null : { numerator: price, denominator: 1n };
  };
  return closeRest(
    {
      matched: [],
      overDebits: [leg('A', USDC, 1_000n)],
      overCredits: [leg('B', NOPRICE, 5n)],
    },
    {
      fact: move('A', 1_000n, USDC, 'B'),
      scope: { ...NETTING_SCOPE, prices: { priceOf } },
      isAtMarket: false,
    },
  ).map(({ kind, debits, credits }) => [kind, debits.length, credits.length]);
};

it('value became what somebody else got, as far as that is worth anything', () => {
  expect(closed(200_000_000n)).toEqual([['conversion', 1, 1]]);
  expect(closed(1n)).toEqual([['conversion', 1, 2]]);
  expect(closed(0n)).toEqual([
    ['payment', 1, 1],
    ['payment', 1, 1],
  ]);
});

it('value became it, too, where nobody knows what that was worth', () => {
  expect(closed(null)).toEqual([['conversion', 1, 1]]);
});
