import { expect, it } from 'vitest';
import { erc20AssetId } from '../../src/core/asset.js';
import { tellSignals } from '../../src/core/signals/tellSignals.js';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { traceWorld } from '../support/traceWorld.js';
import { ether, evmAccount } from '../support/world.js';

const opened = closeAfterwards();

it('a wallet that is used on one chain may be paid although it is not used on another', async () => {
  const ethereum = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
  const polygon = await opened.server(startLoopbackExplorer({ facts: [], chainId: '137' }));
  const chains = chainsOf({ ethereum: [explorerAt(ethereum)], polygon: [explorerAt(polygon)] });
  const app = await openHonestApp({ chains });
  expect((await app.screen(HONEST)).decision).toBe('proceed');
  app.close();
});

it('a wallet that is new on one chain is not called fresh when it is old on another', async () => {
  const started = Math.floor(TEST_NOW_MS / 1000) - 20 * 86_400;
  const recent = honestTransfers('polygon')
    .slice(0, 3)
    .map((fact, at) => ({ ...fact, timeSeconds: started + at * 3600 }));
  const polygon = await opened.server(startLoopbackExplorer({ facts: recent, chainId: '137' }));
  const ethereum = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
  const unused = await opened.server(startLoopbackExplorer({ facts: [] }));
  const isFresh = async (other: typeof ethereum) => {
    const chains = chainsOf({ polygon: [explorerAt(polygon)], ethereum: [explorerAt(other)] });
    const app = await openHonestApp({ chains });
    const { signals } = await app.screen(HONEST);
    app.close();
    return signals.some(({ kind }) => kind === 'fresh-wallet');
  };
  expect(await isFresh(ethereum)).toBe(false);
  expect(await isFresh(unused)).toBe(true);
});

it.each(['a worthless token', 'an empty message'])('%s is no history', (what) => {
  const [subject, stranger] = [evmAccount(1), evmAccount(2)];
  const coin = ether(stranger, subject, what === 'an empty message' ? 0n : 5n, 1);
  const token = { ...coin, channel: 'token', asset: erc20AssetId(coin.chain, '0xjunk') } as const;
  const trace = traceWorld({ subject, facts: [what === 'an empty message' ? coin : token] });
  expect(tellSignals(trace, []).map(({ kind }) => kind)).toContain('no-history');
});
