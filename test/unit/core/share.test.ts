import { describe, expect, it } from 'vitest';
import {
  largerShare,
  type ShareAmount,
  shareOf,
  tellJointShare,
  tellShare,
  wholeOf,
} from '../../../src/core/accounting/share.js';
import type { AssetId } from '../../../src/core/asset.js';
import type {
  AssetTotal,
  BoundJointly,
  Exposure,
  JointAmount,
} from '../../../src/core/exposure.js';
import { accountWorld } from '../../support/traceWorld.js';
import { BTC, claim, ETH, ether, evmAccount, exchange } from '../../support/world.js';

const [S, X, K, L, M, Y] = [1, 2, 3, 4, 5, 6].map(evmAccount);
if (!S || !X || !K || !L || !M || !Y) throw new Error('accounts are missing');

const fraction = (numerator: bigint, denominator: bigint) => ({ numerator, denominator });
const ZERO = fraction(0n, 1n);
const ALL = fraction(1n, 1n);

/** Received 100, of which 10 came back by haircut, 20 by FIFO and 40 at most; each worth two. */
function hundred(asset: AssetId = ETH): AssetTotal {
  const valued = (amount: bigint) => ({ amount, usdMicros: amount * 2n });
  const returned = { haircut: valued(10n), fifo: valued(20n), most: valued(40n) };
  return { subject: S ?? fail(), asset, ...valued(100n), returned };
}

function fail(): never {
  throw new Error('accounts are missing');
}

const unpriced = (total: AssetTotal): AssetTotal => ({ ...total, usdMicros: null });

function amount(parts: Partial<ShareAmount> = {}): ShareAmount {
  const figures = { haircut: 18n, fifo: 16n, lower: 10n, upper: 30n };
  const usd = { haircut: 36n, fifo: 32n, lower: 20n, upper: 60n };
  return { asset: ETH, ...figures, usd, ...parts };
}

describe('what a figure is a share of', () => {
  it.each([
    ['haircut', 90n],
    ['fifo', 80n],
    ['lower', 100n],
    ['upper', 60n],
    ['upperIfUnseenRisky', 60n],
  ] as const)(
    'is for %s what was received less what it tells to have come back: %i',
    (figure, whole) => {
      expect(wholeOf(hundred(), figure)).toMatchObject({ amount: whole, usdMicros: whole * 2n });
    },
  );

  it('has no worth where the total or what came back has none', () => {
    expect(wholeOf(unpriced(hundred()), 'haircut')).toEqual({ amount: 90n, usdMicros: null });
    const { returned, ...total } = hundred();
    const back = { ...returned, fifo: { amount: 20n, usdMicros: null } };
    expect(wholeOf({ ...total, returned: back }, 'fifo')).toEqual({ amount: 80n, usdMicros: null });
    expect(wholeOf({ ...total, returned: back }, 'haircut').usdMicros).toBe(180n);
  });
});

describe('a part of a whole', () => {
  it('is at most all of it, and nothing is no part', () => {
    expect(shareOf(1n, 3n)).toEqual(fraction(1n, 3n));
    expect(shareOf(3n, 3n)).toEqual(ALL);
    expect(shareOf(4n, 3n)).toEqual(ALL);
    expect(shareOf(0n, 3n)).toEqual(ZERO);
    expect(shareOf(0n, 0n)).toEqual(ZERO);
    expect(shareOf(1n, 0n)).toEqual(ALL);
    expect(shareOf(1n, -1n)).toEqual(ALL);
  });

  it('can be compared with another', () => {
    expect(largerShare(fraction(1n, 3n), fraction(2n, 5n))).toEqual(fraction(2n, 5n));
    expect(largerShare(fraction(2n, 5n), fraction(1n, 3n))).toEqual(fraction(2n, 5n));
  });
});

describe('the share of an exposure', () => {
  it('divides each figure by its own whole', () => {
    expect(tellShare([amount()], [hundred()])).toEqual({
      asset: ETH,
      haircut: fraction(18n, 90n),
      fifo: fraction(16n, 80n),
      lower: fraction(10n, 100n),
      upper: fraction(30n, 60n),
    });
  });

  it('is in dollars where there are several assets and all are priced', () => {
    const bitcoin = { ...hundred(BTC), usdMicros: 1_200n };
    expect(tellShare([amount(), amount({ asset: BTC })], [hundred(), bitcoin])).toEqual({
      asset: 'usd',
      haircut: fraction(72n, 180n + 1_180n),
      fifo: fraction(64n, 160n + 1_160n),
      lower: fraction(40n, 200n + 1_200n),
      upper: fraction(120n, 120n + 1_120n),
    });
  });

  it('is of the asset most concerned where one has no price, and adds nothing of the others', () => {
    const totals = [hundred(), unpriced(hundred(BTC))];
    const little = amount({ haircut: 9n, fifo: 8n, upper: 60n });
    const much = amount({ asset: BTC, usd: null });
    for (const amounts of [
      [little, much],
      [much, little],
    ]) {
      const share = tellShare(amounts, totals);
      expect(share).toMatchObject({ asset: BTC, haircut: fraction(18n, 90n) });
      expect(share?.upper).toEqual(fraction(30n, 60n));
    }
    expect(tellShare([little], totals)?.asset).toBe(ETH);
    expect(tellShare([much, little], [hundred(), hundred(BTC)])?.asset).toBe(BTC);
  });

  it('is of the asset that haircut or FIFO says more of, as rules judge', () => {
    const totals = [unpriced(hundred()), hundred(BTC)];
    const byHaircut = amount({ haircut: 45n, fifo: 0n });
    const byFifo = (fifo: bigint) => amount({ asset: BTC, haircut: 1n, fifo });
    for (const turn of [<T>(list: T[]) => list, <T>(list: T[]) => list.toReversed()]) {
      // Of 90 by haircut and of 80 by FIFO: 45 and 40 are both half of it.
      expect(tellShare(turn([byHaircut, byFifo(41n)]), totals)?.asset).toBe(BTC);
      expect(tellShare(turn([byHaircut, byFifo(39n)]), totals)?.asset).toBe(ETH);
    }
    expect(tellShare([byHaircut, byFifo(41n)], totals)).toMatchObject({
      haircut: fraction(1n, 90n),
      fifo: fraction(41n, 80n),
    });
  });

  it('is of the asset with the wider upper bound only where both methods say as much', () => {
    const totals = [unpriced(hundred()), hundred(BTC)];
    const narrow = amount({ upper: 30n });
    const wide = amount({ asset: BTC, upper: 31n });
    const open = amount({ asset: BTC, upper: null });
    const less = amount({ asset: BTC, haircut: 17n, fifo: 15n, upper: 60n });
    for (const turn of [<T>(list: T[]) => list, <T>(list: T[]) => list.toReversed()]) {
      expect(tellShare(turn([narrow, wide]), totals)?.asset).toBe(BTC);
      expect(tellShare(turn([narrow, open]), totals)?.asset).toBe(BTC);
      expect(tellShare(turn([narrow, less]), totals)?.asset).toBe(ETH);
    }
    // Equal in all: the first.
    expect(tellShare([amount({ asset: BTC }), narrow], totals)?.asset).toBe(BTC);
  });

  it('leaves assets out of which nothing was received', () => {
    const none = { ...unpriced(hundred(BTC)), amount: 0n };
    expect(tellShare([amount()], [none, hundred()])?.asset).toBe(ETH);
    expect(tellShare([amount({ asset: BTC })], [none, hundred()])).toBeNull();
    expect(tellShare([], [hundred()])).toBeNull();
  });

  it('does not know a bound that was not computed, in an asset or in dollars', () => {
    const open = amount({ lower: null, upper: null });
    expect(tellShare([open], [hundred()])).toMatchObject({ lower: null, upper: null });
    const inDollars = amount({ usd: { haircut: 1n, fifo: 1n, lower: null, upper: null } });
    const share = tellShare([inDollars, amount({ asset: BTC })], [hundred(), hundred(BTC)]);
    expect(share).toMatchObject({ asset: 'usd', lower: null, upper: null });
    expect(share?.haircut).toEqual(fraction(37n, 360n));
  });
});

describe('the joint share of several exposures', () => {
  // Two listed actors and an exchange pay X; X keeps 20 of 200.
  const facts = [
    ether(L, X, 50n, 1),
    ether(M, X, 50n, 2),
    ether(K, X, 100n, 3),
    ether(X, S, 180n, 4),
  ];
  const claims = [claim(L), claim(M, { entity: 'Andariel' }), exchange(K, 'Kraken')];
  const { exposures, totals, boundJointly } = accountWorld({ subject: S, facts, claims });
  const received = totals.incoming.totals;

  it('has joint bounds: neither the lower nor the upper ones add up', () => {
    expect(exposures.map(({ amounts: [own] }) => [own?.lower, own?.upper])).toEqual([
      [30n, 50n],
      [30n, 50n],
    ]);
    const share = tellJointShare(exposures, received, boundJointly);
    expect(share?.lower).toEqual(fraction(80n, 180n));
    expect(share?.upper).toEqual(fraction(100n, 180n));
    expect(share?.haircut).toEqual(fraction(90n, 180n));
  });

  it('adds haircut and FIFO up', () => {
    const joint: JointAmount = {
      subject: S,
      asset: ETH,
      lower: 12n,
      upper: 31n,
      upperIfUnseenRisky: 31n,
      usd: null,
    };
    const two = exposures.map((exposure) => ({
      ...exposure,
      amounts: exposure.amounts.map((own) => ({ ...own, haircut: 18n, fifo: 16n })),
    }));
    expect(tellJointShare(two, [hundred()], () => [joint])).toEqual({
      asset: ETH,
      haircut: fraction(36n, 90n),
      fifo: fraction(32n, 80n),
      lower: fraction(12n, 100n),
      upper: fraction(31n, 60n),
    });
  });

  it('is in dollars only where every amount has a worth', () => {
    const bounds = { lower: 10n, upper: 30n, upperIfUnseenRisky: 30n };
    const joint = (asset: AssetId, usd: JointAmount['usd']): JointAmount => ({
      subject: S,
      asset,
      ...bounds,
      usd,
    });
    const worth = { haircut: 36n, fifo: 32n, ...bounds };
    const priced: Exposure[] = exposures.map((exposure) => ({
      ...exposure,
      amounts: exposure.amounts.map((own) => ({ ...own, usd: worth })),
    }));
    const both: BoundJointly = () => [joint(ETH, bounds), joint(BTC, bounds)];
    const totalsOfBoth = [hundred(), hundred(BTC)];
    expect(tellJointShare(priced, totalsOfBoth, both)).toMatchObject({
      asset: 'usd',
      haircut: fraction(72n, 360n),
      fifo: fraction(64n, 320n),
      lower: fraction(20n, 400n),
      upper: fraction(60n, 240n),
    });
    expect(tellJointShare(exposures, totalsOfBoth, both)?.asset).toBe(ETH);
    const withoutWorth: BoundJointly = () => [joint(ETH, null), joint(BTC, bounds)];
    expect(tellJointShare(priced, totalsOfBoth, withoutWorth)?.asset).toBe(ETH);
  });

  it('counts each subject’s own amounts', () => {
    const other = exposures.map((exposure) => ({ ...exposure, subject: Y }));
    const share = tellJointShare([...exposures, ...other], received, boundJointly);
    expect(share?.haircut).toEqual(fraction(90n, 180n));
  });

  it('is none where nothing moved: ownership alone is no share', () => {
    const owned: Exposure[] = exposures.map((exposure) => ({ ...exposure, kind: 'ownership' }));
    const never: BoundJointly = () => fail();
    expect(tellJointShare(owned, received, never)).toBeNull();
    expect(tellJointShare([], received, never)).toBeNull();
    const asked: string[] = [];
    const boundaries: BoundJointly = (those, period) => {
      asked.push(`${those.length} ${period}`);
      return [];
    };
    expect(tellJointShare([...owned, ...exposures], received, boundaries)).toBeNull();
    expect(asked).toEqual(['2 whole']);
  });
});
