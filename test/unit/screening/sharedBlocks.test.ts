import { describe, expect, it } from 'vitest';
import type { KnownBlock } from '../../../src/screening/ports.js';
import { findSharedBlocks } from '../../../src/screening/sharedBlocks.js';
import { createEsploraSource } from '../../../src/sources/bitcoin/esploraHistory.js';
import { type Answer, startFaultServer } from '../../support/faultServer.js';
import { closeAfterwards } from '../../support/liveSources.js';
import { chainNamed, createTestClient, noDeadline } from '../../support/sourceBench.js';

const opened = closeAfterwards();

const TIP_HEIGHT = 100;
const hashOf = (branch: string, height: number) =>
  `${branch}${height.toString(16)}`.padStart(64, '0');
const blockOf = (branch: string, height: number): KnownBlock => ({
  height,
  hash: hashOf(branch, height),
});

/** A server whose chain has the blocks of branch `a` up to a height, and of branch `b` above it. */
async function startChain(forkHeight: number, tipHeight = TIP_HEIGHT) {
  const branchAt = (height: number) => (height <= forkHeight ? 'a' : 'b');
  const answer = (url: URL): Answer => {
    const height = Number(/^\/block-height\/(\d+)$/.exec(url.pathname)?.[1]);
    const known = height <= tipHeight;
    const body = known ? hashOf(branchAt(height), height) : 'Block not found';
    return { status: known ? 200 : 404, contentType: 'text/plain', body };
  };
  const server = await opened.server(startFaultServer({ answer }));
  const { http } = createTestClient();
  const source = createEsploraSource({
    name: 'esplora',
    chain: chainNamed('bitcoin'),
    baseUrl: server.url,
    http,
  });
  const tip = { ...blockOf(branchAt(tipHeight), tipHeight), timeSeconds: 0 };
  return { source, server, tip };
}

const KNOWN = [60, 70, 80, 85, 90].map((height) => blockOf('a', height));

describe('blocks that were known before', () => {
  it('are all still there when the highest is, which one request tells', async () => {
    const { source, server, tip } = await startChain(90);
    const shared = await findSharedBlocks(source, { known: KNOWN, tip }, noDeadline());
    expect(shared).toEqual({ among: KNOWN, height: 90 });
    expect(server.requests).toEqual(['/block-height/90']);
  });

  it.each([
    { fork: 89, last: 85 },
    { fork: 85, last: 85 },
    { fork: 84, last: 80 },
    { fork: 70, last: 70 },
    { fork: 61, last: 60 },
  ])('are there up to the fork at $fork', async ({ fork, last }) => {
    const { source, server, tip } = await startChain(fork);
    const shared = await findSharedBlocks(source, { known: KNOWN, tip }, noDeadline());
    expect(shared?.height).toBe(last);
    expect(server.requests.length).toBeLessThanOrEqual(4);
  });

  it('are not there when the fork lies before all of them', async () => {
    const { source, tip } = await startChain(59);
    expect(await findSharedBlocks(source, { known: KNOWN, tip }, noDeadline())).toBeNull();
  });

  it('above the newest block of a source that fell back are not asked for', async () => {
    const { source, server, tip } = await startChain(90, 82);
    const shared = await findSharedBlocks(source, { known: KNOWN, tip }, noDeadline());
    expect(shared?.height).toBe(80);
    expect(server.requests).toEqual(['/block-height/80']);
  });

  it('need no request when the newest of them is the newest still', async () => {
    const { source, server, tip } = await startChain(100, 90);
    const shared = await findSharedBlocks(source, { known: KNOWN, tip }, noDeadline());
    expect(shared?.height).toBe(90);
    expect(server.requests).toEqual([]);
  });

  it('of two branches at one height prove nothing from there on', async () => {
    const { source, tip } = await startChain(90);
    const known = [...KNOWN.slice(0, 2), blockOf('a', 80), blockOf('c', 80), blockOf('a', 90)];
    const shared = await findSharedBlocks(source, { known, tip }, noDeadline());
    expect(shared).toEqual({ among: known, height: 70 });
  });

  it('cost nothing where there are none', async () => {
    const { source, server, tip } = await startChain(90);
    expect(await findSharedBlocks(source, { known: [], tip }, noDeadline())).toBeNull();
    expect(server.requests).toEqual([]);
  });

  it('count as changed when the source cannot say', async () => {
    const answer = (): Answer => ({ status: 500, contentType: 'text/plain', body: 'busy' });
    const server = await opened.server(startFaultServer({ answer }));
    const { http } = createTestClient();
    const chain = chainNamed('bitcoin');
    const source = createEsploraSource({ name: 'esplora', chain, baseUrl: server.url, http });
    const tip = { ...blockOf('a', TIP_HEIGHT), timeSeconds: 0 };
    expect(await findSharedBlocks(source, { known: KNOWN, tip }, noDeadline())).toBeNull();
  });
});
