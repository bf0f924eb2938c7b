import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOfAccount } from '../../src/core/account.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { type EthereumNode, RICH_ADDRESS, startEthereumNode } from '../support/anvilNode.js';
import type { LoopbackServer } from '../support/faultServer.js';
import {
  accountAt,
  expectToAddUp,
  importLabels,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import {
  deploying,
  forwarderTo,
  keeper,
  legacyTo,
  payerOf,
  refuser,
  TOKEN_CODE,
  tokenCall,
} from './bytecode.js';
import { chainsOfNode, startExplorerOf } from './explorerOfNode.js';
import { readBlock, readReceipt } from './nodeAnswers.js';

const ETHER = 10n ** 18n;
const FINNEY = 10n ** 15n;
const START_SECONDS = Date.UTC(2024, 0, 1) / 1000;
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';

const exchange = RICH_ADDRESS;
const listed = inventedAddress('somebody on a list');
const payer = inventedAddress('a payer');
const subject = inventedAddress('the subject');
const shop = inventedAddress('a shop');

let node: EthereumNode;
let explorer: LoopbackServer;
let app: TestApp;
/** Ids of the transactions that the tests ask about, by what they are. */
const sent = { byListed: '', toSubject: '', toForwarder: '', failed: '', created: '' };
/** Addresses of contracts. */
const contracts = { forwarder: '', refuser: '', empty: '' };

beforeAll(async () => {
  node = await startEthereumNode(START_SECONDS);
  await playScene();
  explorer = await startExplorerOf(node, TEST_KEY);
  const newest = readBlock(await node.request('eth_getBlockByNumber', ['latest', true]));
  app = openTestApp(
    { labels: { builtIn: false }, chains: await chainsOfNode(node, explorer) },
    { nowMs: () => (newest.timestamp + 86_400) * 1000 },
  );
  await importLabels(app, [
    {
      chain: 'ethereum',
      address: listed,
      entity: 'Lazarus Group',
      category: 'stolen-funds',
      actor: 'lazarus',
    },
    {
      chain: 'ethereum',
      address: exchange,
      entity: 'Exchange',
      category: 'exchange',
      actor: '',
    },
  ]);
});

afterAll(async () => {
  app?.close();
  await explorer?.close();
  await node?.stop();
});

/** All that anybody has comes from the exchange. Every transaction is alone in its block. */
async function playScene(): Promise<void> {
  const pay = (from: string, to: string, value: bigint) => node.send({ from, to, value });
  await pay(exchange, listed, 50n * ETHER);
  await pay(exchange, payer, 3n * ETHER);
  await pay(exchange, await deploy(legacyTo(payer)), 250n * FINNEY);
  sent.byListed = await pay(listed, payer, 6n * ETHER);
  sent.toSubject = await pay(payer, subject, 4n * ETHER);
  contracts.forwarder = await deploy(forwarderTo(subject));
  sent.toForwarder = await pay(listed, contracts.forwarder, ETHER);
  contracts.refuser = await deploy(refuser());
  sent.failed = await pay(subject, contracts.refuser, 500n * FINNEY);
  contracts.empty = await deploy(payerOf(subject, 2n * ETHER));
  await pay(listed, contracts.empty, 500n * FINNEY);
  await pay(subject, subject, 200n * FINNEY);
  sent.created = await node.send({
    from: subject,
    to: null,
    value: 300n * FINNEY,
    data: keeper(),
  });
  await pay(subject, shop, ETHER);
}

async function deploy(data: string): Promise<string> {
  return createdBy(await node.send({ from: exchange, to: null, value: 0n, data }));
}

async function receiptOf(txId: string) {
  return readReceipt(await node.request('eth_getTransactionReceipt', [txId]));
}

async function createdBy(txId: string): Promise<string> {
  const { contractAddress } = await receiptOf(txId);
  if (!contractAddress) throw new Error('The transaction created no contract.');
  return contractAddress;
}

async function feeOf(txId: string): Promise<bigint> {
  const { gasUsed, effectiveGasPrice } = await receiptOf(txId);
  return gasUsed * effectiveGasPrice;
}

async function heightOf(txId: string): Promise<number> {
  const tx = await node.request('eth_getTransactionByHash', [txId]);
  if (typeof tx !== 'object' || tx === null || !('blockNumber' in tx)) {
    throw new Error('The node does not have the transaction.');
  }
  return Number(tx.blockNumber);
}

/** How an address's balance rose and fell over the blocks of the node, by the node's own word. */
async function changesOf(address: string): Promise<{ readonly up: bigint; readonly down: bigint }> {
  let [up, down, before] = [0n, 0n, 0n];
  for (let height = 0; height <= (await node.height()); height += 1) {
    const balance = await node.balanceOf(address, height);
    if (balance > before) up += balance - before;
    else down += before - balance;
    before = balance;
  }
  return { up, down };
}

/** Ids of the transactions that an address sent, as the node's blocks list them. */
async function listSentBy(address: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let height = 0; height <= (await node.height()); height += 1) {
    const number = `0x${height.toString(16)}`;
    const block = readBlock(await node.request('eth_getBlockByNumber', [number, true]));
    ids.push(...block.transactions.filter(({ from }) => from === address).map(({ hash }) => hash));
  }
  return ids;
}

function etherOf({ totals }: ScreeningDocument) {
  const sum = (rows: readonly { readonly asset: string; readonly amount: string }[]) =>
    rows
      .filter(({ asset }) => asset.endsWith('slip44:60'))
      .reduce((all, { amount }) => all + BigInt(amount), 0n);
  const { incoming, outgoing } = totals;
  return {
    received: sum(incoming.received) + sum(incoming.returned),
    sent: sum(outgoing.sent) + sum(outgoing.returned),
  };
}

function exposureOf({ exposures }: ScreeningDocument, kind: string) {
  const found = exposures.filter((one) => one.kind === kind && one.direction === 'incoming');
  const [exposure, ...others] = found;
  if (exposure === undefined) throw new Error('No such exposure was told.');
  expect(others).toEqual([]);
  return exposure;
}

describe('an Ethereum node’s chain, screened through an explorer', () => {
  it.each([
    ['the subject', subject],
    ['the payer', payer],
  ])('gives the balance of %s that the node has', async (_, address) => {
    const document = await app.screen(address);
    expectToAddUp(document);
    const { received, sent: spent } = etherOf(document);
    expect({ up: received, down: spent }).toEqual(await changesOf(address));
    expect(received - spent).toBe(await node.balanceOf(address));
  });

  it('splits a payment by what the node says that the payer held', async () => {
    const before = (await heightOf(sent.toSubject)) - 1;
    const held = await node.balanceOf(payer, before);
    const gotten = held - (await node.balanceOf(payer, (await heightOf(sent.byListed)) - 1));
    const through = await heightOf(sent.toForwarder);
    const forwarded =
      (await node.balanceOf(subject, through)) - (await node.balanceOf(subject, through - 1));
    const paid = 4n * ETHER;

    const exposure = exposureOf(await app.screen(subject), 'indirect');
    expect(exposure).toMatchObject({ entity: 'Lazarus Group', minHops: 2 });
    const [amount] = exposure.amounts;
    expect(forwarded).toBe(ETHER);
    const haircut = (paid * gotten) / held;
    expect(BigInt(amount?.haircut ?? 0) - haircut).toSatisfy((more) => more === 0n || more === 1n);
    // The payer's own fee is taken from what came first, so that much more of the last is paid on.
    const fifo = paid - (held - gotten) + (await feeOf(sent.toSubject));
    expect(amount?.fifo).toBe(`${fifo}`);
    // What a contract only passed on in one transaction came from who called it, without a hop.
    const direct = exposureOf(await app.screen(subject), 'direct');
    expect(direct.amounts).toMatchObject([{ symbol: 'ETH', haircut: `${forwarded}` }]);
  });

  it('shows the payments that bear an exposure out, and no step for what only passed through', async () => {
    const document = await app.screen(subject);
    const stepsOf = (kind: 'direct' | 'indirect') =>
      exposureOf(document, kind).paths.map(({ hops }) =>
        hops.map(({ from, to, txId }) => [addressOfAccount(from), addressOfAccount(to), txId]),
      );
    expect(stepsOf('direct')).toContainEqual([[listed, subject, sent.toForwarder]]);
    expect(stepsOf('indirect')).toContainEqual([
      [listed, payer, sent.byListed],
      [payer, subject, sent.toSubject],
    ]);
  });

  it('counts of a failed transaction its fee alone', async () => {
    const height = await heightOf(sent.failed);
    expect((await receiptOf(sent.failed)).status).toBe(0n);
    const lost =
      (await node.balanceOf(subject, height - 1)) - (await node.balanceOf(subject, height));
    expect(lost).toBe(await feeOf(sent.failed));
    const { composition } = await app.screen(subject);
    const ends = composition.outgoing.filter(({ asset }) => asset !== 'usd');
    const fees = await Promise.all((await listSentBy(subject)).map(feeOf));
    const told = ends.filter(({ end }) => end === 'fee').map(({ amount }) => amount);
    expect(told).toEqual([`${fees.reduce((all, fee) => all + fee)}`]);
    expect(await node.balanceOf(contracts.refuser)).toBe(0n);
  });

  it('counts a contract made with money as paid, and a payment that failed inside as nothing', async () => {
    expect(await node.balanceOf(await createdBy(sent.created))).toBe(300n * FINNEY);
    expect(await node.balanceOf(contracts.empty)).toBe(500n * FINNEY);
    const { composition } = await app.screen(subject);
    const held = composition.outgoing.filter(({ end, asset }) => end === 'held' && asset !== 'usd');
    const kept =
      (await node.balanceOf(await createdBy(sent.created))) + (await node.balanceOf(shop));
    expect(held.map(({ amount }) => amount)).toEqual([`${kept}`]);
  });

  it('sees what the node adds later, and of tokens those alone that are worth something', async () => {
    const before = await app.screen(subject);
    await node.request('anvil_setCode', [USDC, `0x${TOKEN_CODE}`]);
    const worthless = await deploy(deploying(TOKEN_CODE));
    const data = tokenCall(subject, 25_000_000n);
    const txId = await node.send({ from: listed, to: USDC, value: 0n, data });
    await node.send({ from: listed, to: worthless, value: 0n, data });
    const [log] = (await receiptOf(txId)).logs;

    const after = await app.screen(subject);
    expectToAddUp(after);
    expect(etherOf(after)).toEqual(etherOf(before));
    const exposure = exposureOf(after, 'direct');
    expect(exposure.amounts).toMatchObject([
      { symbol: 'USDC', haircut: `${BigInt(log?.data ?? 0)}` },
      { symbol: 'ETH' },
    ]);
    expect(exposure.paths.map(({ hops }) => hops)).toContainEqual([
      expect.objectContaining({
        from: accountAt(listed),
        to: accountAt(subject),
        txId,
        amount: '25000000',
      }),
    ]);
  });

  it('keeps the order in which one block applied its transactions', async () => {
    const [early, late] = [inventedAddress('an early payer'), inventedAddress('a late payer')];
    const [clean, mixed] = [inventedAddress('paid before'), inventedAddress('paid after')];
    for (const to of [early, late]) await node.send({ from: exchange, to, value: ETHER });
    await node.sendTogether([
      { from: early, to: clean, value: 500n * FINNEY },
      { from: listed, to: early, value: ETHER },
      { from: listed, to: late, value: ETHER },
      { from: late, to: mixed, value: 500n * FINNEY },
    ]);
    const paidBefore = await app.screen(clean);
    expect(paidBefore.exposures).toEqual([]);
    expect(paidBefore.decision).not.toBe('hold');
    const [amount] = exposureOf(await app.screen(mixed), 'indirect').amounts;
    expect(amount?.haircut).toBe(`${(await node.balanceOf(mixed)) / 2n}`);
  });

  it('never lets pass money that was called into a payer and paid on within one block', async () => {
    const between = inventedAddress('a hasty payer');
    const last = inventedAddress('paid in haste');
    const forwarder = await deploy(forwarderTo(between));
    await node.sendTogether([
      { from: listed, to: forwarder, value: 2n * ETHER },
      { from: between, to: last, value: ETHER },
    ]);
    expect(await node.balanceOf(last)).toBe(ETHER);
    // Explorers do not say at which place of its block a call happened.
    const document = await app.screen(last);
    expect(document.exposures.length + document.gaps.length).toBeGreaterThan(0);
    expect(document.decision).not.toBe('proceed');
  });

  it('holds the subject with nothing left unseen', async () => {
    const document = await app.screen(subject);
    expect(document.decision).toBe('hold');
    expect(document.gaps).toEqual([]);
  });
});
