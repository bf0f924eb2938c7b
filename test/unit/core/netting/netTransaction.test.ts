import { describe, expect, it } from 'vitest';
import { netTransaction } from '../../../../src/core/netting/netTransaction.js';
import {
  DAI,
  move,
  NETTING_SCOPE,
  NOPRICE,
  told,
  UNLISTED,
  UNPRICED_SCOPE,
  USDC,
} from '../../../support/nettingWorld.js';
import { ETH } from '../../../support/world.js';

describe('what only passes through', () => {
  it('is not there any more: a router neither gives nor gets', () => {
    expect(told([move('A', 10n, ETH, 'router'), move('router', 10n, ETH, 'B')])).toEqual([
      'payment A 10 ETH > B 10 ETH',
    ]);
  });

  it('what a router keeps for itself it got', () => {
    expect(told([move('A', 10n, ETH, 'router'), move('router', 9n, ETH, 'B')])).toEqual([
      'payment A 10 ETH > router 1 ETH + B 9 ETH',
    ]);
  });

  it('a batch payer hands one giver’s money to many', () => {
    const moves = [
      move('A', 30n, ETH, 'router'),
      move('router', 10n, ETH, 'B'),
      move('router', 20n, ETH, 'C'),
    ];
    expect(told(moves)).toEqual(['payment A 30 ETH > B 10 ETH + C 20 ETH']);
  });

  it('comes back to who gave too much', () => {
    const moves = [
      move('A', 30n, ETH, 'router'),
      move('router', 25n, ETH, 'B'),
      move('router', 5n, ETH, 'A'),
    ];
    expect(told(moves)).toEqual(['payment A 25 ETH > B 25 ETH']);
  });

  it('goes in a circle and leaves nothing', () => {
    expect(told([move('A', 10n, ETH, 'B'), move('B', 10n, ETH, 'A')])).toEqual([]);
  });
});

describe('what moves nothing', () => {
  it('is left out: amounts of zero and payments to oneself', () => {
    expect(told([move('A', 0n, ETH, 'B'), move('A', 5n, ETH, 'A')])).toEqual([]);
  });

  it('does not stop a single payment beside it from being plain', () => {
    expect(told([move('A', 0n, USDC, 'B'), move('A', 5n, ETH, 'B')])).toEqual([
      'payment A 5 ETH > B 5 ETH',
    ]);
  });
});

describe('a fee', () => {
  const fee = move('A', 1n, ETH, null, { channel: 'fee' });

  it('comes first, by itself, and is no part of a trade', () => {
    const swap = [fee, move('A', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'A')];
    const steps = netTransaction({ transfers: swap, unlisted: [] }, NETTING_SCOPE);
    expect(steps[0]).toMatchObject({ kind: 'payment', credits: [{ place: 'fee', amount: 1n }] });
    expect(told(swap)).toEqual([
      'conversion A 1 ETH > A 2000 USDC',
      'conversion pool 2000 USDC > pool 1 ETH',
      'payment A 1 ETH > fee 1 ETH',
    ]);
  });

  it('is all that a failed transaction moves', () => {
    expect(told([fee])).toEqual(['payment A 1 ETH > fee 1 ETH']);
  });

  it('stands beside a single payment', () => {
    expect(told([fee, move('A', 5n, ETH, 'B')])).toEqual([
      'payment A 1 ETH > fee 1 ETH',
      'payment A 5 ETH > B 5 ETH',
    ]);
  });
});

describe('a swap', () => {
  it('converts at even prices, for both who trade', () => {
    expect(told([move('A', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'A')])).toEqual([
      'conversion A 1 ETH > A 2000 USDC',
      'conversion pool 2000 USDC > pool 1 ETH',
    ]);
  });

  it('converts within 5 % of an even price, and is two plain payments beyond', () => {
    const swap = (got: bigint) => [move('A', 1n, ETH, 'pool'), move('pool', got, USDC, 'A')];
    expect(told(swap(1_901n))[0]).toBe('conversion A 1 ETH > A 1901 USDC');
    expect(told(swap(1_900n))[0]).toBe('conversion A 1 ETH > A 1900 USDC');
    expect(told(swap(1_899n))).toEqual([
      'payment A 1 ETH > pool 1 ETH',
      'payment pool 1899 USDC > A 1899 USDC',
    ]);
    // Of the larger side, 5 % of 2,105 are 105.25. What A gained by it is nobody's it dealt with.
    expect(told(swap(2_105n))).toEqual([
      'conversion A 1 ETH > A 2000 USDC',
      'conversion pool 2105 USDC > pool 1 ETH',
      'payment ambiguous-conversion 105 USDC > A 105 USDC',
    ]);
    expect(told(swap(2_106n))).toHaveLength(2);
    expect(told(swap(2_106n))[0]).toBe('payment A 1 ETH > pool 1 ETH');
  });

  it('cannot hide money: 100 ether for one dollar at a contract of one’s own are payments', () => {
    expect(told([move('A', 100n, ETH, 'pool'), move('pool', 1n, USDC, 'A')])).toEqual([
      'payment A 100 ETH > pool 100 ETH',
      'payment pool 1 USDC > A 1 USDC',
    ]);
  });

  it('is believed up to twice the worth where a labelled market makes it, and not beyond', () => {
    const at = (got: bigint) => told([move('A', 1n, ETH, 'dex'), move('dex', got, USDC, 'A')]);
    const conversions = (got: bigint) => [
      `conversion A 1 ETH > A ${got} USDC`,
      `conversion dex ${got} USDC > dex 1 ETH`,
    ];
    const payments = (got: bigint) => [
      'payment A 1 ETH > dex 1 ETH',
      `payment dex ${got} USDC > A ${got} USDC`,
    ];
    expect(at(4_000n)).toEqual(conversions(4_000n));
    expect(at(4_001n)).toEqual(payments(4_001n));
    expect(at(1_000n)).toEqual(conversions(1_000n));
    expect(at(999n)).toEqual(payments(999n));
  });

  it('is not believed where only one side is a labelled market', () => {
    const given = [move('A', 1n, ETH, 'dex'), move('pool', 3_000n, USDC, 'A')];
    expect(told(given)).toEqual([
      'payment A 1 ETH > dex 1 ETH',
      'payment pool 3000 USDC > A 3000 USDC',
    ]);
    const got = [move('A', 1n, ETH, 'pool'), move('dex', 3_000n, USDC, 'A')];
    expect(told(got)).toEqual([
      'payment A 1 ETH > pool 1 ETH',
      'payment dex 3000 USDC > A 3000 USDC',
    ]);
  });

  it('is not believed at a service that is no market', () => {
    const swap = [move('A', 1n, ETH, 'exchange'), move('exchange', 3_000n, USDC, 'A')];
    expect(told(swap)[0]).toBe('payment A 1 ETH > exchange 1 ETH');
  });

  it('of two labelled markets is believed', () => {
    const swap = [move('A', 1n, ETH, 'dex'), move('dex2', 3_000n, USDC, 'A')];
    expect(told(swap)[0]).toBe('conversion A 1 ETH > A 3000 USDC');
  });

  it('is believed for what it traded with a market, whatever else it moved of other assets', () => {
    const swap = [
      move('A', 1n, ETH, 'dex'),
      move('dex', 3_000n, USDC, 'A'),
      move('B', 7n, DAI, 'C'),
    ];
    expect(told(swap)).toContain('conversion A 1 ETH > A 3000 USDC');
    expect(told(swap)).toContain('payment B 7 DAI > C 7 DAI');
  });

  it('is believed where another asset only passed through the account', () => {
    const swap = [
      move('A', 1n, ETH, 'dex'),
      move('dex', 3_000n, USDC, 'A'),
      move('B', 7n, DAI, 'A'),
      move('A', 7n, DAI, 'C'),
    ];
    expect(told(swap)).toContain('conversion A 1 ETH > A 3000 USDC');
  });

  it('is not believed where the asset that was traded also went to a stranger', () => {
    const swap = [
      move('A', 1n, ETH, 'dex'),
      move('A', 1n, ETH, 'B'),
      move('dex', 9_000n, USDC, 'A'),
    ];
    expect(told(swap)).toEqual([
      'payment A 2 ETH > dex 1 ETH + B 1 ETH',
      'payment dex 9000 USDC > A 9000 USDC',
    ]);
  });

  it('is not believed where the asset that was got also came from nobody', () => {
    const swap = [
      move('A', 1n, ETH, 'dex'),
      move('dex', 9_000n, USDC, 'A'),
      move(null, 1n, USDC, 'A', { channel: 'reward' }),
    ];
    expect(told(swap)).not.toContain('conversion A 1 ETH > A 9001 USDC');
  });

  it('by way of two pools converts at each', () => {
    const swap = [
      move('A', 1n, ETH, 'router'),
      move('router', 1n, ETH, 'pool'),
      move('pool', 1_990n, USDC, 'pool2'),
      move('pool2', 1_980n, DAI, 'A'),
    ];
    expect(told(swap)).toEqual([
      'conversion A 1 ETH > A 1980 DAI',
      'conversion pool 1990 USDC > pool 1 ETH',
      'conversion pool2 1980 DAI > pool2 1980 USDC',
      'payment ambiguous-conversion 10 USDC > pool2 10 USDC',
    ]);
  });

  it('tells a gain unless it is dust, or a labelled market’s', () => {
    const swap = (by: 'pool' | 'dex', got: bigint) =>
      told([move('A', 1n, ETH, by), move(by, got, USDC, 'A')]);
    expect(swap('pool', 2_002n)[0]).toBe('conversion A 1 ETH > A 2002 USDC');
    expect(swap('pool', 2_003n)[0]).toBe('conversion A 1 ETH > A 2000 USDC');
    expect(swap('dex', 2_100n)[0]).toBe('conversion A 1 ETH > A 2100 USDC');
  });

  it('tells each asset’s part of a gain', () => {
    const got = [move('pool', 1_050n, USDC, 'A'), move('pool', 1_050n, DAI, 'A')];
    const steps = told([move('A', 1n, ETH, 'pool'), ...got]);
    expect(steps).toContain('conversion A 1 ETH > A 1000 USDC + A 1000 DAI');
    expect(steps).toContain('payment ambiguous-conversion 50 USDC > A 50 USDC');
    expect(steps).toContain('payment ambiguous-conversion 50 DAI > A 50 DAI');
  });

  it('of two assets for one weighs them by their worth', () => {
    const swap = [
      move('A', 1n, ETH, 'dex'),
      move('A', 500n, USDC, 'dex'),
      move('dex', 2_500n, DAI, 'A'),
    ];
    const [step] = netTransaction({ transfers: swap, unlisted: [] }, NETTING_SCOPE);
    expect(step).toMatchObject({ kind: 'conversion', debits: [{ amount: 1n }, { amount: 500n }] });
    const [ether, dollars] = step?.debits.map(({ weight }) => weight) ?? [];
    expect(ether).toBe(4n * (dollars ?? 0n));
  });

  it('of two assets of which one has no worth is not told apart, not even at a market', () => {
    const swap = [
      move('A', 1n, ETH, 'dex'),
      move('A', 500n, NOPRICE, 'dex'),
      move('dex', 2_500n, DAI, 'A'),
    ];
    expect(told(swap)).toEqual([
      'payment A 1 ETH > dex 1 ETH',
      'payment A 500 NOPRICE > dex 500 NOPRICE',
      'payment dex 2500 DAI > A 2500 DAI',
    ]);
    const back = [
      move('A', 2_500n, DAI, 'dex'),
      move('dex', 1n, ETH, 'A'),
      move('dex', 500n, NOPRICE, 'A'),
    ];
    expect(told(back)[0]).toBe('payment A 2500 DAI > dex 2500 DAI');
  });
});

describe('a swap whose proceeds go to somebody else', () => {
  it('passes from the one to the other at even prices', () => {
    expect(told([move('A', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'B')])).toEqual([
      'conversion A 1 ETH > B 2000 USDC',
      'conversion pool 2000 USDC > pool 1 ETH',
    ]);
  });

  it('passes within 5 % and not beyond', () => {
    const send = (got: bigint) => [move('A', 1n, ETH, 'pool'), move('pool', got, USDC, 'B')];
    expect(told(send(1_900n))).toContain('conversion A 1 ETH > B 1900 USDC');
    expect(told(send(1_899n))).toEqual([
      'payment A 1 ETH > pool 1 ETH',
      'payment pool 1899 USDC > B 1899 USDC',
    ]);
  });

  it('without a price ends at the pool', () => {
    const send = [move('A', 1n, ETH, 'pool'), move('pool', 2_000n, NOPRICE, 'B')];
    expect(told(send)).toEqual([
      'payment A 1 ETH > pool 1 ETH',
      'payment pool 2000 NOPRICE > B 2000 NOPRICE',
    ]);
    const dollars = [move('A', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'B')];
    expect(told(dollars, { scope: UNPRICED_SCOPE })[0]).toBe('payment A 1 ETH > pool 1 ETH');
  });

  it('shares one giver’s value out to several by worth', () => {
    const send = [
      move('A', 2n, ETH, 'pool'),
      move('pool', 1_000n, USDC, 'B'),
      move('pool', 3_000n, DAI, 'C'),
    ];
    const steps = netTransaction({ transfers: send, unlisted: [] }, NETTING_SCOPE);
    const sent = steps.find(({ credits }) => credits.length === 2 && credits[0]?.amount === 1_000n);
    const [first, second] = sent?.credits.map(({ weight }) => weight) ?? [];
    expect(second).toBe(3n * (first ?? 0n));
  });
});

describe('a swap sent to somebody else that nobody can value', () => {
  const sent = (maker: 'dex' | 'pool') => [
    move('A', 5n, ETH, maker),
    move(maker, 7n, NOPRICE, 'B'),
  ];

  it('passes from the one to the other where a labelled market made it', () => {
    expect(told(sent('dex'))).toEqual([
      'conversion A 5 ETH > B 7 NOPRICE',
      'conversion dex 7 NOPRICE > dex 5 ETH',
    ]);
  });

  it('is two payments where an unlabelled maker, who may pay with anybody’s money, had a part', () => {
    const signed = move('A', 1n, ETH, null, { channel: 'fee' });
    expect(told([signed, ...sent('pool')])).toContain('payment pool 7 NOPRICE > B 7 NOPRICE');
    const oneOfTwo = [
      move('A', 5n, ETH, 'dex'),
      move('dex', 3n, DAI, 'pool'),
      move('pool', 7n, NOPRICE, 'B'),
    ];
    expect(told(oneOfTwo)).toContain('payment pool 7 NOPRICE > B 7 NOPRICE');
  });

  it('is shared out by worth, and ambiguous where the parts have none', () => {
    const two = [...sent('dex'), move('dex', 2n, DAI, 'C')];
    expect(told(two)).toContain('payment dex 7 NOPRICE > B 7 NOPRICE');
  });
});

describe('value that is left over', () => {
  const swap = [move('A', 1n, ETH, 'dex'), move('dex', 3_000n, USDC, 'A')];

  it('is what one side is worth more, where both sides are not worth the same', () => {
    // What B gave pays for what A got, as far as anybody can see; the market kept the ether.
    expect(told([...swap, move('B', 3_000n, USDC, 'dex')])).toEqual([
      'conversion A 1 ETH > A 3000 USDC',
      'conversion B 3000 USDC > dex 1 ETH + ambiguous-conversion 1 ETH',
    ]);
  });

  it('goes on where they are, or where nobody can tell', () => {
    const even = [move('A', 1n, ETH, 'dex'), move('dex', 2_000n, USDC, 'A')];
    expect(told([...even, move('B', 2_000n, USDC, 'dex')])).toContain(
      'conversion B 2000 USDC > dex 1 ETH',
    );
    const unpriced = [move('A', 1n, ETH, 'dex'), move('dex', 9n, NOPRICE, 'A')];
    expect(told([...unpriced, move('B', 9n, NOPRICE, 'dex')])).toContain(
      'conversion B 9 NOPRICE > dex 1 ETH',
    );
  });

  it('has one side only where a conversion took all of the other', () => {
    expect(told([...swap, move('B', 500n, USDC, 'dex')])).toEqual([
      'conversion A 1 ETH > A 3000 USDC',
      'conversion dex 2500 USDC > dex 1 ETH',
      'payment B 500 USDC > ambiguous-conversion 500 USDC',
    ]);
    expect(told([...swap, move('dex', 500n, USDC, 'B')])).toEqual([
      'conversion A 1 ETH > A 3000 USDC',
      'conversion dex 3500 USDC > dex 1 ETH',
      'payment ambiguous-conversion 500 USDC > B 500 USDC',
    ]);
  });

  it('is believed up to twice the worth where a labelled market had a part in it', () => {
    const sent = (got: bigint) => told([move('A', 1n, ETH, 'dex'), move('dex', got, USDC, 'B')]);
    expect(sent(4_000n)).toContain('conversion A 1 ETH > B 4000 USDC');
    expect(sent(4_001n)).toContain('payment dex 4001 USDC > B 4001 USDC');
  });

  it('is not believed beyond twice the worth by way of several markets either', () => {
    const sent = (got: bigint) => [
      move('A', 1n, ETH, 'dex'),
      move('dex', 3_000n, USDC, 'dex2'),
      move('dex2', got, DAI, 'B'),
    ];
    expect(told(sent(4_000n))).toContain('conversion A 1 ETH > B 4000 DAI');
    expect(told(sent(4_001n))).toContain(
      'conversion A 1 ETH + ambiguous-conversion 2 ETH > B 4001 DAI',
    );
  });

  it('has one side only, too, where that has no price', () => {
    const unpriced = [move('A', 1n, ETH, 'dex'), move('dex', 9n, NOPRICE, 'A')];
    expect(told([...unpriced, move('dex', 5n, NOPRICE, 'B')])).toContain(
      'payment ambiguous-conversion 5 NOPRICE > B 5 NOPRICE',
    );
    expect(told([...unpriced, move('B', 5n, NOPRICE, 'dex')])).toContain(
      'payment B 5 NOPRICE > ambiguous-conversion 5 NOPRICE',
    );
  });

  it('is ambiguous where several assets stand on a side and one has no price', () => {
    const moves = [
      move('A', 1n, ETH, 'dex'),
      move('dex', 9n, NOPRICE, 'B'),
      move('C', 1n, ETH, 'dex2'),
      move('dex2', 2_000n, USDC, 'B'),
    ];
    expect(told(moves)).toContain('payment A 1 ETH > ambiguous-conversion 1 ETH');
    expect(told(moves)).toContain('payment ambiguous-conversion 2000 USDC > B 2000 USDC');
  });
});

describe('newly made and destroyed tokens', () => {
  it('come from nobody and go to nobody', () => {
    expect(told([move('zero', 5n, USDC, 'A')])).toEqual(['payment issued 5 USDC > A 5 USDC']);
    expect(told([move('A', 5n, USDC, 'zero')])).toEqual(['payment A 5 USDC > burned 5 USDC']);
    expect(told([move(null, 5n, ETH, 'A', { channel: 'reward' })])).toEqual([
      'payment issued 5 ETH > A 5 ETH',
    ]);
  });

  it('are the bridge’s where a labelled one is in the transaction, be it only called', () => {
    const called = move('A', 0n, ETH, 'bridge', { channel: 'native' });
    expect(told([called, move('zero', 5n, USDC, 'A')])).toEqual([
      'payment bridge 5 USDC > A 5 USDC',
    ]);
    expect(told([called, move('A', 5n, USDC, 'zero')])).toEqual([
      'payment A 5 USDC > bridge 5 USDC',
    ]);
  });

  it('are nobody’s where another service is called', () => {
    const called = move('A', 0n, ETH, 'exchange', { channel: 'native' });
    expect(told([called, move('zero', 5n, USDC, 'A')])).toEqual([
      'payment issued 5 USDC > A 5 USDC',
    ]);
    const market = move('A', 0n, ETH, 'dex', { channel: 'native' });
    expect(told([market, move('zero', 5n, USDC, 'A')])).toEqual([
      'payment issued 5 USDC > A 5 USDC',
    ]);
  });

  it('are nobody’s where only rows of nothing name the bridge, for anyone can write such', () => {
    const minted = move('zero', 5n, USDC, 'A');
    const plain = ['payment issued 5 USDC > A 5 USDC'];
    expect(told([move('A', 0n, USDC, 'bridge'), minted])).toEqual(plain);
    expect(told([move('bridge', 0n, USDC, 'A'), minted])).toEqual(plain);
    expect(told([move('bridge', 5n, USDC, 'bridge'), minted])).toEqual(plain);
    // A row that moved the smallest amount is no forgery: the token itself knows it.
    expect(told([move('A', 1n, USDC, 'bridge'), minted])).toContain(
      'payment bridge 4 USDC > A 4 USDC',
    );
  });

  it('that the bridge makes for itself and hands out are one payment', () => {
    const moves = [move('zero', 5n, USDC, 'bridge'), move('bridge', 5n, USDC, 'A')];
    expect(told(moves)).toEqual(['payment bridge 5 USDC > A 5 USDC']);
  });

  it('a bridge in a transaction that makes nothing changes nothing', () => {
    const moves = [move('A', 5n, USDC, 'bridge'), move('B', 3n, ETH, 'C')];
    expect(told(moves)).toEqual(['payment A 5 USDC > bridge 5 USDC', 'payment B 3 ETH > C 3 ETH']);
  });

  it('are a conversion of who gave something of the same worth for them', () => {
    const moves = [move('A', 2_000n, USDC, 'zero'), move('pool', 1n, ETH, 'A')];
    expect(told(moves)[0]).toBe('conversion A 2000 USDC > A 1 ETH');
  });
});

describe('tokens that nobody lists', () => {
  const paid = move('dex', 5n, ETH, 'A');
  const given = move('A', 99n, UNLISTED, 'dex');

  it('sold to a labelled market: the proceeds come from an unlisted asset', () => {
    expect(told([paid], { unlisted: [given] })).toEqual(['payment unlisted-asset 5 ETH > A 5 ETH']);
  });

  it('bought at a labelled market: the price went into an unlisted asset', () => {
    const bought = [move('A', 5n, ETH, 'dex')];
    const got = move('dex', 99n, UNLISTED, 'A');
    expect(told(bought, { unlisted: [got] })).toEqual(['payment A 5 ETH > unlisted-asset 5 ETH']);
    expect(told(bought, { unlisted: [given] })).toEqual(['payment A 5 ETH > dex 5 ETH']);
  });

  it('excuse nobody who is no market', () => {
    const fromPool = move('pool', 5n, ETH, 'A');
    const toPool = move('A', 99n, UNLISTED, 'pool');
    expect(told([fromPool], { unlisted: [toPool] })).toEqual(['payment pool 5 ETH > A 5 ETH']);
    const bought = [move('A', 5n, ETH, 'pool')];
    expect(told(bought, { unlisted: [move('pool', 1n, UNLISTED, 'A')] })).toEqual([
      'payment A 5 ETH > pool 5 ETH',
    ]);
  });

  it('that somebody else gave, or of which nothing moved, change nothing', () => {
    expect(told([paid], { unlisted: [move('B', 9n, UNLISTED, 'dex')] })).toEqual([
      'payment dex 5 ETH > A 5 ETH',
    ]);
    expect(told([paid], { unlisted: [{ ...given, amount: 0n }] })).toEqual([
      'payment dex 5 ETH > A 5 ETH',
    ]);
  });

  it('are not what a payout of a market to several was for', () => {
    const payout = [move('dex', 5n, ETH, 'A'), move('dex', 5n, ETH, 'B')];
    expect(told(payout, { unlisted: [given] })).toEqual(['payment dex 10 ETH > A 5 ETH + B 5 ETH']);
    const payins = [move('A', 5n, ETH, 'dex'), move('B', 5n, ETH, 'dex')];
    expect(told(payins, { unlisted: [move('dex', 1n, UNLISTED, 'A')] })).toEqual([
      'payment A 5 ETH + B 5 ETH > dex 10 ETH',
    ]);
  });

  it('sold by way of two markets: what each paid is told', () => {
    const payout = [move('dex', 5n, ETH, 'A'), move('dex2', 4n, ETH, 'A')];
    expect(told(payout, { unlisted: [given] })).toEqual([
      'payment unlisted-asset 5 ETH + unlisted-asset 4 ETH > A 9 ETH',
    ]);
    const mixed = [move('dex', 5n, ETH, 'A'), move('B', 4n, ETH, 'A')];
    expect(told(mixed, { unlisted: [given] })).toEqual(['payment dex 5 ETH + B 4 ETH > A 9 ETH']);
  });

  it('of a pool’s share: liquidity goes in as two assets and comes out as two', () => {
    const put = [move('A', 1n, ETH, 'dex'), move('A', 2_000n, USDC, 'dex')];
    expect(told(put, { unlisted: [move('dex', 44n, UNLISTED, 'A')] })).toEqual([
      'payment A 1 ETH > unlisted-asset 1 ETH',
      'payment A 2000 USDC > unlisted-asset 2000 USDC',
    ]);
    const taken = [move('dex', 1n, ETH, 'A'), move('dex', 2_000n, USDC, 'A')];
    expect(told(taken, { unlisted: [move('A', 44n, UNLISTED, 'dex')] })).toEqual([
      'payment unlisted-asset 1 ETH > A 1 ETH',
      'payment unlisted-asset 2000 USDC > A 2000 USDC',
    ]);
  });

  it('at an unlabelled pool liquidity is two payments to it', () => {
    const put = [move('A', 1n, ETH, 'pool'), move('A', 2_000n, USDC, 'pool')];
    expect(told(put, { unlisted: [move('pool', 44n, UNLISTED, 'A')] })).toEqual([
      'payment A 1 ETH > pool 1 ETH',
      'payment A 2000 USDC > pool 2000 USDC',
    ]);
  });
});
