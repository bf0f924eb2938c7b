import { describe, expect, it } from 'vitest';
import type { Exposure, Period } from '../../../src/core/exposure.js';
import { accountWorld } from '../../support/traceWorld.js';
import { claim, ETH, ether, evmAccount, exchange } from '../../support/world.js';

const [S, X, K, L, M, H, D] = [1, 2, 3, 4, 5, 6, 7].map(evmAccount);
if (!S || !X || !K || !L || !M || !H || !D) throw new Error('accounts are missing');

const claims = [
  claim(L),
  claim(M, { entity: 'Andariel' }),
  exchange(K, 'Kraken'),
  exchange(D, 'Binance'),
];

const own = (exposures: readonly Exposure[], period: Period) =>
  exposures.flatMap(({ amounts, recentAmounts }) =>
    (period === 'whole' ? amounts : recentAmounts).map(({ lower, upper }) => [lower, upper]),
  );

describe('bounds of several exposures together', () => {
  const facts = [
    ether(L, X, 50n, 1),
    ether(M, X, 50n, 2),
    ether(K, X, 100n, 3),
    ether(X, S, 60n, 4),
    ether(M, S, 10n, 5),
  ];
  const { exposures, boundJointly } = accountWorld({ subject: S, facts, claims });
  const indirect = exposures.filter(({ kind }) => kind === 'indirect');

  it('share what only one of them can have', () => {
    expect(own(indirect, 'whole')).toEqual([
      [0n, 50n],
      [0n, 50n],
    ]);
    expect(boundJointly(indirect, 'whole')).toMatchObject([
      { subject: S, asset: ETH, lower: 0n, upper: 60n, upperIfUnseenRisky: 60n },
    ]);
  });

  it('are of one exposure its own', () => {
    for (const exposure of exposures) {
      const [amount] = exposure.amounts;
      const { lower, upper, upperIfUnseenRisky } = amount ?? {};
      expect(boundJointly([exposure], 'whole')).toMatchObject([
        { lower, upper, upperIfUnseenRisky },
      ]);
    }
  });

  it('tell what an account paid itself from what came from it through others', () => {
    expect(exposures.map(({ kind }) => kind)).toEqual(['direct', 'indirect', 'indirect']);
    expect(boundJointly(exposures, 'whole')).toMatchObject([{ lower: 10n, upper: 70n }]);
    const direct = exposures.filter(({ kind }) => kind === 'direct');
    expect(boundJointly(direct, 'whole')).toMatchObject([{ lower: 10n, upper: 10n }]);
  });

  it('leave out ownership and other subjects', () => {
    const owned = exposures.map((exposure) => ({ ...exposure, kind: 'ownership' as const }));
    const strange = exposures.map((exposure) => ({ ...exposure, subject: X }));
    expect(boundJointly([...owned, ...strange], 'whole')).toEqual([]);
    const [first] = exposures;
    if (first === undefined) throw new Error('there is an exposure');
    expect(boundJointly([first, ...owned, ...strange], 'whole')).toEqual(
      boundJointly([first], 'whole'),
    );
  });

  it('are of the last 365 days where that is asked', () => {
    const later = 1_650_000_000 + 4 * 12;
    const nowSeconds = later + 365 * 86_400;
    const asked = accountWorld({ subject: S, facts: facts.slice(0, 4), claims, nowSeconds });
    expect(asked.boundJointly(asked.exposures, 'recent')).toMatchObject([{ upper: 60n }]);
    const past = accountWorld({
      subject: S,
      facts: facts.slice(0, 4),
      claims,
      nowSeconds: nowSeconds + 1,
    });
    expect(past.boundJointly(past.exposures, 'whole')).toMatchObject([{ upper: 60n }]);
    expect(past.boundJointly(past.exposures, 'recent')).toMatchObject([{ lower: 0n, upper: 0n }]);
  });

  it('of what was sent are those of what reached one of them', () => {
    const sent = [
      ether(K, S, 100n, 1),
      ether(S, X, 100n, 2),
      ether(K, X, 20n, 3),
      ether(X, L, 60n, 4),
      ether(X, M, 30n, 5),
      ether(X, D, 30n, 6),
    ];
    const out = accountWorld({ subject: S, facts: sent, claims });
    expect(own(out.exposures, 'whole')).toEqual([
      [40n, 60n],
      [10n, 30n],
    ]);
    expect(out.boundJointly(out.exposures, 'whole')).toMatchObject([{ lower: 70n, upper: 90n }]);
  });

  it('rise by what nobody saw', () => {
    const unseen = [...facts.slice(0, 3), ether(H, X, 40n, 4), ether(X, S, 200n, 5)];
    const policy = { depth: 2, requiredDepth: 2 };
    const found = accountWorld({ subject: S, facts: unseen, claims, policy });
    const [together] = found.boundJointly(found.exposures, 'whole');
    expect(together).toMatchObject({ lower: 60n, upper: 100n, upperIfUnseenRisky: 140n });
  });
});
