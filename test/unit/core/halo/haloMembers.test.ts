import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import type { LedgerFact, UtxoTx } from '../../../../src/core/ledger.js';
import { type JointAmounts, WHIRLPOOL_ROUND } from '../../../support/coinJoins.js';
import { type FollowedWorld, followSeed, haloOfSeed } from '../../../support/haloWorld.js';
import {
  BTC,
  bitcoinTx,
  btcAccount,
  claim,
  ETH,
  ether,
  evmAccount,
  exchange,
} from '../../../support/world.js';

const [SEED, A, B, C] = [evmAccount(1), evmAccount(2), evmAccount(3), evmAccount(4)];
const GENESIS = evmAccount(99);
/** Blocks of a month: whoever waits so long before paying does more than pass money on. */
const MONTH = 216_000;

/** A seed pays A, A pays B, B pays C; each has money of another as well, and takes its time. */
const CHAIN = [
  ether(GENESIS, SEED, 1_000n, 1),
  ether(SEED, A, 800n, 10),
  ether(A, B, 600n, MONTH),
  ether(B, C, 400n, 2 * MONTH),
];

function follow(facts: readonly LedgerFact[], parts: Partial<FollowedWorld> = {}) {
  const claims = [claim(SEED), ...(parts.claims ?? [])];
  return haloOfSeed(SEED, { ...parts, facts, claims });
}

const places = (...given: Parameters<typeof follow>) =>
  follow(...given).map(({ key, hops }) => `${key.split(':').at(-1)?.slice(-1)} ${hops}`);

describe('the halo of a seed', () => {
  it('is whom it paid and whom these paid, with the facts of the way, and ends after two hops', () => {
    expect(follow(CHAIN)).toEqual([
      {
        key: `account|${A}`,
        hops: 1,
        before: null,
        txIds: [CHAIN[1]?.txId],
        reached: new Map([[ETH, 800n]]),
        reachedAtSeconds: CHAIN[1]?.timeSeconds,
        isRead: true,
      },
      {
        key: `account|${B}`,
        hops: 2,
        before: `account|${A}`,
        txIds: [CHAIN[1]?.txId, CHAIN[2]?.txId],
        reached: new Map([[ETH, 600n]]),
        reachedAtSeconds: CHAIN[2]?.timeSeconds,
        isRead: false,
      },
    ]);
  });

  it('of one hop needs nothing but the seed’s own history', () => {
    const [only, ...others] = follow(CHAIN, { hops: 1 });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ key: `account|${A}`, hops: 1, isRead: false });
  });

  it('takes one look-up of the seed and one of each whom it paid, none of who paid it', () => {
    const { absorbed } = followSeed(SEED, { facts: CHAIN, claims: [claim(SEED)] });
    expect(absorbed.map(({ lookup }) => lookup)).toMatchObject([{ account: SEED }, { account: A }]);
  });

  it('names of the payments of a step the largest since the money came', () => {
    const paid = [
      ether(GENESIS, A, 900n, 2),
      ether(A, B, 700n, 3),
      ...CHAIN,
      ether(A, B, 50n, MONTH + 1),
    ];
    expect(follow(paid)[1]?.txIds).toEqual([CHAIN[1]?.txId, CHAIN[2]?.txId]);
  });

  it('comes straight to whom the seed paid itself, whoever else paid there with its money', () => {
    const both = [...CHAIN, ether(SEED, B, 100n, 20)];
    expect(follow(both)[1]).toMatchObject({
      key: `account|${B}`,
      hops: 1,
      before: null,
      txIds: [both.at(-1)?.txId],
      reached: new Map([[ETH, 700n]]),
    });
  });

  it('does not hold who paid the seed, nor whom it did not reach', () => {
    expect(places([...CHAIN, ether(GENESIS, C, 500n, 20)])).toEqual(['2 1', '3 2']);
  });

  it('respects time: what an account paid before the seed’s money came is not that money', () => {
    const early = [
      ether(GENESIS, SEED, 1_000n, 1),
      ether(GENESIS, A, 900n, 2),
      ether(A, B, 900n, 9),
      ether(SEED, A, 800n, 10),
    ];
    expect(places(early)).toEqual(['2 1']);
    const late = early.map((fact) => (fact.to === B ? ether(A, B, 900n, 11) : fact));
    expect(places(late)).toEqual(['2 1', '3 2']);
  });

  it('weighs by value: what an account pays is the seed’s only in part', () => {
    const mixed = [
      ether(GENESIS, SEED, 1_000n, 1),
      ether(GENESIS, A, 800n, 2),
      ether(SEED, A, 800n, 10),
      ether(A, B, 800n, MONTH),
    ];
    const [, b] = follow(mixed);
    expect(b?.reached).toEqual(new Map([[ETH, 400n]]));
  });

  it('leaves out what less than an expansion floor reached, and takes what just comes up to it', () => {
    const paying = (amount: bigint) => [
      ether(GENESIS, SEED, 10_000n, 1),
      ether(SEED, A, 8_000n, 10),
      ether(SEED, B, amount, 11),
    ];
    expect(places(paying(9n))).toEqual(['2 1']);
    expect(places(paying(10n))).toEqual(['2 1', '3 1']);
  });

  const ends: readonly [string, Partial<FollowedWorld>][] = [
    ['a labelled account', { claims: [claim(A, { entity: 'Somebody', actor: null })] }],
    ['another seed', { claims: [claim(A)] }],
    ['a service', { claims: [exchange(A, 'Kraken')] }],
    ['a mixer', { claims: [claim(A, { category: 'mixer', actor: null })] }],
    ['an own account', { own: [A] }],
    ['a hub', { hubs: [A] }],
  ];
  it.each(ends)('ends at %s', (_, parts) => {
    expect(follow(CHAIN, parts)).toEqual([]);
  });

  it('goes through an account about which there is only a note', () => {
    const note = claim(A, { use: 'note', actor: null });
    expect(places(CHAIN, { claims: [note] })).toEqual(['2 1', '3 2']);
  });

  it('ends at the deposit address of an exchange, which keeps it for one customer', () => {
    const binance = evmAccount(7);
    const swept = [
      ether(GENESIS, SEED, 10_000n, 1),
      ether(binance, A, 5n, 2),
      ether(SEED, A, 800n, 10),
      ether(A, binance, 800n, 20),
      ether(SEED, A, 700n, 30),
      ether(A, binance, 705n, 40),
    ];
    expect(places(swept, { claims: [exchange(binance, 'Binance')] })).toEqual([]);
    const kept = swept.filter(({ from }) => from !== A);
    expect(places(kept, { claims: [exchange(binance, 'Binance')] })).toEqual(['2 1']);
  });
});

const [L, X, Y] = [btcAccount('seed'), btcAccount('x'), btcAccount('y')];
const coin = (txId: string, index: number, account: Account, amount: bigint) => ({
  previous: { txId, index },
  account,
  amount,
});

/** The seed pays X by t1, X pays Y by t2, Y pays on by t3; each has waited a month. */
function outputChain(): readonly UtxoTx[] {
  return [
    bitcoinTx('t0', 1, {
      inputs: [coin('f', 0, btcAccount('payer'), 1_000n)],
      outputs: [{ account: L, amount: 1_000n }],
    }),
    bitcoinTx('t1', 10, {
      inputs: [coin('t0', 0, L, 1_000n)],
      outputs: [
        { account: X, amount: 700n },
        { account: L, amount: 300n },
      ],
    }),
    bitcoinTx('t2', 5_000, {
      inputs: [coin('t1', 0, X, 700n)],
      outputs: [{ account: Y, amount: 700n }],
    }),
    bitcoinTx('t3', 10_000, {
      inputs: [coin('t2', 0, Y, 700n)],
      outputs: [{ account: btcAccount('z'), amount: 700n }],
    }),
  ];
}

describe('the halo of a seed on Bitcoin', () => {
  const followOutputs = (facts: readonly UtxoTx[], parts: Partial<FollowedWorld> = {}) =>
    haloOfSeed(L, { ...parts, facts, claims: [claim(L), ...(parts.claims ?? [])] });
  const txs = (...given: Parameters<typeof followOutputs>) =>
    followOutputs(...given).map(({ txIds, hops }) => `${txIds.join(' ')}: ${hops}`);

  it('is the transactions by which it paid and those that spent what they made', () => {
    const chain = 'bip122:000000000019d6689c085ae165831e93';
    expect(txs(outputChain())).toEqual(['t1: 1', 't1 t2: 2']);
    expect(followOutputs(outputChain())[1]).toEqual({
      key: `transaction|${chain}|t2`,
      hops: 2,
      before: `transaction|${chain}|t1`,
      txIds: ['t1', 't2'],
      reached: new Map([[BTC, 700n]]),
      reachedAtSeconds: outputChain()[2]?.timeSeconds,
      isRead: true,
    });
  });

  it('takes no look-up of what the seed was paid by', () => {
    const { absorbed } = followSeed(L, { facts: outputChain(), claims: [claim(L)] });
    expect(absorbed.map(({ lookup }) => lookup.kind)).toEqual(['account', 'spends']);
  });

  it('ends at outputs of a service, and at nothing that has no label', () => {
    expect(txs(outputChain(), { claims: [exchange(X, 'Kraken')] })).toEqual([]);
    expect(txs(outputChain(), { claims: [exchange(Y, 'Kraken')] })).toEqual(['t1: 1']);
  });

  /** X puts what the seed paid it into a joint payment. */
  const joined = ({ inputs: amounts, outputs: paid }: JointAmounts) => {
    const [own = 0n, ...others] = amounts;
    const inputs = [
      coin('t1', 0, X, own),
      ...others.map((amount, at) => coin(`f${at}`, 0, btcAccount(`p${at}`), amount)),
    ];
    const outputs = paid.map((amount, at) => ({ account: btcAccount(`o${at}`), amount }));
    return [
      bitcoinTx('t0', 1, { inputs: [], outputs: [{ account: L, amount: 2n * own }] }),
      bitcoinTx('t1', 10, {
        inputs: [coin('t0', 0, L, 2n * own)],
        outputs: [
          { account: X, amount: own },
          { account: L, amount: own },
        ],
      }),
      bitcoinTx('t2', 5_000, { inputs, outputs }),
    ];
  };

  it('ends at a CoinJoin, and not at a payment of as many that is none', () => {
    expect(txs(joined(WHIRLPOOL_ROUND))).toEqual(['t1: 1']);
    const outputs = [500_000n, 700_000n, 900_000n, 1_100_000n, 1_200_000n];
    expect(txs(joined({ ...WHIRLPOOL_ROUND, outputs }))).toEqual(['t1: 1', 't1 t2: 2']);
  });
});
