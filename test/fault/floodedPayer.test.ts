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

it('ten thousand worthless tokens do not end the trail at a payer', async () => {
  const honest = honestTransfers();
  const [first] = honest;
  if (first === undefined) throw new Error('the honest wallet has no transfers');
  const junk = Array.from({ length: 10_100 }, (_, at) => ({
    ...first,
    channel: 'token' as const,
    asset: erc20AssetId(first.chain, `0x${'aa'.repeat(20)}`),
    from: accountAt(inventedAddress('a spammer')),
    to: accountAt(EMPLOYER),
    amount: 1n,
    timeSeconds: first.timeSeconds + 100 + at * 13,
  }));
  const server = await opened.server(startLoopbackExplorer({ facts: [...honest, ...junk] }));
  const app = openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(server)] }) });
  const document = await app.screen(HONEST);
  expect(document.composition.incoming.map(({ origin }) => origin)).not.toContain('hub');
  expect(document.decision).toBe('incomplete');
  app.close();
}, 30_000);
