import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../../src/core/accounting/tellGaps.js';
import type { AssetList } from '../../../../src/core/asset.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import {
  move,
  NETTED_ASSETS,
  PARTIES,
  TELLING_ASSETS,
  WETH,
} from '../../../support/nettingWorld.js';
import { traceWorld } from '../../../support/traceWorld.js';
import { claim, ETH, exchange } from '../../../support/world.js';

const { weth, thief } = PARTIES;
const kraken = PARTIES.exchange;

/** A transaction of a day; its movements in the chain's order. */
function tx(day: number, moves: readonly Transfer[]): Transfer[] {
  const txId = `0x${day.toString(16).padStart(64, '0')}`;
  const timeSeconds = 1_640_000_000 + day * 86_400;
  return moves.map((one, at) => ({ ...one, txId, height: day, timeSeconds, index: `${at}` }));
}

/** The listed account has 1,000 ether, 600 of it wrapped; A has 100 from an exchange. */
const BEFORE = [
  ...tx(1, [move('exchange', 1_000n, ETH, 'thief', { channel: 'native' })]),
  ...tx(2, [
    move('thief', 600n, ETH, 'weth', { channel: 'native' }),
    move('zero', 600n, WETH, 'thief'),
  ]),
  ...tx(3, [move('exchange', 100n, ETH, 'A', { channel: 'native' })]),
];

/** `withdrawTo(A, 40)` by the listed account. */
const WITHDRAWN_TO = tx(4, [
  move('thief', 0n, ETH, 'weth', { channel: 'native' }),
  move('thief', 40n, WETH, 'zero'),
  move('weth', 40n, ETH, 'A'),
]);

/** `depositTo(A)` of 40 by the listed account. */
const DEPOSITED_TO = tx(5, [
  move('thief', 40n, ETH, 'weth', { channel: 'native' }),
  move('zero', 40n, WETH, 'A'),
]);

function screened(subject: keyof typeof PARTIES, facts: readonly Transfer[], assets: AssetList) {
  const service = exchange(weth, 'WETH token');
  const claims = [
    claim(thief),
    exchange(kraken, 'Kraken'),
    { ...service, category: 'token-contract' as const },
  ];
  const trace = traceWorld({
    subject: PARTIES[subject],
    facts: [...BEFORE, ...facts],
    claims: subject === 'thief' ? claims.slice(1) : claims,
    assets,
  });
  const { exposures, splits } = accountFor(trace);
  return {
    exposures: exposures.map(({ direction, kind, minHops, amounts }) => [
      direction,
      kind,
      minHops,
      amounts.map(({ asset, haircut, lower, upper }) => [asset, haircut, lower, upper]),
    ]),
    gaps: tellGaps(trace, splits).map(({ kind }) => kind),
    received: splits.map(({ asset, splits: { whole } }) => [asset, whole.haircut.total]),
  };
}

describe('ether that a wrapper pays out for somebody else’s tokens', () => {
  it('came from whose tokens they were', () => {
    const found = screened('A', WITHDRAWN_TO, TELLING_ASSETS);
    expect(found.exposures).toEqual([['incoming', 'direct', 1, [[ETH, 40n, 40n, 40n]]]]);
    expect(found.gaps).toEqual([]);
  });

  it('is no receipt where the tokens were one’s own', () => {
    const own = [
      ...tx(4, [move('A', 60n, ETH, 'weth', { channel: 'native' }), move('zero', 60n, WETH, 'A')]),
      ...tx(5, [
        move('A', 0n, ETH, 'weth', { channel: 'native' }),
        move('A', 40n, WETH, 'zero'),
        move('weth', 40n, ETH, 'A'),
      ]),
    ];
    const found = screened('A', own, TELLING_ASSETS);
    expect(found).toEqual({ exposures: [], gaps: [], received: [[ETH, 100n]] });
  });

  it('is one’s own again where the wrapper tells by events of its own', () => {
    const own = [
      ...tx(4, [move('A', 60n, ETH, 'weth', { channel: 'native' })]),
      ...tx(5, [move('A', 0n, ETH, 'weth', { channel: 'native' }), move('weth', 40n, ETH, 'A')]),
    ];
    const found = screened('A', own, NETTED_ASSETS);
    expect(found).toEqual({ exposures: [], gaps: [], received: [[ETH, 100n]] });
  });
});

describe('tokens that a wrapper makes for somebody else’s ether', () => {
  it('came from whose ether it was', () => {
    const found = screened('A', DEPOSITED_TO, TELLING_ASSETS);
    expect(found.exposures).toEqual([['incoming', 'direct', 1, [[WETH, 40n, 40n, 40n]]]]);
    expect(found.gaps).toEqual([]);
  });
});

describe('a subject that has the wrapper pay somebody else', () => {
  const sent = (facts: readonly Transfer[]) => screened('B', facts, TELLING_ASSETS);
  const funded = tx(4, [move('exchange', 100n, ETH, 'B', { channel: 'native' })]);

  it('paid who got the tokens', () => {
    const found = sent([
      ...funded,
      ...tx(5, [
        move('B', 40n, ETH, 'weth', { channel: 'native' }),
        move('zero', 40n, WETH, 'thief'),
      ]),
    ]);
    expect(found.exposures).toEqual([['outgoing', 'direct', 1, [[ETH, 40n, 40n, 40n]]]]);
    expect(found.gaps).toEqual([]);
  });

  it('paid who got the ether', () => {
    const found = sent([
      ...funded,
      ...tx(5, [move('B', 60n, ETH, 'weth', { channel: 'native' }), move('zero', 60n, WETH, 'B')]),
      ...tx(6, [
        move('B', 0n, ETH, 'weth', { channel: 'native' }),
        move('B', 40n, WETH, 'zero'),
        move('weth', 40n, ETH, 'thief'),
      ]),
    ]);
    expect(found.exposures).toEqual([['outgoing', 'direct', 1, [[WETH, 40n, 40n, 40n]]]]);
    expect(found.gaps).toEqual([]);
  });
});
