import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inSettledOrder } from '../../../src/core/factOrder.js';
import type { Transfer } from '../../../src/core/ledger.js';
import { tradeLedgers } from '../../support/tradeLedgers.js';
import { ether, evmAccount } from '../../support/world.js';

const [A, B, C] = [1, 2, 3].map(evmAccount);
if (!A || !B || !C) throw new Error('accounts are missing');

/** Two movements of one transaction that nobody numbered. */
const pair = [ether(A, B, 1n, 7), ether(A, C, 2n, 7)].map(
  (fact): Transfer => ({ ...fact, index: '#0' }),
);

it('does not depend on the order given, also where the chain tells none', () => {
  expect(inSettledOrder([...pair].reverse())).toEqual(inSettledOrder(pair));
  fc.assert(
    fc.property(tradeLedgers, fc.nat(), (facts, seed) => {
      const at = seed % Math.max(1, facts.length);
      const turned = [...facts.slice(at), ...facts.slice(0, at)].reverse();
      expect(inSettledOrder(turned)).toEqual(inSettledOrder(facts));
    }),
  );
});

it('keeps the order of the chain where there is one', () => {
  const [first, second] = [ether(B, C, 9n, 1), ether(A, B, 9n, 2)];
  expect(inSettledOrder([second, first])).toEqual([first, second]);
  const [late, early] = pair.map((fact, at) => ({ ...fact, index: at === 0 ? '2' : '1' }));
  expect(inSettledOrder([late, early].flatMap((fact) => fact ?? []))).toEqual([early, late]);
});

it('leaves nothing out, not even what stands twice', () => {
  const [one] = pair;
  if (one === undefined) throw new Error('there is none');
  expect(inSettledOrder([one, one])).toHaveLength(2);
});
