import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EthereumNode, RICH_ADDRESS, startEthereumNode } from '../support/anvilNode.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { expectToAddUp, importLabels, inventedAddress, TEST_KEY } from '../support/liveSources.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { chainsOfNode, startExplorerOf } from './explorerOfNode.js';
import { readBlock } from './nodeAnswers.js';

const ETHER = 10n ** 18n;
const START_SECONDS = Date.UTC(2024, 0, 1) / 1000;

const exchange = RICH_ADDRESS;
const listed = inventedAddress('a thief of a dropped block');
const customer = inventedAddress('a customer of a kept block');

let node: EthereumNode;
let explorer: LoopbackServer;
let app: TestApp;
let subject: string;
let rounds = 0;

beforeAll(async () => {
  node = await startEthereumNode(START_SECONDS);
  explorer = await startExplorerOf(node, TEST_KEY);
  app = openTestApp(
    { labels: { builtIn: false }, chains: await chainsOfNode(node, explorer) },
    { nowMs: () => START_SECONDS * 1000 + 86_400_000 },
  );
  await importLabels(app, [
    {
      chain: 'ethereum',
      address: listed,
      entity: 'Lazarus Group',
      category: 'stolen-funds',
      actor: 'lazarus',
    },
    { chain: 'ethereum', address: exchange, entity: 'Exchange', category: 'exchange', actor: '' },
  ]);
  await pay(exchange, listed, 5n);
  await pay(exchange, customer, 50n);
});

afterAll(async () => {
  app?.close();
  await explorer?.close();
  await node?.stop();
});

/** A subject of its own for each test: paid by a customer, then by a thief. */
beforeEach(async () => {
  rounds += 1;
  subject = inventedAddress(`subject ${rounds}`);
  await pay(customer, subject, 2n);
  await pay(listed, subject, 1n);
});

const pay = (from: string, to: string, ether: bigint) =>
  node.send({ from, to, value: ether * ETHER });

/** Every request of one screening, in words. */
async function requestsOf(run: () => Promise<unknown>): Promise<readonly URLSearchParams[]> {
  const before = explorer.requests.length;
  await run();
  return explorer.requests
    .slice(before)
    .map((request) => new URL(request, explorer.url).searchParams);
}

function blocksAsked(asked: readonly URLSearchParams[]): readonly string[] {
  return asked
    .filter((query) => query.get('action') === 'eth_getBlockByNumber')
    .map((query) => query.get('tag') ?? '');
}

/** From which heights on histories were asked for. */
function startsOf(asked: readonly URLSearchParams[]): readonly number[] {
  const starts = asked.flatMap((query) => query.get('startblock') ?? []).map(Number);
  return [...new Set(starts)].sort((a, b) => a - b);
}

async function hashAt(height: number): Promise<string> {
  return readBlock(await node.request('eth_getBlockByNumber', [hex(height), true])).hash;
}

function hex(height: number): string {
  return `0x${height.toString(16)}`;
}

describe('when the chain goes on', () => {
  it('nothing that was read is read again, and one request proves that', async () => {
    const first = await app.screen(subject);
    expect(first.decision).toBe('hold');
    const height = await node.height();
    await node.request('evm_mine', []);
    const asked = await requestsOf(() => app.screen(subject));
    expect(blocksAsked(asked)).toEqual(['latest', hex(height)]);
    expect(startsOf(asked)).toEqual([height + 1]);
  });
});

describe('when the chain drops blocks', () => {
  it('what stood in them no longer counts, and only from the fork on is read again', async () => {
    const before = await app.screen(subject);
    expect(before.exposures.map(({ entity }) => entity)).toEqual(['Lazarus Group']);
    const height = await node.height();
    const dropped = await hashAt(height);
    await node.request('anvil_reorg', [1, []]);
    expect(await hashAt(height)).not.toBe(dropped);

    let after = before;
    const asked = await requestsOf(async () => {
      after = await app.screen(subject);
    });
    expect(after.decision).toBe('proceed');
    expect(after.exposures).toEqual([]);
    expect(after.totals.incoming.received.map(({ amount }) => amount)).toContain(`${2n * ETHER}`);
    expect(after.anchors['eip155:1']).toMatchObject({ height, hash: await hashAt(height) });
    expectToAddUp(after);
    // The payment of the customer stands in the block before, which both chains have.
    expect(startsOf(asked)).toEqual([height]);
  });

  it('a payment that another block took up counts once, with its new place', async () => {
    const before = await app.screen(subject);
    const height = await node.height();
    const asText = (value: bigint) => hex(Number(value));
    const moved = { from: listed, to: subject, value: asText(ETHER), gas: hex(21_000) };
    await node.request('anvil_reorg', [2, [[moved, 0]]]);
    const after = await app.screen(subject);
    const [exposure] = after.exposures;
    expect(exposure?.amounts).toMatchObject([{ lower: `${ETHER}`, upper: `${ETHER}` }]);
    // The customer's payment was dropped with the first of the two blocks.
    expect(after.totals.incoming.received.map(({ amount }) => amount)).toContain(`${ETHER}`);
    expect(after.totals).not.toEqual(before.totals);
    expect(after.anchors['eip155:1']?.height).toBe(height);
    expectToAddUp(after);
  });

  it('what was read of other accounts in blocks that stayed is kept', async () => {
    await app.screen(subject);
    const height = await node.height();
    const other = inventedAddress(`another subject ${rounds}`);
    await pay(customer, other, 3n);
    const third = await app.screen(other);
    expect(third.decision).toBe('proceed');
    await node.request('anvil_reorg', [1, []]);
    const asked = await requestsOf(() => app.screen(subject));
    expect(startsOf(asked)).toEqual([height + 1]);
  });
});
