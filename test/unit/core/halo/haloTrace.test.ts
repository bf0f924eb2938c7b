import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../../src/core/accounting/tellGaps.js';
import type { HaloEntry } from '../../../../src/core/halo/haloEntry.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import type { Trace } from '../../../../src/core/trace/traceState.js';
import { haloOfWorld } from '../../../support/haloWorld.js';
import { type TracedWorld, traceWorld } from '../../../support/traceWorld.js';
import { bitcoinTx, btcAccount, claim, ether, evmAccount } from '../../../support/world.js';

const L = evmAccount(1);
const A = evmAccount(2);
const B = evmAccount(3);
const C = evmAccount(4);
const S = evmAccount(5);
const GENESIS = evmAccount(99);
/** Blocks of a month: whoever waits so long before paying does more than pass money on. */
const MONTH = 216_000;

/** L pays A, A pays B, B pays C, C pays S: the seed is four hops from S. */
const FAR: readonly Transfer[] = [
  ether(GENESIS, L, 1_000n, 1),
  ether(L, A, 800n, 10),
  ether(A, B, 600n, MONTH),
  ether(B, C, 400n, 2 * MONTH),
  ether(C, S, 200n, 3 * MONTH),
];
const CLAIMS = [claim(L)];
const world: TracedWorld = {
  subject: S,
  facts: FAR,
  claims: CLAIMS,
  policy: { depth: 2, requiredDepth: 2 },
};
const halo = haloOfWorld({ facts: FAR, claims: CLAIMS });
const FAR_ENTRY: HaloEntry = { hops: 2, isRead: false };
const lookedUp = (trace: Trace) => trace.absorbed.map(({ lookup }) => lookup);
const hopsOf = (trace: Trace) => accountFor(trace).exposures.map(({ minHops }) => minHops);

describe('a search that meets the halo', () => {
  it('follows it back to a seed four hops away with a depth of two, and not without it', () => {
    expect(hopsOf(traceWorld(world))).toEqual([]);
    const met = traceWorld({ ...world, halo });
    expect(hopsOf(met)).toEqual([4]);
    const [path] = accountFor(met).exposures[0]?.paths ?? [];
    expect(path?.hops.map(({ fact }) => fact)).toEqual(FAR.slice(1));
  });

  it('does so on Bitcoin, by the transactions that made what was spent', () => {
    const names = ['seed', 'first', 'second', 'third', 'wallet'].map(btcAccount);
    const facts = names.map((account, at) =>
      bitcoinTx(`t${at}`, 1 + 5_000 * at, {
        inputs: names
          .slice(0, at)
          .flatMap((payer, from) =>
            from === at - 1
              ? [{ previous: { txId: `t${from}`, index: 0 }, account: payer, amount: 900n }]
              : [],
          ),
        outputs: [{ account, amount: 900n }],
      }),
    );
    const claims = names.slice(0, 1).map((seed) => claim(seed));
    const [subject = S] = names.slice(-1);
    const outputs = { ...world, subject, facts, claims };
    expect(hopsOf(traceWorld(outputs))).toEqual([]);
    expect(hopsOf(traceWorld({ ...outputs, halo: haloOfWorld({ facts, claims }) }))).toEqual([4]);
  });

  it('goes no further than the halo vouches for', () => {
    const entries = (hops: Readonly<Record<string, number>>) => (key: string) => {
      const found = hops[key];
      return found === undefined ? null : { hops: found, isRead: false };
    };
    const [a, b] = [`account|${A}`, `account|${B}`];
    expect(hopsOf(traceWorld({ ...world, halo: entries({ [b]: 2, [a]: 1 }) }))).toEqual([4]);
    expect(hopsOf(traceWorld({ ...world, halo: entries({ [b]: 2 }) }))).toEqual([]);
    expect(hopsOf(traceWorld({ ...world, halo: entries({ [b]: 3, [a]: 1 }) }))).toEqual([]);
    expect(hopsOf(traceWorld({ ...world, halo: entries({ [b]: 2, [a]: 2 }) }))).toEqual([]);
  });

  it('says nothing by itself: where no money leads to a seed nothing is found', () => {
    const claimsAll = () => ({ hops: 1, isRead: false });
    const met = traceWorld({ ...world, claims: [], halo: claimsAll });
    expect(hopsOf(met)).toEqual([]);
    expect(tellGaps(met, accountFor(met).splits)).toEqual([]);
  });

  it('is not asked about where money goes, not even to whom it came from before', () => {
    const [X, Y] = [evmAccount(7), evmAccount(8)];
    const round = [
      ether(GENESIS, X, 900n, 1),
      ether(X, Y, 500n, 10),
      ether(Y, S, 400n, MONTH),
      ether(S, X, 300n, 2 * MONTH),
    ];
    const met = traceWorld({
      ...world,
      facts: round,
      policy: { depth: 1, requiredDepth: 1 },
      // X lies one hop forward and two back: too far back, and near enough only forward.
      halo: (key) => (key === `account|${X}` || key === `account|${Y}` ? FAR_ENTRY : null),
    });
    expect(lookedUp(met)).toMatchObject([{ account: S }, { account: Y }]);
  });

  it('fails at the way without a gap that matters', () => {
    const fails: TracedWorld['fails'] = (lookup) =>
      lookup.kind === 'account' && lookup.account === B;
    const met = traceWorld({ ...world, halo, fails });
    expect(lookedUp(met).length).toBe(3);
    expect(tellGaps(met, accountFor(met).splits)).toEqual([]);
  });

  it('keeps what it met, and nothing else, to be told again', () => {
    const met = traceWorld({ ...world, halo });
    const entries = [...met.halo].filter(
      (entry): entry is [string, HaloEntry] => entry[1] !== null,
    );
    expect(entries).toEqual([
      [`account|${B}`, { hops: 2, isRead: false }],
      [`account|${A}`, { hops: 1, isRead: true }],
    ]);
  });

  describe('with requests to spare for few', () => {
    /** Many pay S, one of them on the way of the seed. */
    const D = evmAccount(6);
    const many = [
      ...FAR,
      ...[20, 21, 22, 23].flatMap((number, at) => [
        ether(GENESIS, evmAccount(number), 5_000n, 20 + at),
        ether(evmAccount(number), D, 3_000n, MONTH + 20 + at),
      ]),
      ether(D, C, 10_000n, 2 * MONTH + 5),
    ];
    const few = { ...world, facts: many, policy: { depth: 3, requiredDepth: 1, maxRequests: 4 } };
    const told = (parts: Partial<TracedWorld>) =>
      traceWorld({ ...few, policy: { ...few.policy, window: 1 }, ...parts });

    it('looks there before others', () => {
      expect(hopsOf(told({}))).toEqual([]);
      expect(hopsOf(told({ halo: haloOfWorld({ facts: many, claims: CLAIMS }) }))).toEqual([4]);
    });

    it('spends none on what the halo has read, and says so in what it records', () => {
      const free = told({ halo: haloOfWorld({ facts: many, claims: CLAIMS }) });
      expect(free.spent).toBe(4);
      const cost = (trace: Trace, account: typeof A) =>
        trace.absorbed.find(({ lookup }) => lookup.kind === 'account' && lookup.account === account)
          ?.cost;
      expect(cost(free, A)).toBe(0);
      expect(cost(free, B)).toBe(1);
      expect(lookedUp(free)).toHaveLength(5);
    });

    it('keeps the order of what must be seen, so that no more of it is left out', () => {
      const E = evmAccount(7);
      const facts = [...FAR, ether(GENESIS, E, 900n, 5), ether(E, S, 800n, MONTH)];
      const policy = { depth: 3, requiredDepth: 2, maxRequests: 2, window: 1 };
      const near = (key: string) => (key === `account|${C}` ? FAR_ENTRY : null);
      const met = told({ facts, policy, halo: near });
      expect(lookedUp(met)).toMatchObject([{ account: S }, { account: E }]);
    });

    it('waits for what must be seen and may lead to more of that', () => {
      // P only passes on what N paid it, so that N must be seen as well.
      const [P, N] = [evmAccount(7), evmAccount(8)];
      const facts = [
        ...FAR,
        ether(GENESIS, N, 900n, 5),
        ether(N, P, 150n, 3 * MONTH - 100),
        ether(P, S, 150n, 3 * MONTH - 90),
      ];
      const policy = { depth: 3, requiredDepth: 2, maxRequests: 4, window: 2 };
      const met = told({ facts, policy, halo: haloOfWorld({ facts, claims: CLAIMS }) });
      const seen = lookedUp(met).map((lookup) => lookup.kind === 'account' && lookup.account);
      expect(seen).toEqual([S, C, P, N]);
      expect(tellGaps(met, accountFor(met).splits)).toEqual([]);
    });

    it('looks first at what a verdict may not do without', () => {
      const E = evmAccount(7);
      const facts = [...FAR, ether(GENESIS, E, 50n, 5), ether(E, S, 30n, MONTH)];
      const policy = { depth: 3, requiredDepth: 2, maxRequests: 3, window: 1 };
      const met = told({ facts, policy, halo: haloOfWorld({ facts, claims: CLAIMS }) });
      expect(lookedUp(met)).toMatchObject([{ account: S }, { account: C }, { account: E }]);
      expect(tellGaps(met, accountFor(met).splits)).toEqual([]);
    });
  });
});
