import { describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../../src/core/asset.js';
import type { Direction } from '../../../src/core/exposure.js';
import type { Lookup } from '../../../src/core/lookup.js';
import { lookupKey } from '../../../src/core/lookup.js';
import { chainNamed, evmAccount } from '../../support/sourceBench.js';
import { planWorlds } from '../../validation/generate/worlds.js';
import {
  BUDGETS,
  compareOrders,
  lostCases,
  ORDERS,
} from '../../validation/rivals/compareOrders.js';
import type { Link } from '../../validation/rivals/links.js';
import {
  createBreadthFirst,
  createPoison,
  createValueGreedy,
  type SearchOrder,
} from '../../validation/rivals/orders.js';
import { createPageRank } from '../../validation/rivals/pageRank.js';

const place = (number: number): Lookup => ({
  kind: 'account',
  balance: 'not-wanted',
  account: evmAccount(number),
});

function link(number: number, ether: number, timeSeconds: number, direction: Direction): Link {
  return {
    direction,
    met: evmAccount(number),
    to: place(number),
    asset: nativeAssetId(chainNamed('ethereum')),
    amount: BigInt(ether) * 10n ** 18n,
    timeSeconds,
    isAlongTheWay: true,
  };
}

/** The subject 1 got from 2 and, more, from 3; behind 3 stand 4 before that and 5, larger, after it. */
function orderOf(order: SearchOrder): readonly number[] {
  const links = new Map([
    [lookupKey(place(1)), [link(2, 1, 100, 'incoming'), link(3, 2, 100, 'incoming')]],
    [lookupKey(place(3)), [link(4, 1, 50, 'incoming'), link(5, 9, 150, 'incoming')]],
  ]);
  order.absorb(place(1), links.get(lookupKey(place(1))) ?? []);
  const chosen: number[] = [];
  for (let next = order.choose(); next !== null; next = order.choose()) {
    order.absorb(next, links.get(lookupKey(next)) ?? []);
    if (next.kind === 'account') chosen.push(Number(next.account.slice(-1)));
  }
  return chosen;
}

describe('the rival orders', () => {
  it('go breadth-first: as met, near before far', () => {
    expect(orderOf(createBreadthFirst())).toEqual([2, 3, 4, 5]);
  });

  it('go depth-first as poison does: those behind before those beside', () => {
    const order = createPoison();
    order.absorb(place(1), [link(3, 1, 100, 'incoming'), link(2, 1, 100, 'incoming')]);
    expect(order.choose()).toEqual(place(3));
    order.absorb(place(3), [link(4, 1, 50, 'incoming')]);
    expect(order.choose()).toEqual(place(4));
    expect(order.choose()).toEqual(place(2));
    expect(order.choose()).toBeNull();
  });

  it('go to the largest payment, whenever it was', () => {
    expect(orderOf(createValueGreedy())).toEqual([3, 5, 2, 4]);
  });

  it('go by PageRank along the order of time: never to who paid later', () => {
    expect(orderOf(createPageRank())).toEqual([3, 4, 2]);
  });
});

describe('the comparison of orders', () => {
  const plan = planWorlds('full').find(
    ({ name }) => name === 'path: incoming 4 hops BTC 100 per cent kept',
  );
  if (plan === undefined) throw new Error('The path is not there.');

  it('lets every order find what nothing stands around', () => {
    const outcome = compareOrders(plan.build(), 'path');
    expect(outcome?.sought).toBe(1);
    for (const order of ORDERS) expect(outcome?.found[order]?.at(-1), order).toBe(1);
  });

  it('has nothing to say of a world in which nothing is planted', () => {
    const [innocent] = planWorlds('quick');
    if (innocent === undefined) throw new Error('There are no worlds.');
    expect(compareOrders(innocent.build(), 'innocent')).toBeNull();
  });

  it('tells every case and budget in which a rival found more', () => {
    const outcome = {
      name: 'a case',
      group: 'path',
      sought: 2,
      found: { Hopsight: [0, 1, 2, 2], poison: [1, 1, 1, 2], 'breadth-first': [0, 0, 0, 0] },
      linked: [0, 0, 0, 0],
    };
    expect(lostCases([outcome])).toEqual([
      { name: 'a case', group: 'path', rival: 'poison', budget: BUDGETS[0], own: 0, theirs: 1 },
    ]);
  });
});
