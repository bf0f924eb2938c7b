import { describe, expect, it } from 'vitest';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import type { Transfer } from '../../../src/core/ledger.js';
import type { Lookup } from '../../../src/core/lookup.js';
import type { Verdict } from '../../../src/core/verdict.js';
import type { Move } from '../../support/dollarWorld.js';
import { accountS, on, screenS, signedBy, USDC } from '../../support/dollarWorld.js';
import { ETH } from '../../support/world.js';

/** What was found, by direction and kind. */
const foundBy = ({ decision, exposures }: Verdict) => ({
  decision,
  found: exposures.map(({ direction, kind, minHops }) => [direction, kind, minHops]),
});

/** What the wallet got and sent, by entity. */
const composed = ({ composition: { incoming, outgoing } }: Verdict) => ({
  incoming: incoming.map(({ entity, amount, asset }) => [entity, amount, asset]),
  outgoing: outgoing.map(({ entity, place, amount }) => [entity ?? place, amount]),
});

const nothing = { decision: 'proceed', found: [] };

describe('money that came to the wallet and left it by one contract in one transaction', () => {
  /** C is a contract without a label, that X and the wallet let take their money. */
  const through = (amount: bigint, back = amount): readonly Move[] => [
    ['X', 'C', amount, USDC],
    ['C', 'S', amount, USDC],
    ['S', 'C', back, USDC],
    ['C', 'Y', back, USDC],
  ];
  const listedPaid = on(1, ['L', 'X', 4_000n, USDC]);
  const exchangePaid = on(1, ['K', 'X', 4_000n, USDC]);

  it.each(['X', 'Y', 'S'] as const)(
    'was received: a listed account behind the payer is found, signed by %s',
    async (by) => {
      const verdict = await screenS(listedPaid, signedBy(by, 2), on(2, ...through(4_000n)));
      expect(foundBy(verdict)).toEqual({ decision: 'hold', found: [['incoming', 'indirect', 2]] });
      expect(verdict.exposures[0]?.amounts).toMatchObject([{ haircut: 4_000n, lower: 4_000n }]);
    },
  );

  it('was sent: a listed account behind the receiver is found', async () => {
    const left = on(3, ['Y', 'L', 4_000n, USDC]);
    const verdict = await screenS(exchangePaid, on(2, ...through(4_000n)), left);
    expect(foundBy(verdict)).toEqual({ decision: 'hold', found: [['outgoing', 'indirect', 2]] });
  });

  it('is found beside other money of the wallet, and where a part of it stayed', async () => {
    const wage = on(0, ['K', 'S', 900n, USDC]);
    const part = await screenS(wage, listedPaid, on(2, ...through(4_000n, 3_000n)));
    expect(part.exposures).toMatchObject([
      { direction: 'incoming', amounts: [{ haircut: 4_000n }] },
    ]);
    const left = on(3, ['Y', 'L', 4_900n, USDC]);
    const more = await screenS(wage, exchangePaid, on(2, ...through(4_000n, 4_900n)), left);
    expect(more.exposures).toMatchObject([
      { direction: 'outgoing', amounts: [{ haircut: 4_900n }] },
    ]);
  });

  it('is found where the contract had the money of its own', async () => {
    const stock = on(1, ['L', 'C', 4_000n, USDC]);
    const verdict = await screenS(stock, on(2, ...through(4_000n).slice(1)));
    expect(foundBy(verdict)).toEqual({ decision: 'hold', found: [['incoming', 'indirect', 2]] });
  });

  it('is no harm where an exchange stands behind it', async () => {
    const onward = on(3, ['Y', 'B', 4_000n, USDC]);
    const verdict = await screenS(exchangePaid, on(2, ...through(4_000n)), onward);
    expect(foundBy(verdict)).toEqual(nothing);
    expect(composed(verdict)).toEqual({
      incoming: [['Kraken', 4_000n, USDC]],
      outgoing: [['Binance', 4_000n]],
    });
  });
});

describe('what a contract gives back to the wallet', () => {
  const wage = on(0, ['K', 'S', 5_000n, USDC], ['K', 'S', 1n, ETH]);
  const received = [
    ['Kraken', 5_000n, USDC],
    ['Kraken', 1n, ETH],
  ];

  it('is no receipt: a swap that used less than it was given', async () => {
    const swap = on(
      2,
      ['S', 'C', 4_000n, USDC],
      ['C', 'D', 3_000n, USDC],
      ['D', 'C', 3_000n, ETH],
      ['C', 'S', 3_000n, ETH],
      ['C', 'S', 1_000n, USDC],
    );
    const verdict = await screenS(wage, signedBy('S', 2), swap);
    expect(foundBy(verdict)).toEqual(nothing);
    expect(composed(verdict)).toEqual({ incoming: received, outgoing: [['fee', 1n]] });
  });

  it('is no receipt: a payment of which a part was too much', async () => {
    const paid = on(
      2,
      ['S', 'C', 4_000n, USDC],
      ['C', 'B', 3_000n, USDC],
      ['C', 'S', 1_000n, USDC],
    );
    const verdict = await screenS(wage, signedBy('S', 2), paid);
    expect(foundBy(verdict)).toEqual(nothing);
    const outgoing = [
      ['Binance', 3_000n],
      ['fee', 1n],
    ];
    expect(composed(verdict)).toEqual({ incoming: received, outgoing });
  });

  it('is no receipt: all of it, for the payment was not made', async () => {
    const refused = on(2, ['S', 'C', 4_000n, USDC], ['C', 'S', 4_000n, USDC]);
    const verdict = await screenS(wage, refused);
    expect(foundBy(verdict)).toEqual(nothing);
    expect(composed(verdict)).toEqual({ incoming: received, outgoing: [] });
  });

  it('is no receipt where a stranger trades in the same transaction', async () => {
    const strangers: readonly Move[] = [
      ['X', 'C', 3_000n, USDC],
      ['C', 'D', 3_000n, USDC],
      ['D', 'C', 3_000n, ETH],
      ['C', 'X', 3_000n, ETH],
    ];
    const paid = on(
      2,
      ['S', 'C', 4_000n, USDC],
      ['C', 'B', 3_000n, USDC],
      ['C', 'S', 1_000n, USDC],
      ...strangers,
    );
    const verdict = await screenS(wage, on(1, ['L', 'X', 3_000n, USDC]), paid);
    expect(foundBy(verdict)).toEqual(nothing);
  });
});

describe('a transaction by which it may have been paid, that nobody shows whole', () => {
  const fails = ({ kind }: Lookup) => kind === 'transaction';
  const gapsOf = (scene: readonly (readonly Transfer[])[]) => {
    const { trace, splits } = accountS(scene, { fails });
    return tellGaps(trace, splits).map(({ direction, share, matters }) => ({
      direction,
      share,
      matters,
    }));
  };
  const both = (amount: bigint) => on(2, ['C', 'S', amount, USDC], ['S', 'C', amount, USDC]);
  const whole = [
    { direction: 'incoming', share: '1.000000', matters: true },
    { direction: 'outgoing', share: '1.000000', matters: true },
  ];

  it('is a gap that matters, also where the wallet did nothing else', () => {
    expect(gapsOf([both(4_000n)])).toEqual(whole);
    expect(gapsOf([on(1, ['K', 'S', 4_000n, USDC]), both(4_000n)])).toEqual(whole);
  });

  it('is none where it is too little to be followed', () => {
    const other = [on(1, ['K', 'S', 10_000n, USDC]), on(3, ['S', 'B', 9_000n, USDC])];
    expect(gapsOf([...other, both(49n)])).toEqual([]);
    expect(gapsOf([...other, both(50n)])).toHaveLength(2);
  });
});
