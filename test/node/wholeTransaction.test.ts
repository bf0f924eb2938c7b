import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOfAccount } from '../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { factKey } from '../../src/core/ledger.js';
import type { AccountSource } from '../../src/screening/ports.js';
import { createExplorerSource } from '../../src/sources/ethereum/explorerHistory.js';
import { type EthereumNode, RICH_ADDRESS, startEthereumNode } from '../support/anvilNode.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { accountAt, inventedAddress, TEST_KEY } from '../support/liveSources.js';
import { chainNamed, createTestClient, noDeadline, walk } from '../support/sourceBench.js';
import { COLLECTIBLE_CODE, deploying, keeper, refuser, routerOf, TOKEN_CODE } from './bytecode.js';
import { startExplorerOf } from './explorerOfNode.js';
import { readBlock, readReceipt } from './nodeAnswers.js';

const ETHER = 10n ** 18n;
const FINNEY = 10n ** 15n;
const chain = chainNamed('ethereum');
const ether = nativeAssetId(chain);

const sender = inventedAddress('who sends');
const payee = inventedAddress('who is paid twice');
const shop = inventedAddress('who is paid once');

let node: EthereumNode;
let explorer: LoopbackServer;
let source: AccountSource;
const contracts = { router: '', token: '', collectible: '' };
const sent = { routed: '', failed: '', created: '', plain: '' };

beforeAll(async () => {
  node = await startEthereumNode(Date.UTC(2024, 0, 1) / 1000);
  await node.send({ from: RICH_ADDRESS, to: sender, value: 20n * ETHER });
  contracts.token = await deploy(deploying(TOKEN_CODE));
  contracts.collectible = await deploy(deploying(COLLECTIBLE_CODE));
  contracts.router = await deploy(
    routerOf({
      pays: [
        { to: payee, amount: 300n * FINNEY },
        { to: payee, amount: 300n * FINNEY },
        { to: shop, amount: 17n * ETHER },
        { to: shop, amount: 50n * FINNEY },
      ],
      calls: [contracts.token, contracts.collectible, contracts.token],
      movement: { to: payee, amount: 25_000_000n },
    }),
  );
  const refusing = await deploy(refuser());
  const send = (to: string | null, value: bigint, data?: string) =>
    node.send({ from: sender, to, value, ...(data === undefined ? {} : { data }) });
  sent.routed = await send(contracts.router, ETHER);
  sent.failed = await send(refusing, ETHER);
  sent.created = await send(null, 2n * ETHER, keeper());
  sent.plain = await send(shop, ETHER);
  explorer = await startExplorerOf(node, TEST_KEY);
  source = createExplorerSource({
    name: 'explorer',
    chain,
    baseUrl: explorer.url,
    apiKey: TEST_KEY,
    http: createTestClient().http,
  });
});

afterAll(async () => {
  await explorer?.close();
  await node?.stop();
});

async function receiptOf(txId: string) {
  return readReceipt(await node.request('eth_getTransactionReceipt', [txId]));
}

async function deploy(data: string): Promise<string> {
  const txId = await node.send({ from: RICH_ADDRESS, to: null, value: 0n, data });
  const { contractAddress } = await receiptOf(txId);
  if (!contractAddress) throw new Error('The transaction created no contract.');
  return contractAddress;
}

async function legsOf(txId: string): Promise<readonly Transfer[]> {
  const query = { txId, block: null, onRequest: () => undefined };
  const legs = await source.fetchTransaction(query, noDeadline());
  if (legs === null) throw new Error('The explorer does not have the transaction.');
  return legs;
}

/** How a transaction changed what an address has, by its movements. Units: wei. */
function changeOf(legs: readonly Transfer[], address: string): bigint {
  const account = accountAt(address);
  return legs
    .filter(({ asset }) => asset === ether)
    .reduce(
      (sum, { from, to, amount }) =>
        sum + (to === account ? amount : 0n) - (from === account ? amount : 0n),
      0n,
    );
}

describe('a transaction that a node applied, read whole through an explorer', () => {
  it.each(['routed', 'failed', 'created', 'plain'] as const)(
    'moves what the node’s balances say: %s',
    async (which) => {
      const legs = await legsOf(sent[which]);
      const height = legs[0]?.height ?? 0;
      const created = (await receiptOf(sent[which])).contractAddress;
      const touched = [sender, payee, shop, contracts.router, contracts.token, created ?? sender];
      for (const address of touched) {
        const before = await node.balanceOf(address, height - 1);
        const change = (await node.balanceOf(address, height)) - before;
        expect(changeOf(legs, address), address).toBe(change);
      }
      // Whoever else is named would have been left out above.
      const named = legs.flatMap(({ from, to }) => [from, to]).filter((one) => one !== null);
      const failed = which === 'failed';
      expect(legs.map(({ channel }) => channel)).toEqual(
        expect.arrayContaining(failed ? ['fee'] : ['fee', 'native']),
      );
      expect(named.map(addressOfAccount).filter((one) => !touched.includes(one))).toEqual([]);
    },
  );

  it('stands where and when the node applied it', async () => {
    const tx = await node.request('eth_getTransactionByHash', [sent.plain]);
    expect.assert(typeof tx === 'object' && tx !== null && 'blockHash' in tx);
    const legs = await legsOf(sent.plain);
    const number = `0x${(legs[0]?.height ?? 0).toString(16)}`;
    const block = readBlock(await node.request('eth_getBlockByNumber', [number, true]));
    expect(block.transactions.map(({ hash }) => hash)).toEqual([sent.plain]);
    for (const leg of legs) {
      expect(leg).toMatchObject({ blockHash: tx.blockHash, txIndex: 0, txId: sent.plain });
      expect(leg.timeSeconds).toBe(block.timestamp);
    }
  });

  it('holds each token movement that the node logged, and no collectible', async () => {
    const { logs } = await receiptOf(sent.routed);
    expect(logs.map(({ topics }) => topics.length)).toEqual([3, 4, 3]);
    const legs = await legsOf(sent.routed);
    expect(legs.filter(({ channel }) => channel === 'token')).toMatchObject(
      ['#1', '#2'].map((index) => ({
        asset: erc20AssetId(chain.id, contracts.token),
        from: accountAt(contracts.router),
        to: accountAt(payee),
        amount: BigInt(logs[0]?.data ?? 0),
        index,
      })),
    );
  });

  it('holds equal calls as often as they were made, and none that failed', async () => {
    const calls = (await legsOf(sent.routed)).filter(({ channel }) => channel === 'internal');
    expect(calls.map(({ to, amount, index }) => [to, amount, index])).toEqual([
      [accountAt(payee), 300n * FINNEY, '#1'],
      [accountAt(payee), 300n * FINNEY, '#2'],
      [accountAt(shop), 50n * FINNEY, '#1'],
    ]);
  });

  it('is the same in the lists of all that took part in it', async () => {
    const interval = { from: 0, to: await node.height() };
    const listed = new Map<string, Transfer>();
    for (const address of [sender, payee, shop, contracts.router]) {
      for (const channel of ['native', 'internal', 'token'] as const) {
        const { facts } = await walk(source, { account: accountAt(address), channel, interval });
        for (const fact of facts) {
          expect.assert(fact.kind === 'transfer');
          if (fact.txId === sent.routed) listed.set(factKey(fact), fact);
        }
      }
    }
    const kinds = (facts: Iterable<Transfer>) =>
      [...facts].map((fact) => factKey({ ...fact, index: '' })).sort();
    const legs = await legsOf(sent.routed);
    expect(kinds(legs)).toEqual(kinds(listed.values()));
    const unplaced = legs.filter((leg) => !listed.has(factKey(leg)));
    expect(unplaced.map(({ channel }) => channel)).toEqual(['internal', 'internal', 'internal']);
  });
});

describe('a balance, read through an explorer', () => {
  it.each([
    ['the sender', sender],
    ['the payee', payee],
    ['nobody', inventedAddress('nobody')],
  ])('is what the node says that %s has', async (_, address) => {
    const balance = await source.fetchBalance(accountAt(address), ether, noDeadline());
    expect(balance).toBe(await node.balanceOf(address));
  });

  it('is not known where the contract keeps none', async () => {
    const token = erc20AssetId(chain.id, contracts.token);
    expect(await source.fetchBalance(accountAt(payee), token, noDeadline())).toBeNull();
  });
});
