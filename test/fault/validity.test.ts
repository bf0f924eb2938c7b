import { describe, expect, it } from 'vitest';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';

const opened = closeAfterwards();
const DAY_MS = 86_400_000;

async function openWallet(afterTipMs: number) {
  const server = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  const tipMs = server.tip.timeSeconds * 1000;
  const chains = chainsOf({ ethereum: [explorerAt(server)] });
  const app = await openHonestApp({ chains }, { nowMs: () => tipMs + afterTipMs });
  return { app, validAfterTip: new Date(tipMs + DAY_MS).toISOString().replace('.000', '') };
}

describe('a verdict is valid for a day after the last moment that it has seen', () => {
  it('says to pay while what was seen is fresh', async () => {
    const { app, validAfterTip } = await openWallet(60_000);
    const document = await app.screen(HONEST);
    expect(document.validUntil).toBe(validAfterTip);
    expect(document.nextStep.text).toMatch(/^Pay to exactly this address/);
    app.close();
  });

  it('does not say to pay on blocks of long ago, neither from the cache nor from a source that stands still', async () => {
    const { app, validAfterTip } = await openWallet(30 * DAY_MS);
    for (const offline of [false, true]) {
      const document = await app.screen(HONEST, { offline });
      expect(document.validUntil).toBe(validAfterTip);
      expect(document.decision).toBe('incomplete');
      expect(document.nextStep.text).toMatch(/^Do not pay yet/);
      expect(document.gaps[0]?.sentence).toMatch(/^Nothing of Ethereum after .* was seen\.$/);
    }
    app.close();
  });

  it('does not say to pay on a verdict about a past day', async () => {
    const { app } = await openWallet(60_000);
    const document = await app.screen(HONEST, { asOf: '2023-02-01' });
    expect(document.decision).toBe('proceed');
    expect(document.validUntil).toBe('2023-02-02T23:59:59Z');
    expect(document.nextStep.text).toMatch(/^Do not pay on this: it answers for the past only/);
    app.close();
  });
});
