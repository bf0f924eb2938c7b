import { expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import type { LedgerFact } from '../../../src/core/ledger.js';
import { screenLedger } from '../../support/screenLedger.js';
import { ASSETS, bitcoinTx, btcAccount, ether, evmAccount, exchange } from '../../support/world.js';

const [WALLET, PAYER, SHOP, KRAKEN] = [evmAccount(1), evmAccount(2), evmAccount(3), evmAccount(4)];
const [COINS, FUNDER] = [btcAccount('coins'), btcAccount('funder')];

const ETHER: readonly LedgerFact[] = [
  ether(KRAKEN, PAYER, 10n ** 19n, 1),
  ether(PAYER, WALLET, 10n ** 19n, 2),
  ether(WALLET, SHOP, 4n * 10n ** 18n, 3),
];
const BITCOIN: readonly LedgerFact[] = [
  bitcoinTx('a', 1, {
    inputs: [{ account: FUNDER, amount: 10n ** 8n, previous: { txId: 'b', index: 0 } }],
    outputs: [{ account: COINS, amount: 10n ** 8n }],
  }),
];

const screen = (subject: Account, facts: readonly LedgerFact[], hubs: readonly Account[]) =>
  screenLedger({
    subject,
    facts,
    claims: [exchange(KRAKEN, 'Kraken')],
    assets: ASSETS,
    prices: { priceOf: () => null },
    hubs,
    nowSeconds: 1_660_000_000,
  });

it.each([
  ['accounts', WALLET, ETHER],
  ['outputs', COINS, BITCOIN],
] as const)(
  'says once that a busy wallet is not followed, and why: %s',
  async (_, subject, facts) => {
    const verdict = await screen(subject, facts, [subject]);
    expect(verdict.decision).toBe('review');
    expect(verdict.gaps).toEqual([
      {
        kind: 'budget',
        account: subject,
        direction: null,
        channel: null,
        share: null,
        matters: true,
        sentence:
          'The sums of this wallet are of what was read of its history, maybe not all, and where its money came from and went was not followed: it has more than 10,000 transactions.',
        cure: 'Screen the wallet of their own that the payee gives instead.',
      },
    ]);
    const { incoming, outgoing } = verdict.composition;
    const reasons = [...incoming, ...outgoing].map(({ place, reason }) => [place, reason]);
    expect(new Set(reasons.map(String))).toEqual(new Set(['unseen,budget']));
  },
);

it('says nothing like it where somebody else is busy', async () => {
  const verdict = await screen(WALLET, ETHER, [PAYER]);
  expect(verdict.gaps).toEqual([]);
  expect(verdict.composition.incoming).toMatchObject([{ place: 'hub', reason: null }]);
});
