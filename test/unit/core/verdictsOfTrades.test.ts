import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/verdict.js';
import type { Move } from '../../support/dollarWorld.js';
import { on, screenS, signedBy, USDC, USDT } from '../../support/dollarWorld.js';
import { ETH } from '../../support/world.js';

/** What was found, by direction and kind. */
const foundBy = ({ decision, exposures }: Verdict) => ({
  decision,
  found: exposures.map(({ direction, kind, minHops }) => [direction, kind, minHops]),
});

const listed = (direction: string) => ({
  decision: 'hold',
  found: [[direction, 'indirect', 2]],
});

const LISTED_PAID = on(1, ['L', 'X', 4_000n, USDC]);
const EXCHANGE_PAID = on(1, ['K', 'X', 4_000n, USDC]);

describe('an even trade with somebody who has no label', () => {
  /** M has dollars of its own, as somebody who trades has. */
  const stock = on(0, ['K', 'M', 9_000n, USDT], ['K', 'M', 9_000n, USDC]);
  const paysOver: readonly Move[] = [
    ['X', 'M', 4_000n, USDC],
    ['M', 'S', 4_000n, USDT],
  ];
  const paidOver: readonly Move[] = [
    ['S', 'M', 4_000n, ETH],
    ['M', 'X', 4_000n, USDC],
  ];
  const wage = on(0.5, ['K', 'S', 4_100n, ETH]);

  it.each(['X', 'M', 'P'] as const)(
    'does not hide who paid the wallet, signed by %s',
    async (by) => {
      const verdict = await screenS(stock, LISTED_PAID, signedBy(by, 2), on(2, ...paysOver));
      expect(foundBy(verdict)).toEqual(listed('incoming'));
    },
  );

  it.each(['S', 'M', 'P'] as const)('does not hide whom it paid, signed by %s', async (by) => {
    const left = on(3, ['X', 'L', 4_000n, USDC]);
    const verdict = await screenS(stock, wage, signedBy(by, 2), on(2, ...paidOver), left);
    expect(foundBy(verdict)).toEqual(listed('outgoing'));
  });

  it('lets a customer pay by it whom an exchange paid', async () => {
    const verdict = await screenS(stock, EXCHANGE_PAID, signedBy('X', 2), on(2, ...paysOver));
    expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
    expect(verdict.composition.incoming).toMatchObject([{ place: 'service', entity: 'Kraken' }]);
  });

  it('lets a freelancer change a wage at a labelled market', async () => {
    const swap = on(2, ['S', 'D', 4_000n, ETH], ['D', 'S', 4_000n, USDC]);
    const verdict = await screenS(wage, signedBy('S', 2), swap, on(3, ['S', 'B', 4_000n, USDC]));
    expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
  });
});

describe('money that the wallet hands on in the transaction that brought it', () => {
  const through = on(2, ['X', 'S', 4_000n, USDC], ['S', 'Y', 4_000n, USDC]);

  it('was received: a listed account behind the payer is found', async () => {
    expect(foundBy(await screenS(LISTED_PAID, through))).toEqual(listed('incoming'));
  });

  it('was sent: a listed account behind the receiver is found', async () => {
    const left = on(3, ['Y', 'L', 4_000n, USDC]);
    expect(foundBy(await screenS(EXCHANGE_PAID, through, left))).toEqual(listed('outgoing'));
  });

  it('is found though a part of it stayed, or other money went along', async () => {
    const part = on(2, ['X', 'S', 4_000n, USDC], ['S', 'Y', 3_999n, USDC]);
    const { exposures } = await screenS(LISTED_PAID, part);
    expect(exposures).toMatchObject([{ direction: 'incoming', amounts: [{ haircut: 4_000n }] }]);
    const wage = on(0, ['K', 'S', 100n, USDC]);
    const more = on(2, ['X', 'S', 4_000n, USDC], ['S', 'Y', 4_100n, USDC]);
    expect(foundBy(await screenS(wage, LISTED_PAID, more)).decision).toBe('hold');
  });

  it('is found whatever the payer gets back, or trades with others there', async () => {
    const back: Move = ['Y', 'X', 1n, USDC];
    const circle = on(2, ['X', 'S', 4_000n, USDC], ['S', 'Y', 4_000n, USDC], back);
    expect(foundBy(await screenS(LISTED_PAID, circle))).toEqual(listed('incoming'));
    const traded = on(
      2,
      ['X', 'M', 4_000n, USDC],
      ['M', 'S', 4_000n, USDT],
      ['S', 'Y', 4_000n, USDT],
      ['Y', 'P', 4_000n, USDC],
    );
    const stock = on(0, ['K', 'M', 4_000n, USDT], ['K', 'Y', 4_000n, USDC]);
    expect(foundBy(await screenS(stock, LISTED_PAID, traded))).toEqual(listed('incoming'));
  });

  it('is no harm where an exchange stands behind it', async () => {
    const verdict = await screenS(EXCHANGE_PAID, through, on(3, ['Y', 'B', 4_000n, USDC]));
    expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
    expect(verdict.composition.incoming).toMatchObject([{ entity: 'Kraken', amount: 4_000n }]);
    expect(verdict.composition.outgoing).toMatchObject([{ entity: 'Binance', amount: 4_000n }]);
  });

  it('is nothing received where it only went round', async () => {
    const round = on(
      2,
      ['X', 'S', 4_000n, USDC],
      ['S', 'Y', 4_000n, USDC],
      ['Y', 'X', 4_000n, USDC],
    );
    const { composition } = await screenS(on(0, ['K', 'S', 100n, USDC]), EXCHANGE_PAID, round);
    expect(composition.incoming).toMatchObject([{ entity: 'Kraken', amount: 100n }]);
    expect(composition.outgoing).toEqual([]);
  });
});

describe('an account that forwards to an exchange', () => {
  const forwards = (toSubject: bigint, from: 'L' | 'K') => [
    on(1, [from, 'A', 100_000n, USDC]),
    on(1.1, ['A', 'B', 100_000n - toSubject, USDC]),
    ...(toSubject > 0n ? [on(1.2, ['A', 'S', toSubject, USDC])] : []),
    on(3, ['P', 'A', 100n, USDC]),
    on(3.1, ['A', 'B', 100n, USDC]),
    on(2, ['K', 'P', 100n, USDC]),
  ];

  it('and pays the wallet a little is followed to who paid it', async () => {
    expect(foundBy(await screenS(...forwards(5_000n, 'L')))).toEqual(listed('incoming'));
    const wage = on(5, ['K', 'S', 4_000n, USDC]);
    expect(foundBy(await screenS(...forwards(5_000n, 'L'), wage)).decision).toBe('hold');
  });

  it('may pay a little where an exchange paid it', async () => {
    const verdict = await screenS(...forwards(5_000n, 'K'));
    expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
    expect(verdict.composition.incoming).toMatchObject([{ entity: 'Kraken', amount: 5_000n }]);
  });

  it('and pays nobody else is where the trail of what the wallet sends ends, whoever else pays in', async () => {
    const paysIn = [on(0, ['K', 'S', 900n, USDC]), on(4, ['S', 'A', 900n, USDC])];
    const verdict = await screenS(...paysIn, on(4.1, ['A', 'B', 900n, USDC]), ...forwards(0n, 'L'));
    expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
    expect(verdict.composition.outgoing).toMatchObject([{ entity: 'Binance', amount: 900n }]);
  });

  it('for a customer who is paid out by the exchange leaves the wallet payable', async () => {
    const paidOut = [on(4, ['B', 'C', 3_000n, USDC]), on(5, ['C', 'S', 3_000n, USDC])];
    const verdict = await screenS(...forwards(0n, 'L'), ...paidOut);
    expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
  });
});
