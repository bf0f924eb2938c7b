import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/verdict.js';
import type { Move, Person } from '../../support/dollarWorld.js';
import { on, screenS, USDC, USDT } from '../../support/dollarWorld.js';
import { ETH } from '../../support/world.js';

/** What was found, by direction and kind. */
const foundBy = ({ decision, exposures }: Verdict) => ({
  decision,
  found: exposures.map(({ direction, kind, minHops }) => [direction, kind, minHops]),
});

const amountsOf = ({ exposures: [exposure] }: Verdict) =>
  exposure?.amounts.map(({ haircut, lower, upper }) => ({ haircut, lower, upper }));

const rowsOf = (rows: Verdict['composition']['incoming' | 'outgoing']) =>
  rows.map(({ entity, reason, place, amount }) => [entity ?? reason ?? place, amount]);

describe('trades in one transaction by each of which a little is lost, and more than is believed in all', () => {
  /** A and M trade, each within what is believed, and have what they give. */
  const stock = on(0, ['K', 'A', 9_000n, USDT], ['K', 'M', 9_000n, ETH]);
  const tx = (from: Person, to: Person, got = 3_700n): readonly Move[] => [
    [from, 'A', 4_000n, USDC],
    ['A', 'M', 3_850n, USDT],
    ['M', to, got, ETH],
  ];

  it('do not hide that a listed account paid the wallet', async () => {
    const verdict = await screenS(stock, on(2, ...tx('L', 'S')));
    expect(foundBy(verdict)).toEqual({ decision: 'hold', found: [['incoming', 'direct', 1]] });
    expect(amountsOf(verdict)).toEqual([{ haircut: 3_700n, lower: 3_700n, upper: 3_700n }]);
  });

  it('do not hide who stands behind the payer', async () => {
    const verdict = await screenS(stock, on(1, ['L', 'X', 4_000n, USDC]), on(2, ...tx('X', 'S')));
    expect(foundBy(verdict)).toEqual({ decision: 'hold', found: [['incoming', 'indirect', 2]] });
  });

  it('do not hide whom the wallet paid, nor who stands behind that one', async () => {
    const wage = on(1, ['K', 'S', 4_000n, USDC]);
    const straight = await screenS(stock, wage, on(2, ...tx('S', 'L')));
    expect(foundBy(straight)).toEqual({ decision: 'hold', found: [['outgoing', 'direct', 1]] });
    expect(rowsOf(straight.composition.outgoing)).toEqual([
      ['Lazarus Group', 3_700n],
      ['held', 300n],
    ]);
    const left = on(3, ['Y', 'L', 3_700n, ETH]);
    const behind = await screenS(stock, wage, on(2, ...tx('S', 'Y')), left);
    expect(foundBy(behind)).toEqual({ decision: 'hold', found: [['outgoing', 'indirect', 2]] });
  });

  it('leave a wallet payable that a customer of an exchange paid so', async () => {
    for (const payer of ['K', 'X'] as const) {
      const verdict = await screenS(
        stock,
        on(1, ['K', 'X', 4_000n, USDC]),
        on(2, ...tx(payer, 'S')),
      );
      expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
      expect(rowsOf(verdict.composition.incoming)).toEqual([['Kraken', 3_700n]]);
    }
  });

  it('take of each of several payers in proportion', async () => {
    const gave: readonly Move[] = [
      ['L', 'A', 1_000n, USDC],
      ['K', 'A', 3_000n, USDC],
    ];
    const verdict = await screenS(stock, on(2, ...gave, ...tx('K', 'S').slice(1)));
    expect(amountsOf(verdict)).toEqual([{ haircut: 925n, lower: 812n, upper: 962n }]);
  });
});

describe('what is worth more than all that was given for it', () => {
  const stock = on(0, ['K', 'A', 9_000n, USDT], ['K', 'M', 9_000n, ETH]);
  const tx = (payer: Person) =>
    on(2, [payer, 'A', 4_000n, USDC], ['A', 'M', 4_190n, USDT], ['M', 'S', 4_390n, ETH]);

  it('came from there as far as that was worth, and else nobody can tell whence', async () => {
    const verdict = await screenS(stock, tx('L'));
    expect(amountsOf(verdict)).toMatchObject([{ lower: 4_000n, upper: 4_000n }]);
    expect(rowsOf((await screenS(stock, tx('K'))).composition.incoming)).toEqual([
      ['Kraken', 4_000n],
      ['ambiguous-conversion', 390n],
    ]);
  });
});

describe('a little more than a trade was worth, each time', () => {
  /** S sells to C, and L puts in what C pays too much. */
  const sales = (giver: Person) =>
    [2, 3, 4].flatMap((day) =>
      on(day, ['S', 'C', 1_000n, USDC], [giver, 'C', 50n, USDT], ['C', 'S', 1_050n, USDT]),
    );
  const own = on(1, ['K', 'S', 3_000n, USDC], ['K', 'C', 9_000n, USDT]);

  it('was paid by who put it in: a listed account is found', async () => {
    const verdict = await screenS(own, sales('L'));
    expect(foundBy(verdict)).toEqual({ decision: 'hold', found: [['incoming', 'direct', 1]] });
    expect(amountsOf(verdict)).toEqual([{ haircut: 150n, lower: 150n, upper: 150n }]);
  });

  it('leaves a wallet payable where an exchange put it in', async () => {
    const verdict = await screenS(own, sales('K'));
    expect(foundBy(verdict)).toEqual({ decision: 'proceed', found: [] });
    expect(rowsOf(verdict.composition.incoming)).toEqual([
      ['Kraken', 3_000n],
      ['Kraken', 150n],
    ]);
  });
});
