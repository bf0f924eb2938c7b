import { describe, expect, it } from 'vitest';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  explorerAt,
  importLabels,
  inventedAddress,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { transfer } from '../support/sourceBench.js';

const opened = closeAfterwards();
const THIEF = inventedAddress('a listed thief');

describe('at its deadline a screening answers with what it has', () => {
  it('holds a wallet that a listed account paid, although the next list never came', async () => {
    const paid = transfer({
      from: accountAt(THIEF),
      to: accountAt(HONEST),
      amount: 10n ** 18n,
      timeSeconds: Date.UTC(2024, 0, 1) / 1000,
    });
    const server = await opened.server(
      startLoopbackExplorer({
        facts: [...honestTransfers(), paid],
        script: ({ url }) =>
          url.searchParams.get('action') === 'txlistinternal' ? { kind: 'stall' } : null,
      }),
    );
    const app = opened.app({
      labels: { builtIn: false },
      chains: chainsOf({ ethereum: [explorerAt(server)] }),
      policy: { deadline: '1500ms' },
    });
    const label = { chain: 'ethereum', entity: 'Thieves', category: 'stolen-funds' } as const;
    await importLabels(app, [{ ...label, address: THIEF, actor: 'lazarus' }]);
    const startedMs = performance.now();
    const document = await app.screen(HONEST);
    expect(performance.now() - startedMs).toBeLessThan(2500);
    expect(document).toMatchObject({ decision: 'hold', complete: false });
    const gap = document.gaps.find(({ channel }) => channel === 'internal');
    expect(gap?.sentence).toContain(server.host);
    expect(gap?.cure).toContain('--deadline');
  });
});
