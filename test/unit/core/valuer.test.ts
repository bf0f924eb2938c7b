import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplayQuestion } from '../../../src/core/accounting/replay.js';
import { ownTotalOf } from '../../../src/core/accounting/replay.js';
import { tabulate } from '../../../src/core/accounting/tabulate.js';
import { createValuer } from '../../../src/core/accounting/valuer.js';
import type { Direction } from '../../../src/core/exposure.js';
import { edge, movementsFrom, type Step, SUBJECT } from '../../support/boundWorld.js';
import { ETH } from '../../support/world.js';

const K = edge(21);

/** One block and one price each: block `n` is at second `FIRST + 12 n`. */
const FIRST = 1_650_000_000;

function question(
  prices: readonly (bigint | null)[],
  amounts: readonly bigint[],
  parts: { readonly direction?: Direction; readonly recentFrom?: number } = {},
): ReplayQuestion {
  const { direction = 'incoming', recentFrom = 0 } = parts;
  const steps = amounts.map(
    (amount): Step => (direction === 'incoming' ? [K, SUBJECT, amount] : [SUBJECT, K, amount]),
  );
  return {
    table: tabulate(movementsFrom(steps)),
    asset: ETH,
    direction,
    recentSeconds: FIRST + 12 * recentFrom,
    priceAt: (timeSeconds) => {
      const price = prices[(timeSeconds - FIRST) / 12];
      if (price === undefined) throw new Error('a price was asked for a moment without a transfer');
      return price === null ? null : { numerator: price, denominator: 1n };
    },
  };
}

describe('the worth of a part of what was received', () => {
  const prices = [3n, 1n, 2n];
  const amounts = [10n, 10n, 10n];

  it.each(['incoming', 'outgoing'] as const)(
    'is at least that of the cheapest transfers and at most that of the dearest: %s',
    (direction) => {
      const { atLeast, atMost } = createValuer(question(prices, amounts, { direction }), 'whole');
      expect([0n, 5n, 10n, 15n, 20n, 25n, 30n].map(atLeast)).toEqual([
        0n,
        5n,
        10n,
        20n,
        30n,
        45n,
        60n,
      ]);
      expect([0n, 5n, 10n, 15n, 20n, 25n, 30n].map(atMost)).toEqual([
        0n,
        15n,
        30n,
        40n,
        50n,
        55n,
        60n,
      ]);
    },
  );

  it('knows no other transfers than the subject’s own', () => {
    const both = { ...question(prices, amounts), direction: 'outgoing' as const };
    expect(createValuer(both, 'whole').atMost(10n)).toBe(0n);
  });

  it('is that of the last 365 days where that is asked', () => {
    const asked = question(prices, amounts, { recentFrom: 1 });
    expect(createValuer(asked, 'recent').atMost(10n)).toBe(20n);
    expect(createValuer(asked, 'whole').atMost(10n)).toBe(30n);
    expect(createValuer(question(prices, amounts, { recentFrom: 2 }), 'recent').atLeast(10n)).toBe(
      20n,
    );
  });

  it('is not known where a transfer of the period has no price, except of nothing', () => {
    const asked = question([null, 1n, 2n], amounts, { recentFrom: 1 });
    const { atLeast, atMost } = createValuer(asked, 'whole');
    expect([atLeast(0n), atMost(0n)]).toEqual([0n, 0n]);
    expect([atLeast(1n), atMost(1n)]).toEqual([null, null]);
    expect(createValuer(asked, 'recent').atMost(10n)).toBe(20n);
  });

  it('of any choice of units lies between both, and of all of them is what they were worth', () => {
    const transfers = fc.array(
      fc.record({
        price: fc.bigInt({ min: 1n, max: 4n }),
        amount: fc.bigInt({ min: 1n, max: 20n }),
        chosen: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(transfers, (made) => {
        const asked = question(
          made.map(({ price }) => price),
          made.map(({ amount }) => amount),
        );
        const { atLeast, atMost } = createValuer(asked, 'whole');
        let [part, worth] = [0n, 0n];
        for (const { price, amount, chosen } of made) {
          const some = BigInt(Math.round(Number(amount) * chosen));
          part += some;
          worth += some * price;
        }
        expect(atLeast(part)).toBeLessThanOrEqual(worth);
        expect(atMost(part)).toBeGreaterThanOrEqual(worth);
        const all = ownTotalOf(asked, 'whole');
        expect(atLeast(all.amount)).toBe(all.usdMicros);
        expect(atMost(all.amount)).toBe(all.usdMicros);
      }),
    );
  });
});
