import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellUnpriced } from '../../../src/core/accounting/tellUnpriced.js';
import type { LedgerFact } from '../../../src/core/ledger.js';
import type { PriceBook } from '../../../src/core/price.js';
import { traceWorld } from '../../support/traceWorld.js';
import { pay, payToken, USDC, usdc, who, workedExample } from '../../support/workedExample.js';
import { BTC, bitcoinTx, btcAccount, ETH } from '../../support/world.js';

const PRICE = { numerator: 2_000_000_000n, denominator: 10n ** 18n };
const FIRST = '2022-05-01';
const SECOND = '2022-05-02';
const THIRD = '2022-05-03';
const ETHER = 10n ** 18n;

const facts = [
  pay(who('F'), who('S'), 3n * ETHER, FIRST, 1),
  pay(who('F'), who('S'), ETHER, SECOND, 2),
  pay(who('S'), who('D'), ETHER, THIRD, 3),
  payToken(pay(who('C'), who('S'), usdc(50), FIRST, 4), USDC),
];

/** The gaps of a wallet where ether has a price at these times only. */
function gapsWhere(isPriced: (timeSeconds: number) => boolean) {
  const prices: PriceBook = {
    priceOf: (asset, time) => (asset === ETH && isPriced(time) ? PRICE : null),
  };
  const trace = traceWorld({ ...workedExample, facts, prices });
  return tellUnpriced(trace, accountFor(trace).splits, (asset, time) => `cure ${asset} ${time}`);
}

const timeOf = (at: number) => facts[at]?.timeSeconds ?? 0;

describe('what has no price', () => {
  it('is told by asset and direction, with its part, its days and its cure, and never matters', () => {
    expect(gapsWhere(() => false)).toMatchObject([
      {
        kind: 'unpriced',
        account: who('S'),
        direction: 'incoming',
        share: '1.000000',
        matters: false,
        sentence: expect.stringContaining('of ETH on 2 days from 2022-05-01 to 2022-05-02:'),
        cure: `cure ${ETH} ${timeOf(0)}`,
      },
      {
        direction: 'outgoing',
        share: '1.000000',
        sentence: expect.stringContaining('of ETH on 2022-05-03:'),
      },
    ]);
  });

  it('is the part of the days without one', () => {
    const gaps = gapsWhere((time) => time !== timeOf(1));
    expect(gaps).toMatchObject([
      { direction: 'incoming', share: '0.250000', cure: `cure ${ETH} ${timeOf(1)}` },
    ]);
  });

  it('is nothing where every payment has one, and no dollar coin ever lacks one', () => {
    expect(gapsWhere(() => true)).toEqual([]);
  });

  it('is nothing where only what was given back in the same transaction lacks one', () => {
    const through = [
      pay(who('F'), who('S'), ETHER, '2022-05-04', 5),
      { ...pay(who('S'), who('F'), ETHER, '2022-05-04', 5), index: '#6' },
    ];
    const prices: PriceBook = {
      priceOf: (asset, time) => (asset === ETH && time !== through[0]?.timeSeconds ? PRICE : null),
    };
    const trace = traceWorld({ ...workedExample, facts: [...facts, ...through], prices });
    expect(tellUnpriced(trace, accountFor(trace).splits, () => 'cure')).toEqual([]);
  });

  it('is told of outputs as well', () => {
    const [payer, subject] = [btcAccount('payer'), btcAccount('subject')];
    const coin = bitcoinTx('a', 1, {
      inputs: [{ previous: null, account: payer, amount: 100n }],
      outputs: [
        { account: subject, amount: 60n },
        { account: payer, amount: 40n },
      ],
    });
    const spent = bitcoinTx('b', 2, {
      inputs: [{ previous: { txId: 'a', index: 0 }, account: subject, amount: 60n }],
      outputs: [{ account: payer, amount: 60n }],
    });
    const world: readonly LedgerFact[] = [coin, spent];
    const trace = traceWorld({ subject, facts: world });
    const gaps = tellUnpriced(trace, accountFor(trace).splits, () => 'cure');
    expect(gaps.map(({ direction, share }) => [direction, share])).toEqual([
      ['incoming', '1.000000'],
      ['outgoing', '1.000000'],
    ]);
    expect(gaps[0]?.sentence).toContain(`of BTC on`);
    expect(trace.start.assets.has(BTC)).toBe(true);
  });
});
