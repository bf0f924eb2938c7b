import { expect, it } from 'vitest';
import { erc20AssetId } from '../../src/core/asset.js';
import { EMPLOYER, HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  explorerAt,
  inventedAddress,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';

const opened = closeAfterwards();

const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';

/** How the honest wallet looks after its payer got so many rows of this kind. */
async function screenFlooded(row: { readonly contract: string; readonly amount: bigint }) {
  const honest = honestTransfers();
  const [first] = honest;
  if (first === undefined) throw new Error('the honest wallet has no transfers');
  const rows = Array.from({ length: 10_100 }, (_, at) => ({
    ...first,
    channel: 'token' as const,
    asset: erc20AssetId(first.chain, row.contract),
    from: accountAt(inventedAddress('a spammer')),
    to: accountAt(EMPLOYER),
    amount: row.amount,
    timeSeconds: first.timeSeconds + 100 + at * 13,
  }));
  const server = await opened.server(startLoopbackExplorer({ facts: [...honest, ...rows] }));
  const app = await openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(server)] }) });
  const document = await app.screen(HONEST);
  app.close();
  return document;
}

it.each([
  { what: 'worthless tokens', contract: `0x${'aa'.repeat(20)}`, amount: 1n },
  { what: 'payments of dust in dollars', contract: USDC, amount: 9_999_999n },
])(
  'ten thousand $what do not end the trail at a payer',
  async (row) => {
    const document = await screenFlooded(row);
    expect(document.composition.incoming.map(({ origin }) => origin)).not.toContain('hub');
    expect(document.decision).toBe('incomplete');
  },
  30_000,
);

it('ten thousand payments of ten dollars make a payer a hub', async () => {
  const document = await screenFlooded({ contract: USDC, amount: 10_000_000n });
  expect(document.composition.incoming.map(({ origin }) => origin)).toContain('hub');
}, 30_000);
