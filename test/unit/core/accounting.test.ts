import { describe, expect, it } from 'vitest';
import { formatShare } from '../../../src/core/amount.js';
import { accountWorld } from '../../support/traceWorld.js';
import {
  BTC,
  bitcoinTx,
  btcAccount,
  claim,
  ETH,
  ether,
  evmAccount,
  exchange,
} from '../../support/world.js';

const [S, X, K, L, C, F, D, B] = [1, 2, 3, 4, 5, 6, 7, 8].map(evmAccount);
if (!S || !X || !K || !L || !C || !F || !D || !B) throw new Error('accounts are missing');

const claims = [claim(L), exchange(K, 'Kraken'), exchange(C, 'Coinbase'), exchange(B, 'Binance')];

describe('where mixed money came from', () => {
  // Kraken 1, Lazarus 2.5, Kraken 0.5 into X; X pays S 2. Numbers in hundredths of an ether.
  const facts = [
    ether(K, X, 100n, 1),
    ether(L, X, 250n, 2),
    ether(K, X, 50n, 3),
    ether(X, S, 200n, 4),
  ];

  it('tells the share of a labelled account by haircut and by first in, first out', () => {
    const { exposures } = accountWorld({ subject: S, facts, claims });
    expect(exposures).toHaveLength(1);
    const [exposure] = exposures;
    expect(exposure).toMatchObject({
      direction: 'incoming',
      kind: 'indirect',
      minHops: 2,
      ownerHops: 2,
      entityDesignation: 'after',
      dust: false,
    });
    expect(exposure?.amounts[0]).toMatchObject({ haircut: 125n, fifo: 100n });
    expect(exposure?.share && formatShare(exposure.share.haircut)).toBe('0.625000');
  });

  it('shows the transfers from the labelled account to the subject, in order', () => {
    const [exposure] = accountWorld({ subject: S, facts, claims }).exposures;
    expect(exposure?.paths.map((path) => path.hops.map((hop) => [hop.from, hop.to]))).toEqual([
      [
        [L, X],
        [X, S],
      ],
    ]);
    expect(exposure?.paths[0]).toMatchObject({ carried: 200n, carriedAsset: ETH });
  });

  it('accounts for every unit: the composition adds up to what was received', () => {
    const { composition, totals } = accountWorld({ subject: S, facts, claims });
    expect(totals.incoming.totals).toMatchObject([
      { amount: 200n, returned: { haircut: { amount: 0n }, most: { amount: 0n } } },
    ]);
    expect(composition.incoming).toMatchObject([
      { place: 'labelled', entity: 'Lazarus Group', amount: 125n },
      { place: 'service', entity: 'Kraken', amount: 75n },
    ]);
  });

  it('does not let money that arrived after a payment have funded it', () => {
    const late = [ether(K, X, 200n, 1), ether(X, S, 200n, 2), ether(L, X, 250n, 3)];
    expect(accountWorld({ subject: S, facts: late, claims }).exposures).toEqual([]);
  });

  it('sets a round trip apart instead of letting it thin out a share', () => {
    const trip = [ether(L, S, 100n, 1), ether(S, F, 90n, 2), ether(F, S, 90n, 3)];
    const { totals, exposures } = accountWorld({ subject: S, facts: trip, claims });
    expect(totals.incoming.totals).toMatchObject([
      { amount: 190n, returned: { haircut: { amount: 90n }, fifo: { amount: 90n } } },
    ]);
    const share = exposures.find((exposure) => exposure.kind === 'direct')?.share;
    expect(share && formatShare(share.haircut)).toBe('1.000000');
  });

  it('calls value that an account was never seen to get unseen, not its own', () => {
    const overdrawn = [ether(K, X, 50n, 1), ether(X, S, 200n, 2)];
    const { composition } = accountWorld({ subject: S, facts: overdrawn, claims });
    expect(composition.incoming).toMatchObject([
      { place: 'unseen', reason: 'ledger-mismatch', amount: 150n },
      { place: 'service', entity: 'Kraken', amount: 50n },
    ]);
  });
});

describe('where money went', () => {
  it('follows payments through others to services, fees and what is still held', () => {
    const facts = [
      ether(K, S, 1_000n, 1),
      ether(S, D, 600n, 2),
      ether(S, null, 10n, 3),
      ether(D, B, 500n, 4),
    ];
    const { composition } = accountWorld({ subject: S, facts, claims });
    expect(composition.outgoing).toMatchObject([
      { place: 'service', entity: 'Binance', amount: 500n },
      { place: 'held', amount: 100n },
      { place: 'fee', amount: 10n },
    ]);
  });

  it('keeps a stranger who only sent dust apart from one who paid', () => {
    const dust = accountWorld({ subject: F, facts: [ether(F, L, 2n, 1)], claims });
    expect(dust.exposures).toMatchObject([{ direction: 'outgoing', kind: 'direct', dust: true }]);
    const paid = accountWorld({ subject: F, facts: [ether(F, L, 3n, 1)], claims });
    expect(paid.exposures).toMatchObject([{ direction: 'outgoing', kind: 'direct', dust: false }]);
  });

  it('reports an empty message to a labelled account as contact', () => {
    const { exposures } = accountWorld({ subject: F, facts: [ether(F, L, 0n, 1)], claims });
    expect(exposures).toMatchObject([{ kind: 'direct', amounts: [], dust: true }]);
  });
});

describe('unspent outputs', () => {
  const [s, x, l, k] = ['subject', 'x', 'lazarus', 'kraken'].map(btcAccount);
  if (!s || !x || !l || !k) throw new Error('accounts are missing');
  const labels = [claim(l), exchange(k, 'Kraken')];
  const out = (account: typeof s, amount: bigint) => ({ account, amount });
  const spend = (txId: string, index: number, account: typeof s, amount: bigint) => ({
    previous: { txId, index },
    account,
    amount,
  });
  const facts = [
    bitcoinTx('t1', 1, {
      inputs: [spend('t0', 0, l, 40n), spend('t0', 1, k, 60n)],
      outputs: [out(x, 90n), out(k, 10n)],
    }),
    bitcoinTx('t2', 2, {
      inputs: [spend('t1', 0, x, 90n)],
      outputs: [out(s, 50n), out(x, 30n)],
    }),
  ];

  it('steps back by outpoint and splits by the inputs of each transaction', () => {
    const { exposures, composition } = accountWorld({ subject: s, facts, claims: labels });
    expect(exposures).toMatchObject([{ kind: 'indirect', minHops: 2, direction: 'incoming' }]);
    expect(exposures[0]?.amounts).toMatchObject([{ asset: BTC, haircut: 20n, fifo: 40n }]);
    expect(composition.incoming).toMatchObject([
      { place: 'service', amount: 30n },
      { place: 'labelled', amount: 20n },
    ]);
  });

  it('takes change off: what comes back to the payer was not received', () => {
    const change = [
      ...facts,
      bitcoinTx('t3', 3, {
        inputs: [spend('t2', 0, s, 50n)],
        outputs: [out(l, 15n), out(s, 33n)],
      }),
    ];
    const { totals, composition } = accountWorld({ subject: s, facts: change, claims: labels });
    expect(totals.incoming.totals).toMatchObject([{ amount: 50n }]);
    expect(totals.outgoing.totals).toMatchObject([{ amount: 17n }]);
    expect(composition.outgoing).toMatchObject([
      { place: 'labelled', amount: 15n },
      { place: 'fee', amount: 2n },
    ]);
  });
});
