import { describe, expect, it } from 'vitest';
import type { UtxoTx } from '../../../src/core/ledger.js';
import {
  COINJOIN,
  LAZARUS,
  pay,
  reachOf,
  type Spent,
  SUBJECT,
  trace,
  witness,
} from '../../support/outputLedgers.js';
import { ASSETS, btcAccount, claim, exchange } from '../../support/world.js';

const claims = [claim(LAZARUS)];

const FUNDED = pay('funds 0', 1, [['lazarus', 'mined', 0, 7_301_000n]], [['in0', 7_300_000n]]);

describe('a CoinJoin', () => {
  it('is not followed back beyond, and what is behind it is not looked up', () => {
    const wage = pay('wage', 9, [['out0', 'joint', 0, 5_000_000n]], [[SUBJECT, 4_999_000n]]);
    const traced = trace([FUNDED, COINJOIN, wage]);
    expect(reachOf(traced, 'incoming')('out0')).toEqual({ depth: 1, raw: 1 });
    expect(reachOf(traced, 'incoming')('in0')).toBeUndefined();
    expect(traced.facts.utxoTx(FUNDED.chain, 'funds 0')).toBeUndefined();
    expect(traced.end).toBe('exhausted');
  });

  it('is followed where one of its equal outputs is a satoshi off', () => {
    const near = {
      ...COINJOIN,
      outputs: COINJOIN.outputs.map((output, at) =>
        at === 0 ? { ...output, amount: 5_000_001n } : output,
      ),
    };
    const wage = pay('wage', 9, [['out0', 'joint', 0, 5_000_001n]], [[SUBJECT, 4_999_000n]]);
    const traced = trace([FUNDED, near, wage]);
    expect(reachOf(traced, 'incoming')('lazarus')).toEqual({ depth: 3, raw: 3 });
  });

  it('is not followed forward into', () => {
    const facts = (join: UtxoTx) => [
      pay('wage', 1, [], [[SUBJECT, 7_400_000n]]),
      pay('funds 0', 2, [[SUBJECT, 'wage', 0, 7_400_000n]], [['in0', 7_300_000n]]),
      join,
      pay('on', 9, [['out0', 'joint', 0, 5_000_000n]], [['lazarus', 4_999_000n]]),
    ];
    const traced = trace(facts(COINJOIN));
    expect(reachOf(traced, 'outgoing')('in0')).toEqual({ depth: 1, raw: 1 });
    expect(reachOf(traced, 'outgoing')('out0')).toBeUndefined();
    expect(traced.facts.utxoTx(FUNDED.chain, 'on')).toBeUndefined();
    const plain = trace(facts({ ...COINJOIN, outputs: COINJOIN.outputs.slice(0, 2) }));
    expect(reachOf(plain, 'outgoing')('lazarus')).toBeDefined();
  });

  it('that the subject is part of is followed neither way', () => {
    for (const [subject, direction] of [
      ['in0', 'outgoing'],
      ['out0', 'incoming'],
    ] as const) {
      const traced = trace([FUNDED, COINJOIN], { subject: btcAccount(subject) });
      expect(reachOf(traced, direction)('in1')).toBeUndefined();
      expect(reachOf(traced, direction)('out1')).toBeUndefined();
      expect([...traced.frontier.totals[direction].values()]).toEqual([
        direction === 'outgoing' ? 7_300_000n : 5_000_000n,
      ]);
    }
  });
});

/**
 * A peel chain: each transaction pays a round amount to somebody at a legacy address, and the rest
 * to the owner's next fresh address.
 */
function peelChain(steps: number, start: Spent, change = (step: number) => witness(`peel${step}`)) {
  const txs: UtxoTx[] = [];
  let coin = start;
  for (let step = 0; step < steps; step += 1) {
    const [, , , amount] = coin;
    const next: Spent = [change(step), `peel ${step}`, 1, amount - 100_000n - 77n];
    txs.push(
      pay(
        `peel ${step}`,
        20 + step,
        [coin],
        [
          [`1payee${step}`, 100_000n],
          [next[0], next[3]],
        ],
      ),
    );
    coin = next;
  }
  return { txs, coin };
}

describe('somebody who only passes money on', () => {
  const week = 7 * 86_400;
  /** The money of `a` goes by way of `b` to the subject; the second payment after so many seconds. */
  const passed = (seconds: number, receivers: number) => {
    const first = pay('first', 1, [['a', 'before', 0, 9_000_000n]], [['b', 9_000_000n]]);
    const others = Array.from({ length: receivers - 1 }, (_, at): [string, bigint] => [
      `shop ${at}`,
      1_000_000n,
    ]);
    const last = pay(
      'last',
      2,
      [['b', 'first', 0, 9_000_000n]],
      [[SUBJECT, 3_000_000n], ...others],
    );
    const facts = [
      pay('before', 0, [], [['a', 9_000_000n]]),
      first,
      { ...last, timeSeconds: first.timeSeconds + seconds },
    ];
    return reachOf(trace(facts), 'incoming')('a');
  };

  it('uses no depth within a week and to three accounts', () => {
    expect(passed(week, 3)).toEqual({ depth: 1, raw: 2 });
    expect(passed(week + 1, 3)).toEqual({ depth: 2, raw: 2 });
    expect(passed(week, 4)).toEqual({ depth: 2, raw: 2 });
  });

  it('uses none forward either', () => {
    const sent = (seconds: number) => {
      const first = pay('first', 1, [[SUBJECT, 'wage', 0, 9_000_000n]], [['a', 9_000_000n]]);
      const last = pay('last', 2, [['a', 'first', 0, 9_000_000n]], [['b', 9_000_000n]]);
      const facts = [
        pay('wage', 0, [], [[SUBJECT, 9_000_000n]]),
        first,
        { ...last, timeSeconds: first.timeSeconds + seconds },
      ];
      return reachOf(trace(facts), 'outgoing')('b');
    };
    expect(sent(week)).toEqual({ depth: 1, raw: 2 });
    expect(sent(week + 1)).toEqual({ depth: 2, raw: 2 });
  });
});

describe('a peel chain', () => {
  const backward = (steps: number) => {
    const { txs, coin } = peelChain(steps, [witness('start'), 'funding', 0, 9_000_123n]);
    return [
      pay('funding', 10, [['lazarus', 'mined', 0, 9_001_000n]], [[witness('start'), 9_000_123n]]),
      ...txs,
      pay('wage', 90, [coin], [[SUBJECT, coin[3] - 777n]]),
    ];
  };
  const forward = (steps: number) => {
    const start: Spent = [witness('start'), 'out', 0, 9_000_123n];
    const { txs, coin } = peelChain(steps, start);
    return [
      pay('wage', 1, [], [[SUBJECT, 9_001_000n]]),
      pay('out', 2, [[SUBJECT, 'wage', 0, 9_001_000n]], [[witness('start'), 9_000_123n]]),
      ...txs,
      pay('end', 90, [coin], [['lazarus', coin[3] - 777n]]),
    ];
  };

  it('is followed back as one owner', () => {
    const traced = trace(backward(9));
    expect(reachOf(traced, 'incoming')('lazarus')).toEqual({ depth: 2, raw: 11 });
  });

  it('is followed forward as one owner', () => {
    const traced = trace(forward(9));
    expect(reachOf(traced, 'outgoing')('lazarus')).toEqual({ depth: 2, raw: 11 });
    // Whoever is paid on the way is an owner of their own.
    expect(reachOf(traced, 'outgoing')('1payee5')).toEqual({ depth: 2, raw: 7 });
  });

  it('uses depth from the twelfth transaction on', () => {
    const deep = { policy: { depth: 20 } };
    const depthBehind = (steps: number) => ({
      back: reachOf(trace(backward(steps), deep), 'incoming')('lazarus'),
      on: reachOf(trace(forward(steps), deep), 'outgoing')('lazarus'),
    });
    expect(depthBehind(11)).toEqual({ back: { depth: 2, raw: 13 }, on: { depth: 2, raw: 13 } });
    expect(depthBehind(12)).toEqual({ back: { depth: 3, raw: 14 }, on: { depth: 3, raw: 14 } });
  });

  it('is a chain of owners where the change has a round amount', () => {
    const round = backward(5).map((tx) => ({
      ...tx,
      outputs: tx.outputs.map((output) => ({ ...output, amount: (output.amount / 1000n) * 1000n })),
    }));
    expect(reachOf(trace(round, { policy: { depth: 20 } }), 'incoming')('lazarus')).toEqual({
      depth: 7,
      raw: 7,
    });
  });

  it('that begins with the subject’s own change is the subject’s', () => {
    const { txs, coin } = peelChain(4, [SUBJECT, 'wage', 0, 9_000_123n]);
    const traced = trace([
      pay('wage', 1, [], [[SUBJECT, 9_000_123n]]),
      ...txs,
      pay('end', 90, [coin], [['lazarus', coin[3] - 777n]]),
    ]);
    expect(reachOf(traced, 'outgoing')('lazarus')).toEqual({ depth: 1, raw: 5 });
  });

  it('does not take an address for the owner’s that has a label of its own', () => {
    const { txs, coin } = peelChain(2, [witness('start'), 'out', 0, 9_000_123n]);
    const facts = [...forward(0).slice(0, 2), ...txs];
    const reach = (more: typeof claims) =>
      reachOf(trace(facts, { claims: more }), 'outgoing')(coin[0]);
    expect(reach(claims)).toEqual({ depth: 1, raw: 3 });
    expect(reach([...claims, exchange(btcAccount(coin[0]), 'Kraken')])).toEqual({
      depth: 2,
      raw: 3,
    });
  });

  it('does not take the payer of the subject for the subject on a guess', () => {
    const wage = pay(
      'wage',
      9,
      [[witness('p'), 'mined', 0, 900_001n]],
      [
        ['1shop', 100_000n],
        [SUBJECT, 800_000n - 123n],
      ],
    );
    expect(reachOf(trace([wage]), 'incoming')(witness('p'))).toEqual({ depth: 1, raw: 1 });
  });
});

it('an address that moves all to itself uses no depth, however often', () => {
  const moves = Array.from({ length: 15 }, (_, at) =>
    pay(
      `move ${at}`,
      10 + at,
      [['relay', at === 0 ? 'in' : `move ${at - 1}`, 0, 900n]],
      [['relay', 900n]],
    ),
  );
  const facts = [
    pay('in', 1, [['lazarus', 'mined', 0, 900n]], [['relay', 900n]]),
    ...moves,
    pay('wage', 90, [['relay', 'move 14', 0, 900n]], [[SUBJECT, 900n]]),
  ];
  expect(reachOf(trace(facts), 'incoming')('lazarus')).toEqual({ depth: 2, raw: 17 });
});

describe('change that the subject’s own history tells', () => {
  const toShop = (id: string, height: number, of: string) =>
    pay(
      id,
      height,
      [[SUBJECT, of, 0, 900_001n]],
      [
        ['1shop', 100_000n],
        [witness('other'), 700_123n],
      ],
    );
  const earned = (id: string, height: number) => pay(id, height, [], [[SUBJECT, 900_001n]]);

  it('is no fresh address where it was paid before', () => {
    const once = [earned('w1', 1), toShop('p1', 3, 'w1')];
    expect(reachOf(trace(once), 'outgoing')(witness('other'))).toEqual({ depth: 0, raw: 1 });
    const paidBefore = pay('p0', 2, [[SUBJECT, 'w0', 0, 900_001n]], [[witness('other'), 1n]]);
    const twice = [earned('w0', 1), paidBefore, ...once];
    expect(reachOf(trace(twice), 'outgoing')(witness('other'))).toEqual({ depth: 1, raw: 1 });
  });

  it('is an address that signed together with the subject', () => {
    const signed = pay(
      'signed',
      2,
      [
        [SUBJECT, 'w0', 0, 900_001n],
        ['3other', 'elsewhere', 0, 5_000n],
      ],
      [['1shop', 900_000n]],
    );
    const later = pay(
      'later',
      4,
      [[SUBJECT, 'w1', 0, 900_001n]],
      [
        ['1shop', 100_000n],
        ['3other', 700_000n],
      ],
    );
    const facts = [earned('w0', 1), earned('w1', 1), later];
    expect(reachOf(trace(facts), 'outgoing')('3other')).toEqual({ depth: 1, raw: 1 });
    expect(reachOf(trace([...facts, signed]), 'outgoing')('3other')).toEqual({ depth: 0, raw: 1 });
  });
});

describe('a payment that a listed account signs', () => {
  const wage = (id: string) =>
    pay(
      id,
      9,
      [
        ['lazarus', 'a', 0, 500n],
        ['partner', 'b', 0, 500n],
      ],
      [[SUBJECT, 990n]],
    );
  const behind = pay('b', 1, [['far', 'c', 0, 500n]], [['partner', 500n]]);

  it('is its owner’s whole: nothing behind the other inputs is followed', () => {
    const traced = trace([behind, wage('wage')]);
    expect(reachOf(traced, 'incoming')('partner')).toEqual({ depth: 1, raw: 1 });
    expect(reachOf(traced, 'incoming')('far')).toBeUndefined();
    const unlisted = trace([behind, wage('wage')], { claims: [] });
    expect(reachOf(unlisted, 'incoming')('far')).toEqual({ depth: 2, raw: 2 });
  });

  it('ends what is followed forward, at the listed account', () => {
    const facts = [
      pay('wage', 1, [], [[SUBJECT, 900n]]),
      pay('b', 2, [[SUBJECT, 'wage', 0, 900n]], [['partner', 500n]]),
      { ...wage('next'), outputs: [{ account: btcAccount('shop'), amount: 990n }] },
    ];
    const traced = trace(facts);
    expect(reachOf(traced, 'outgoing')('lazarus')).toEqual({ depth: 1, raw: 1 });
    expect(reachOf(traced, 'outgoing')('shop')).toBeUndefined();
    expect(reachOf(trace(facts, { claims: [] }), 'outgoing')('shop')).toEqual({ depth: 2, raw: 2 });
  });

  it('is followed behind the other inputs where the subject signed too', () => {
    const cashBack = pay(
      'wage',
      9,
      [
        [SUBJECT, 'w', 0, 10n],
        ['lazarus', 'a', 0, 500n],
        ['partner', 'b', 0, 500n],
      ],
      [[SUBJECT, 990n]],
    );
    const traced = trace([behind, pay('w', 1, [], [[SUBJECT, 10n]]), cashBack]);
    expect(reachOf(traced, 'incoming')('far')).toEqual({ depth: 2, raw: 2 });
  });
});

describe('a place met again by a shorter way', () => {
  const assets = new Map(
    [...ASSETS].map(([id, asset]) => [id, { ...asset, expansionFloorAmount: 0n }] as const),
  );
  const large = 1_000_000_000n;

  it('brings those behind it nearer, even where no satoshi of value comes that way', () => {
    const facts = [
      pay(
        'made',
        1,
        [['far', 'mined', 0, large]],
        [
          ['t', large - 1n],
          ['u', 1n],
        ],
      ),
      pay('long 1', 2, [['t', 'made', 0, large - 1n]], [['long', large - 1n]]),
      pay('long 2', 3, [['long', 'long 1', 0, large - 1n]], [['payer', large - 1n]]),
      pay('wage', 4, [['payer', 'long 2', 0, large - 1n]], [[SUBJECT, large - 1n]]),
      // Of 10 satoshi that the subject gets by this way, not one came from the small input.
      pay(
        'mixed',
        5,
        [
          ['b', 'elsewhere', 0, large],
          ['u', 'made', 1, 1n],
        ],
        [
          ['tipper', 10n],
          ['shop', large - 10n],
        ],
      ),
      pay('tip', 6, [['tipper', 'mixed', 0, 10n]], [[SUBJECT, 10n]]),
    ];
    const traced = trace(facts, { assets, policy: { depth: 9, requiredDepth: 9, window: 1 } });
    expect(reachOf(traced, 'incoming')('t')).toEqual({ depth: 3, raw: 3 });
    expect(reachOf(traced, 'incoming')('far')).toEqual({ depth: 3, raw: 3 });
  });

  it('brings those behind it nearer forward as well', () => {
    const facts = [
      pay('w', 1, [], [[SUBJECT, large]]),
      pay(
        'paid',
        2,
        [[SUBJECT, 'w', 0, large]],
        [
          ['a', large - 10n],
          ['p', 10n],
        ],
      ),
      pay('long 1', 3, [['a', 'paid', 0, large - 10n]], [['b', large - 10n]]),
      pay('long 2', 4, [['b', 'long 1', 0, large - 10n]], [['c', large - 10n]]),
      pay(
        'short',
        5,
        [
          ['p', 'paid', 1, 10n],
          ['q', 'elsewhere', 0, large],
        ],
        [
          ['z', 1n],
          ['shop', large],
        ],
      ),
      pay(
        'meet',
        6,
        [
          ['c', 'long 2', 0, large - 10n],
          ['z', 'short', 0, 1n],
        ],
        [['d', large - 9n]],
      ),
      pay('on', 7, [['d', 'meet', 0, large - 9n]], [['e', large - 9n]]),
    ];
    const traced = trace(facts, { assets, policy: { depth: 9, requiredDepth: 9, window: 1 } });
    expect(reachOf(traced, 'outgoing')('d')).toEqual({ depth: 3, raw: 3 });
    expect(reachOf(traced, 'outgoing')('e')).toEqual({ depth: 4, raw: 4 });
  });
});
