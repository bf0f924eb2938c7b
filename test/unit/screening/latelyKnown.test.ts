import { describe, expect, it } from 'vitest';
import type { DatabaseHandle } from '../../../src/store/open.js';
import { startLoopbackExplorer } from '../../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../../support/openTestApp.js';
import { noDeadline } from '../../support/sourceBench.js';
import { ether, evmAccount } from '../../support/world.js';
import { openForTest } from '../store/temporaryDatabase.js';
import { reachForTest } from './reachForTest.js';

const NOW = TEST_NOW_MS / 1000;
const [CLIENT, PAYEE] = [evmAccount(1), evmAccount(2)];
const EMPTY_ROUND = ['eth_getBlockByNumber', 'tokentx', 'txlist', 'txlistinternal'];

/** An explorer whose newest block is so old, in seconds; and how wallets that are screened together reach it. */
async function openExplorer(age: number) {
  const facts = [ether(CLIENT, PAYEE, 10n ** 18n, 10)];
  const explorer = await startLoopbackExplorer({ facts, tipSeconds: NOW - age });
  const db = openForTest();
  const look = async (upTo: 'newest' | 'lately-known', parts: { db?: DatabaseHandle } = {}) => {
    const before = { ...explorer.requestsByAction() };
    const { lookUp } = await reachForTest([explorer], { db, upTo, ...parts });
    await lookUp({ kind: 'account', account: PAYEE, balance: 'not-wanted' }, noDeadline());
    const after = Object.entries(explorer.requestsByAction());
    return after
      .filter(([action, count]) => count > (before[action] ?? 0))
      .map(([action]) => action);
  };
  return { explorer, look };
}

describe('wallets that are screened together', () => {
  it('share what was looked up a moment ago, though the chain has gone on', async () => {
    const { explorer, look } = await openExplorer(12);
    expect((await look('lately-known')).sort()).toEqual(EMPTY_ROUND);
    explorer.addBlock(NOW);
    expect(await look('lately-known')).toEqual([]);
  });

  it('look at the newest block where the one that is known is older', async () => {
    const { explorer, look } = await openExplorer(600);
    await look('lately-known');
    explorer.addBlock(NOW);
    expect((await look('lately-known')).sort()).toEqual(EMPTY_ROUND);
  });

  it('ask a source anew that another database knows', async () => {
    const { look } = await openExplorer(12);
    await look('lately-known');
    expect((await look('lately-known', { db: openForTest() })).sort()).toEqual(EMPTY_ROUND);
  });
});

it('one wallet alone is looked at up to the newest block', async () => {
  const { explorer, look } = await openExplorer(12);
  await look('newest');
  explorer.addBlock(NOW);
  expect((await look('newest')).sort()).toEqual(EMPTY_ROUND);
});
