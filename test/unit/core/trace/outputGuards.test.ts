import { describe, expect, it } from 'vitest';
import type { UtxoTx } from '../../../../src/core/ledger.js';
import { pay, reachOf, SUBJECT, trace } from '../../../support/outputLedgers.js';
import { btcAccount, claim, exchange } from '../../../support/world.js';

const LAZARUS = claim(btcAccount('lazarus'));
const KRAKEN = exchange(btcAccount('kraken'), 'Kraken');
const keysOf = (traced: ReturnType<typeof trace>) =>
  [...traced.frontier.places].map(({ key }) => key).join(' ');

describe('a service on the way', () => {
  const incoming: readonly UtxoTx[] = [
    pay('theft', 1, [['lazarus', 'mined', 0, 9_000n]], [['kraken', 8_000n]]),
    pay('wage', 9, [['kraken', 'theft', 0, 8_000n]], [[SUBJECT, 7_000n]]),
  ];
  const outgoing: readonly UtxoTx[] = [
    pay('wage', 1, [], [[SUBJECT, 9_000n]]),
    pay('paid', 2, [[SUBJECT, 'wage', 0, 9_000n]], [['kraken', 8_000n]]),
    pay('on', 9, [['kraken', 'paid', 0, 8_000n]], [['lazarus', 7_000n]]),
  ];

  it('ends the trail, back and forth, and nothing beyond is looked up', () => {
    const back = trace(incoming, { claims: [LAZARUS, KRAKEN] });
    expect(reachOf(back, 'incoming')('kraken')).toEqual({ depth: 1, raw: 1 });
    expect(reachOf(back, 'incoming')('lazarus')).toBeUndefined();
    expect(keysOf(back)).not.toContain('theft');
    const forth = trace(outgoing, { claims: [LAZARUS, KRAKEN] });
    expect(reachOf(forth, 'outgoing')('kraken')).toEqual({ depth: 1, raw: 1 });
    expect(reachOf(forth, 'outgoing')('lazarus')).toBeUndefined();
    expect(keysOf(forth)).not.toContain('paid');
  });

  it('without a label is followed like anybody', () => {
    expect(reachOf(trace(incoming), 'incoming')('lazarus')).toBeDefined();
    expect(reachOf(trace(outgoing), 'outgoing')('lazarus')).toBeDefined();
  });
});

describe('what the subject moves to itself', () => {
  it('is no payment: change is not followed, nor those beside it', () => {
    const facts = [
      pay('wage', 1, [], [[SUBJECT, 9_000n]]),
      pay(
        'paid',
        2,
        [[SUBJECT, 'wage', 0, 9_000n]],
        [
          ['shop', 2_000n],
          [SUBJECT, 6_900n],
        ],
      ),
    ];
    const traced = trace(facts);
    expect(reachOf(traced, 'outgoing')(SUBJECT)).toBeUndefined();
    expect(reachOf(traced, 'outgoing')('shop')).toEqual({ depth: 1, raw: 1 });
    expect(keysOf(traced)).not.toContain('|paid|1');
  });

  it('is no payment of whoever pays in the same transaction', () => {
    const both = pay(
      'both',
      2,
      [
        [SUBJECT, 'wage', 0, 9_000n],
        ['partner', 'x', 0, 3_000n],
      ],
      [
        [SUBJECT, 9_000n],
        ['shop', 2_900n],
      ],
    );
    const traced = trace([pay('wage', 1, [], [[SUBJECT, 9_000n]]), both]);
    expect(reachOf(traced, 'outgoing')('shop')).toBeUndefined();
    expect(traced.frontier.totals.outgoing.size).toBe(0);
  });

  it('is income only for what came beyond what it gave itself', () => {
    const more = pay(
      'more',
      2,
      [
        [SUBJECT, 'wage', 0, 9_000n],
        ['partner', 'x', 0, 3_000n],
      ],
      [[SUBJECT, 11_000n]],
    );
    const traced = trace([pay('wage', 1, [], [[SUBJECT, 9_000n]]), more]);
    expect([...traced.frontier.totals.incoming.values()]).toEqual([11_000n]);
    expect(reachOf(traced, 'incoming')('partner')).toEqual({ depth: 1, raw: 1 });
  });
});

describe('an output that nobody can look up', () => {
  it('is a place that failed, and says why', () => {
    const wage = pay('wage', 9, [['payer', 'before', 0, 8_000n]], [[SUBJECT, 7_000n]]);
    const unknown = { ...wage, inputs: wage.inputs.map((one) => ({ ...one, previous: null })) };
    const stateOf = (tx: UtxoTx) =>
      [...trace([tx]).frontier.places]
        .filter(({ account }) => account === btcAccount('payer'))
        .map(({ state }) => state);
    expect(stateOf(unknown)).toEqual(['failed']);
    expect(stateOf(wage)).toEqual(['expanded']);
    const [unseen] = [...trace([unknown]).unseen.values()];
    expect(unseen).toMatchObject([{ kind: 'capability', channel: 'utxo' }]);
  });
});

describe('an output of nothing', () => {
  it('leads nowhere', () => {
    const facts = [
      pay('wage', 1, [], [[SUBJECT, 9_000n]]),
      pay(
        'paid',
        2,
        [[SUBJECT, 'wage', 0, 9_000n]],
        [
          ['shop', 8_000n],
          ['empty', 0n],
        ],
      ),
    ];
    expect(reachOf(trace(facts), 'outgoing')('empty')).toBeUndefined();
  });
});

describe('outputs that are passed on within days', () => {
  /** Each of so many payments spends the whole of the one before, a day later. */
  const relay = (names: readonly string[]): readonly UtxoTx[] =>
    names.slice(1).map((to, at) => {
      const amount = 9_000_000n - BigInt(at) * 100n;
      const of = at === 0 ? 'start' : `t${at - 1}`;
      const tx = pay(`t${at}`, at + 2, [[names[at] ?? '', of, 0, amount]], [[to, amount - 100n]]);
      return { ...tx, timeSeconds: 1_650_000_000 + (at + 1) * 86_400 };
    });
  const between = (payments: number) =>
    Array.from({ length: payments - 1 }, (_, at) => `1passer${at}`);
  const start = { ...pay('start', 1, [], [[SUBJECT, 9_000_000n]]), timeSeconds: 1_650_000_000 };
  const depthBack = (payments: number) =>
    reachOf(trace(relay(['lazarus', ...between(payments), SUBJECT])), 'incoming')('lazarus')?.depth;
  const depthForth = (payments: number) =>
    reachOf(
      trace([start, ...relay([SUBJECT, ...between(payments), 'lazarus'])]),
      'outgoing',
    )('lazarus')?.depth;

  it('use no depth while at most twelve payments lie between, and depth from there on', () => {
    expect([12, 13, 15, 16].map(depthBack)).toEqual([1, 2, 4, undefined]);
    expect([12, 13, 15, 16].map(depthForth)).toEqual([1, 2, 4, undefined]);
  });
});
