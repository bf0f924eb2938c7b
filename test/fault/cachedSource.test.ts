import { describe, expect, it } from 'vitest';
import {
  HONEST,
  HONEST_BITCOIN,
  honestTransfers,
  honestTxs,
  nextWage,
  openHonestApp,
} from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  esploraAt,
  expectToAddUp,
  explorerAt,
  flowsOf,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { chainNamed } from '../support/sourceBench.js';

const opened = closeAfterwards();
const { finalityDepth } = chainNamed('ethereum');

async function openExplorer(pageSize: number) {
  const server = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  const app = await openHonestApp({
    chains: chainsOf({ ethereum: [explorerAt(server, { pageSize })] }),
  });
  return { server, app };
}

/** What a run asks for page by page, beginning after the requests that were made before it. */
function listsAsked(requests: readonly string[], before: number): readonly URLSearchParams[] {
  return requests
    .slice(before)
    .map((request) => new URL(request, 'http://loopback').searchParams)
    .filter((query) => query.has('startblock'));
}

describe.each([10, 1000])('what was fetched is kept, in pages of %i rows', (pageSize) => {
  it('a second screening asks the explorer for nothing but the newest block', async () => {
    const { server, app } = await openExplorer(pageSize);
    const first = await app.screen(HONEST);
    const before = server.requestsByAction();
    const second = await app.screen(HONEST);
    expect(first.decision).toBe('proceed');
    expect(server.requestsByAction()).toEqual({
      ...before,
      eth_getBlockByNumber: (before.eth_getBlockByNumber ?? 0) + 1,
    });
    expect(second.verdictDigest).toBe(first.verdictDigest);
    expect(second.factsDigest).toBe(first.factsDigest);
    expect(second.upstream).toMatchObject({ requests: 1, fromCache: 3 });
    app.close();
  });

  it('after a new transaction only pages that can hold it are asked for, and it counts', async () => {
    const { server, app } = await openExplorer(pageSize);
    const first = await app.screen(HONEST);
    const before = server.requests.length;
    const { height } = server.tip;
    const finalHeight = height - finalityDepth;
    server.growTo([...honestTransfers(), nextWage(height + 5)], height + 10);
    const second = await app.screen(HONEST);

    const asked = listsAsked(server.requests, before);
    expect(Math.min(...asked.map((query) => Number(query.get('startblock'))))).toBe(
      finalHeight + 1,
    );
    const pages = asked.map((query) => `${query.get('address')} ${query.get('action')}`);
    expect(new Set(pages).size).toBe(pages.length);
    // Besides the pages: the newest block, and under it anew what the wallet holds.
    const others = server.requests.slice(before).filter((one) => !one.includes('startblock='));
    expect(others.map((one) => new URL(one, server.url).searchParams.get('action'))).toEqual([
      'eth_getBlockByNumber',
      'balance',
    ]);

    const received = (document: typeof first) =>
      document.totals.incoming.received.map(({ amount }) => BigInt(amount));
    expect(received(second)).toEqual(received(first).map((sum) => sum + 1500n * 10n ** 15n));
    expect(second.anchors['eip155:1']?.height).toBe(height + 10);
    expectToAddUp(second);
    app.close();
  });

  it('a transaction of a block that the chain dropped no longer counts', async () => {
    const { server, app } = await openExplorer(pageSize);
    const { height } = server.tip;
    const honest = await app.screen(HONEST);
    server.growTo([...honestTransfers(), nextWage(height + 5)], height + 10);
    const withWage = await app.screen(HONEST);
    expect(withWage.totals).not.toEqual(honest.totals);
    server.growTo(honestTransfers(), height + 11, height + 4);
    expect((await app.screen(HONEST)).totals).toEqual(honest.totals);
    app.close();
  });

  it('--offline asks nobody and tells the same, as of the block that the facts were true at', async () => {
    const { server, app } = await openExplorer(pageSize);
    const online = await app.screen(HONEST);
    const before = server.requests.length;
    const offline = await app.screen(HONEST, { offline: true });
    expect(server.requests).toHaveLength(before);
    expect(offline.upstream).toMatchObject({ requests: 0, byHost: {} });
    expect(flowsOf(offline)).toEqual(flowsOf(online));
    expect(offline.anchors).toEqual(online.anchors);
    expect(offline.anchors['eip155:1']?.time).toBe(
      new Date(server.tip.timeSeconds * 1000).toISOString().replace('.000Z', 'Z'),
    );
    app.close();
  });
});

describe('what was fetched is kept, from an Esplora server', () => {
  it('a second screening asks for nothing but the newest block, and --offline for nothing', async () => {
    const server = await opened.server(startLoopbackEsplora({ facts: honestTxs() }));
    const app = await openHonestApp({ chains: chainsOf({ bitcoin: [esploraAt(server)] }) });
    const first = await app.screen(HONEST_BITCOIN);
    expect(first.decision).toBe('proceed');
    const before = server.requests.length;
    const second = await app.screen(HONEST_BITCOIN);
    const more = server.requests.slice(before);
    expect(more).toEqual(['/blocks']);
    expect(second.verdictDigest).toBe(first.verdictDigest);
    const offline = await app.screen(HONEST_BITCOIN, { offline: true });
    expect(server.requests).toHaveLength(before + more.length);
    expect(flowsOf(offline)).toEqual(flowsOf(first));
    expect(offline.anchors).toEqual(first.anchors);
    app.close();
  });
});

describe('--offline with nothing fetched before', () => {
  it.each([
    { chain: 'ethereum', address: HONEST },
    { chain: 'bitcoin', address: HONEST_BITCOIN },
  ])('is incomplete on $chain and says how to cure that', async ({ chain, address }) => {
    const server = await opened.server(startLoopbackExplorer({ facts: [] }));
    const source = chain === 'bitcoin' ? esploraAt(server) : explorerAt(server);
    const app = await openHonestApp({ chains: chainsOf({ [chain]: [source] }) });
    const document = await app.screen(address, { offline: true });
    expect(document).toMatchObject({ decision: 'incomplete', complete: false });
    expect(document.nextStep.text).toContain('Screen once without --offline');
    expect(server.requests).toEqual([]);
    app.close();
  });
});

describe('a wallet of which nothing was fetched, beside one that was', () => {
  it('is incomplete with --offline, although the newest block is known', async () => {
    const { server, app } = await openExplorer(1000);
    await app.screen(HONEST);
    const before = server.requests.length;
    const document = await app.screen('0x00000000000000000000000000000000c0ffee00', {
      offline: true,
    });
    expect(document).toMatchObject({ decision: 'incomplete', complete: false });
    expect(document.nextStep.text).toContain('Screen once without --offline');
    expect(server.requests).toHaveLength(before);
    app.close();
  });
});
