import { expect, it } from 'vitest';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';

const opened = closeAfterwards();
const YEAR_MS = 365 * 86_400_000;

it('facts of last year are not enough to pay today', async () => {
  const server = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
  let nowMs = TEST_NOW_MS;
  const chains = chainsOf({ ethereum: [explorerAt(server)] });
  const app = await openHonestApp({ chains }, { nowMs: () => nowMs });
  expect((await app.screen(HONEST)).decision).toBe('proceed');
  nowMs += YEAR_MS;
  const offline = await app.screen(HONEST, { offline: true });
  expect(offline.decision).toBe('incomplete');
  expect(offline.nextStep.text).toContain('without --offline');
  const stuck = await app.screen(HONEST);
  expect(stuck.decision).toBe('incomplete');
  const then = await app.screen(HONEST, { offline: true, asOf: '2026-11-22T09:00:00Z' });
  expect(then.decision).toBe('proceed');
  app.close();
});
