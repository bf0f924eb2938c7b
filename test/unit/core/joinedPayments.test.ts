import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/core/attribution.js';
import type { UtxoTx } from '../../../src/core/ledger.js';
import { tellSignals } from '../../../src/core/signals/tellSignals.js';
import { JOINMARKET_JOIN, joinOf, times, WHIRLPOOL_ROUND } from '../../support/coinJoins.js';
import { COINJOIN, LAZARUS, pay, reachOf, SUBJECT, trace } from '../../support/outputLedgers.js';
import { accountWorld, traceWorld } from '../../support/traceWorld.js';
import { btcAccount, claim, exchange } from '../../support/world.js';

const claims = [claim(LAZARUS)];

describe('a payment that a listed account signs', () => {
  it('together with the subject is told with the transaction, and not taken as known', () => {
    const together = pay(
      'together',
      9,
      [
        [SUBJECT, 'w', 0, 500n],
        ['lazarus', 'a', 0, 500n],
      ],
      [['shop', 990n]],
    );
    const traced = trace([pay('w', 1, [], [[SUBJECT, 500n]]), together]);
    expect(reachOf(traced, 'outgoing')('shop')).toEqual({ depth: 1, raw: 1 });
    const told = tellSignals(traced, []).filter(({ kind }) => kind === 'co-spend');
    expect(told).toMatchObject([
      { account: LAZARUS, sentence: expect.stringContaining('(together)') },
    ]);
  });

  it('is not told by a CoinJoin of both, but by a plain payment of both after it', () => {
    const plain = pay(
      'plain',
      9,
      [
        ['in0', 'w', 0, 500n],
        ['in1', 'a', 0, 500n],
      ],
      [['shop', 990n]],
    );
    const told = (facts: readonly UtxoTx[]) =>
      tellSignals(
        trace(facts, { subject: btcAccount('in0'), claims: [claim(btcAccount('in1'))] }),
        [],
      ).filter(({ kind }) => kind === 'co-spend');
    expect(told([COINJOIN])).toEqual([]);
    expect(told([COINJOIN, plain])[0]?.sentence).toContain('(plain)');
  });

  it('is told by the first of several', () => {
    const together = (id: string, height: number) =>
      pay(
        id,
        height,
        [
          [SUBJECT, `w ${id}`, 0, 500n],
          ['lazarus', `a ${id}`, 0, 500n],
        ],
        [['shop', 990n]],
      );
    const traced = trace([together('first', 5), together('second', 6)]);
    const told = tellSignals(traced, []).filter(({ kind }) => kind === 'co-spend');
    expect(told).toMatchObject([{ sentence: expect.stringContaining('(first)') }]);
  });

  it('is told by way of further addresses too, with the transaction that joins them', () => {
    const facts = [
      pay('w', 1, [], [[SUBJECT, 500n]]),
      pay(
        'own',
        3,
        [
          [SUBJECT, 'w', 0, 500n],
          ['second', 'x', 0, 500n],
        ],
        [['third', 990n]],
      ),
      pay(
        'joins',
        5,
        [
          ['third', 'own', 0, 990n],
          ['second', 'y', 0, 9n],
          ['lazarus', 'z', 0, 1n],
        ],
        [['shop', 900n]],
      ),
    ];
    const [told] = tellSignals(trace(facts), []).filter(({ kind }) => kind === 'co-spend');
    expect(told?.sentence).toContain('joins');
    expect(told?.sentence).toContain('several signers');
  });
});

it('whoever is paid beside a listed account is not linked to it', () => {
  const facts = [
    pay('mined', 1, [], [['kraken', 1_000n]]),
    pay(
      'payout',
      2,
      [['kraken', 'mined', 0, 1_000n]],
      [
        [SUBJECT, 400n],
        ['lazarus', 500n],
      ],
    ),
  ];
  const known = [...claims, exchange(btcAccount('kraken'), 'Kraken')];
  const world = { subject: btcAccount(SUBJECT), facts };
  for (const claims of [known, [claim(LAZARUS)]]) {
    expect(accountWorld({ ...world, claims }).exposures).toEqual([]);
    const signals = tellSignals(traceWorld({ ...world, claims }), []);
    expect(signals.map(({ kind }) => kind)).toEqual([]);
  }
});

describe('the signal of a CoinJoin', () => {
  const told = (subject: string, facts: readonly UtxoTx[], more = claims) =>
    tellSignals(trace(facts, { subject: btcAccount(subject), claims: more }), []).filter(
      ({ kind }) => kind === 'coinjoin',
    );

  it('names detector, confidence and transaction, and accuses nobody', () => {
    const [signal, ...others] = told('in1', [COINJOIN]);
    expect(others).toEqual([]);
    expect(signal).toMatchObject({ account: btcAccount('in1'), attribution: null });
    expect(signal?.sentence).toContain('took part in one transaction');
    expect(signal?.sentence).toMatch(/joint.*confidence 49 of 100.*Detector: joinmarket/);
    expect(signal?.sentence).toContain('says nothing against the holder');
    expect(told('out1', [COINJOIN])[0]?.sentence).toContain('was paid out of one transaction');
  });

  it('is one for all, by the clearest of them', () => {
    const small = pay(
      'small',
      7,
      [
        ['in1', 'x', 0, 900_000n],
        ['q', 'y', 0, 800_000n],
      ],
      [
        ['r', 700_000n],
        ['s', 700_000n],
        ['t', 100_000n],
      ],
    );
    expect(told('in1', [small])[0]?.sentence).toMatch(/Detector: equal-outputs; .* too weak/);
    const both = told('in1', [COINJOIN, small]);
    expect(both).toHaveLength(1);
    expect(both[0]?.sentence).toMatch(/took part in 2 transactions .*joinmarket/);
  });

  it('is not given for an exchange’s payout of its shape', () => {
    expect(told('out1', [COINJOIN], [exchange(btcAccount('in2'), 'Kraken')])).toEqual([]);
  });
});

describe('a CoinJoin of others at which money of the subject is lost sight of', () => {
  const [near, far] = [
    pay('wage', 9, [['out0', 'joint', 0, 5_000_000n]], [[SUBJECT, 4_999_000n]]),
    [
      pay('sold', 9, [['out0', 'joint', 0, 5_000_000n]], [['buyer', 4_999_000n]]),
      pay('wage', 11, [['buyer', 'sold', 0, 4_999_000n]], [[SUBJECT, 4_998_000n]]),
    ],
  ];
  const signals = (facts: readonly UtxoTx[], more = claims) =>
    tellSignals(trace([COINJOIN, ...facts], { claims: more }), []).flatMap(({ kind, sentence }) =>
      kind === 'coinjoin' || kind === 'shared-coinjoin' ? [[kind, sentence] as const] : [],
    );
  const kinds = (...given: Parameters<typeof signals>) => signals(...given).map(([kind]) => kind);

  it('is told with its way, detector and confidence, however far it is', () => {
    expect(signals([near])[0]?.[1]).toMatch(
      /came out of one transaction of others .*; joint\), one transaction away: from there to this address by wage\. .*confidence 49.*Detector: joinmarket/,
    );
    expect(signals(far)[0]?.[1]).toContain('2 transactions away');
    expect(signals(far)[0]?.[1]).toContain('by sold, then wage');
  });

  it('is told, too, where money went into it', () => {
    const funded = pay('a', 1, [], [[SUBJECT, 7_302_000n]]);
    const paid = pay('b', 3, [[SUBJECT, 'a', 0, 7_302_000n]], [['in0', 7_300_000n]]);
    const inputs = COINJOIN.inputs.map((input, at) =>
      at === 0 ? { ...input, previous: { txId: 'b', index: 0 } } : input,
    );
    const told = tellSignals(trace([funded, paid, { ...COINJOIN, inputs }]), []);
    expect(told.filter(({ kind }) => kind === 'coinjoin')[0]?.sentence).toMatch(
      /this address sent went into one transaction .* back to this address by b\./,
    );
  });

  it('is none where the trail did not come there, or goes through it', () => {
    const beside = pay('beside', 9, [['x', 'y', 0, 5_000_000n]], [[SUBJECT, 4_999_000n]]);
    expect(kinds([beside])).toEqual([]);
    const kraken = [exchange(btcAccount('out0'), 'Kraken')];
    expect(kinds([near], kraken)).toEqual([]);
    expect(kinds([near], [exchange(btcAccount('in2'), 'Kraken')])).toEqual([]);
  });

  it('is reviewed where an account with a claim paid in, as far as the policy requires to see', () => {
    const listed = [claim(btcAccount('in1'))];
    expect(signals([near], listed)).toEqual([
      ['coinjoin', expect.anything()],
      [
        'shared-coinjoin',
        expect.stringMatching(
          /paid \d+ % .* out of which money came .* over one account \(joint\)/,
        ),
      ],
    ]);
    // Further back strangers meet by chance, and dust can be sent to anybody.
    expect(kinds(far, listed)).toEqual(['coinjoin']);
    const paid = (amount: bigint) => [
      pay('wage', 9, [['out0', 'joint', 0, 5_000_000n]], [[SUBJECT, amount]]),
    ];
    expect(kinds(paid(3n), listed)).toEqual(['coinjoin', 'shared-coinjoin']);
    expect(kinds(paid(2n), listed)).toEqual(['coinjoin']);
    expect(kinds([near])).toEqual(['coinjoin']);
  });

  it('asks for no look where the wallet paid somebody who joined with an account with a claim', () => {
    const funded = pay('a', 1, [], [[SUBJECT, 7_302_000n]]);
    const paid = pay('b', 3, [[SUBJECT, 'a', 0, 7_302_000n]], [['in0', 7_300_000n]]);
    const inputs = COINJOIN.inputs.map((input, at) =>
      at === 0 ? { ...input, previous: { txId: 'b', index: 0 } } : input,
    );
    const facts = [funded, paid, { ...COINJOIN, inputs }];
    const told = tellSignals(trace(facts, { claims: [claim(btcAccount('in1'))] }), []);
    expect(told.map(({ kind }) => kind)).not.toContain('shared-coinjoin');
  });

  it('is told once for all of one direction, by the nearest', () => {
    const other = { ...COINJOIN, txId: 'other' };
    const sold = [
      pay('sold', 9, [['out1', 'other', 1, 5_000_000n]], [['buyer', 4_999_000n]]),
      pay('later', 11, [['buyer', 'sold', 0, 4_999_000n]], [[SUBJECT, 4_998_000n]]),
    ];
    const told = signals([other, ...sold, near]);
    expect(told).toHaveLength(1);
    expect(told[0]?.[1]).toMatch(
      /came out of 2 transactions of others .*; joint\), one transaction/,
    );
  });

  it('is none of those in which the wallet has a part, which are told by themselves', () => {
    const wage = pay('wage', 9, [['out0', 'joint', 0, 5_000_000n]], [['in1', 4_999_000n]]);
    const traced = trace([COINJOIN, wage], { subject: btcAccount('in1') });
    const told = tellSignals(traced, []).filter(({ kind }) => kind === 'coinjoin');
    expect(told.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('took part in one transaction'),
    ]);
  });

  it('is none of so weak a shape that the money is followed through it', () => {
    const two = pay(
      'two',
      7,
      [
        ['a', 'x', 0, 900_000n],
        ['b', 'y', 0, 800_000n],
      ],
      [
        ['c', 700_000n],
        ['d', 700_000n],
        ['e', 100_000n],
      ],
    );
    const paid = pay('paid', 9, [['c', 'two', 0, 700_000n]], [[SUBJECT, 699_000n]]);
    expect(kinds([two, paid])).toEqual([]);
  });

  it('stands in the composition by what it was known by', () => {
    const world = { subject: btcAccount(SUBJECT), facts: [COINJOIN, near] };
    expect(accountWorld(world).composition.incoming).toMatchObject([
      { place: 'mixer', entity: 'CoinJoin (joinmarket, confidence 49 of 100)' },
    ]);
    const pool = { ...joinOf(WHIRLPOOL_ROUND), txId: 'pool', height: 5 };
    const facts = [
      ...world.facts,
      { ...pool, timeSeconds: COINJOIN.timeSeconds },
      pay('more', 9, [['out0', 'pool', 0, 1_000_000n]], [[SUBJECT, 999_000n]]),
    ];
    const rows = accountWorld({ ...world, facts }).composition.incoming;
    expect(rows.map(({ entity }) => entity)).toEqual([
      'CoinJoin (joinmarket, confidence 49 of 100)',
      'CoinJoin (whirlpool, confidence 60 of 100)',
    ]);
  });
});

describe('an account with a risk claim in the subject’s CoinJoin', () => {
  /** The first of three people brings so many satoshi, of `others` more. */
  const joinWith = (listed: bigint, others = 14_600_000n) =>
    joinOf({
      inputs: [listed, others / 2n, others / 2n],
      outputs: JOINMARKET_JOIN.outputs,
    });
  const told = (subject: string, tx: UtxoTx, ...labels: readonly Attribution[]) =>
    tellSignals(
      trace([{ ...COINJOIN, inputs: tx.inputs, outputs: tx.outputs }], {
        subject: btcAccount(subject),
        claims: labels.length === 0 ? [claim(btcAccount('in0'))] : labels,
      }),
      [],
    ).filter(({ kind }) => kind === 'shared-coinjoin');

  it('is told where it paid in a third, whichever end the subject stands at, and accused of nothing', () => {
    for (const subject of ['in1', 'out1']) {
      const [signal, ...others] = told(subject, joinWith(7_300_000n));
      expect(others).toEqual([]);
      expect(signal).toMatchObject({
        account: btcAccount('in0'),
        attribution: { actor: 'lazarus' },
      });
      expect(signal?.sentence).toContain('paid 33 % of all that went into a CoinJoin');
      expect(signal?.sentence).toContain('no more than to any other there');
    }
  });

  it('takes a tenth of what was paid in, all such accounts together', () => {
    const wide = (listed: bigint) => ({
      ...joinWith(listed, 90_000_000n),
      outputs: joinOf({
        inputs: [],
        outputs: [...times(3, 5_000_000n), 45_000_000n, 39_000_000n],
      }).outputs,
    });
    expect(told('out1', wide(10_000_000n))).toHaveLength(1);
    expect(told('out1', wide(9_999_999n))).toEqual([]);
    const both = [claim(btcAccount('in0')), claim(btcAccount('in1'))];
    expect(told('out1', wide(5_000_000n), ...both).map(({ account }) => account)).toEqual([
      btcAccount('in0'),
      btcAccount('in1'),
    ]);
  });

  it('is not told of an exchange, of who is paid, or of the subject itself', () => {
    const third = joinWith(7_300_000n);
    expect(told('out1', third, exchange(btcAccount('in0'), 'Kraken'))).toEqual([]);
    expect(told('out1', third, claim(btcAccount('out0')))).toEqual([]);
    expect(told('in0', third)).toEqual([]);
  });

  it('is not told where the shape is too weak to end the trail: there the money is followed', () => {
    const two = joinOf({
      inputs: [900_000n, 800_000n],
      outputs: [700_000n, 700_000n, 100_000n],
    });
    const subject = btcAccount('out1');
    const world = { subject, claims: [claim(btcAccount('in0'))] };
    const weak = { ...COINJOIN, inputs: two.inputs, outputs: two.outputs };
    expect(told('out1', two)).toEqual([]);
    expect(accountWorld({ ...world, facts: [weak] }).exposures).toMatchObject([{ kind: 'direct' }]);
    expect(accountWorld({ ...world, facts: [COINJOIN] }).exposures).toEqual([]);
  });
});
