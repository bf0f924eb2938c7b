import { type Interface, namehash, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PayTimeQuestions } from '../../src/app/payTime/payTimeQuestions.js';
import { type Account, createAccount } from '../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import { InputError, SourceError } from '../../src/core/errors.js';
import { type EthereumNode, RICH_ADDRESS, startEthereumNode } from '../support/anvilNode.js';
import { accountAt, inventedAddress } from '../support/liveSources.js';
import type { NodeServer } from '../support/nodeServer.js';
import { openTestApp, TEST_NOW_MS, type TestApp } from '../support/openTestApp.js';
import { chainNamed, noDeadline } from '../support/sourceBench.js';
import { readBlock, readReceipt } from './nodeAnswers.js';
import { startExplorersBehind } from './nodeBehind.js';
import { type Contract, compileContracts } from './scenes/contracts.js';

/** Source: https://docs.ens.domains/learn/deployments */
const REGISTRY = '0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e';
/** Source: https://developers.circle.com/stablecoins/usdc-contract-addresses */
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
/** Source: https://tether.to/en/supported-protocols/ */
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const WBTC = '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599';

const ethereum = chainNamed('ethereum');
const payee = inventedAddress('a payee with a name');
const frozen = inventedAddress('somebody whom issuers froze');
const delegated = inventedAddress('a key that delegates');
const owner = new Wallet(`0x${'5a'.repeat(32)}`);
const MESSAGE = 'I control this wallet.\nNonce: 7f3a';

let node: EthereumNode;
let contracts: ReadonlyMap<string, Contract>;
let wallet = '';
const servers: NodeServer[] = [];
const apps = new Map<string, TestApp>();

beforeAll(async () => {
  node = await startEthereumNode(TEST_NOW_MS / 1000 - 86_400 * 2);
  contracts = compileContracts();
  await layOut();
  const { etherscan, blockscout } = await startExplorersBehind(node);
  servers.push(etherscan, blockscout);
  const first = readBlock(await node.request('eth_getBlockByNumber', ['0x0', true]));
  const newest = readBlock(await node.request('eth_getBlockByNumber', ['latest', true]));
  const checkpoint = { height: 0, hash: first.hash };
  const kinds = {
    node: { kind: 'rpc', url: node.url },
    etherscan: { kind: 'explorer', url: `${etherscan.url}/v2/api` },
    blockscout: { kind: 'explorer', api: 'blockscout', url: `${blockscout.url}/api/v2` },
  };
  for (const [kind, source] of Object.entries(kinds)) {
    const chains = { ethereum: { sources: [source], checkpoint } };
    const nowMs = () => (newest.timestamp + 60) * 1000;
    apps.set(kind, openTestApp({ labels: { builtIn: false }, chains }, { nowMs }));
  }
});

afterAll(async () => {
  for (const app of apps.values()) app.close();
  for (const server of servers) await server.close();
  await node?.stop();
});

function contractNamed(name: string): Contract {
  const contract = contracts.get(name);
  if (contract === undefined) throw new Error(`There is no contract ${name}.`);
  return contract;
}

async function deploy(name: string, argument = ''): Promise<string> {
  const data = `${contractNamed(name).code}${argument}`;
  const id = await node.send({ from: RICH_ADDRESS, to: null, value: 0n, data, gas: 3_000_000n });
  const receipt = readReceipt(await node.request('eth_getTransactionReceipt', [id]));
  return receipt.contractAddress ?? '';
}

/** Puts the code of a contract where its original stands. */
async function copyTo(address: string, name: string): Promise<void> {
  const code = await node.request('eth_getCode', [await deploy(name), 'latest']);
  await node.request('anvil_setCode', [address, code]);
}

async function tell(to: string, abi: Interface, call: readonly [string, ...unknown[]]) {
  const [name, ...values] = call;
  const data = abi.encodeFunctionData(name, values).slice(2);
  const id = await node.send({ from: RICH_ADDRESS, to, value: 0n, data });
  expect(readReceipt(await node.request('eth_getTransactionReceipt', [id])).status).toBe(1n);
}

async function layOut(): Promise<void> {
  await copyTo(REGISTRY, 'NameRegistry');
  await copyTo(USDC, 'FreezingToken');
  await copyTo(USDT, 'FreezingToken');
  const registry = contractNamed('NameRegistry').abi;
  const plain = await deploy('NameResolver');
  const old = await deploy('OldNameResolver');
  const wildcard = await deploy('WildcardResolver');
  const gateway = await deploy('GatewayResolver');
  const nobody = `0x${'0'.repeat(40)}`;
  const entries: readonly (readonly [name: string, owner: string, resolver: string])[] = [
    ['payee.eth', RICH_ADDRESS, plain],
    ['old.eth', RICH_ADDRESS, old],
    ['empty.eth', RICH_ADDRESS, plain],
    ['bare.eth', RICH_ADDRESS, nobody],
    ['broken.eth', RICH_ADDRESS, await deploy('FreezingToken')],
    ['gone.eth', RICH_ADDRESS, inventedAddress('a resolver without code')],
    ['gateway.eth', RICH_ADDRESS, gateway],
    ['wild.eth', RICH_ADDRESS, wildcard],
  ];
  for (const [name, ...rest] of entries) {
    await tell(REGISTRY, registry, ['set', namehash(name), ...rest]);
  }
  const { abi } = contractNamed('NameResolver');
  await tell(plain, abi, ['setAddr', namehash('payee.eth'), payee]);
  await tell(old, abi, ['setAddr', namehash('old.eth'), payee]);
  const freezing = contractNamed('FreezingToken').abi;
  await tell(USDC, freezing, ['freeze', frozen]);
  await tell(USDT, freezing, ['freeze', frozen]);
  wallet = await deploy('OwnedWallet', owner.address.slice(2).toLowerCase().padStart(64, '0'));
  await node.request('anvil_setCode', [delegated, `0xef0100${wallet.slice(2)}`]);
}

function usdcOn(chain = ethereum) {
  return erc20AssetId(chain.id, USDC);
}

describe.each(['node', 'etherscan', 'blockscout'])('a chain that is asked by %s', (kind) => {
  const ask = (): PayTimeQuestions => {
    const app = apps.get(kind);
    if (app === undefined) throw new Error('The application was not opened.');
    return app.app.payTime;
  };
  const frozenOf = (who: string, asset = usdcOn()) =>
    ask().askFrozen(accountAt(who), asset, noDeadline());
  const nameOf = (name: string) => ask().resolveName(name, noDeadline());
  const signedBy = (account: Account, signature: string) =>
    ask().verifyContractSignature({ account, message: MESSAGE, signature }, noDeadline());

  it('tells keys, contracts and keys that delegate apart', async () => {
    const kindOf = (who: string) => ask().readCode(accountAt(who), noDeadline());
    expect(await kindOf(payee)).toBe('key');
    expect(await kindOf(wallet)).toBe('contract');
    expect(await kindOf(delegated)).toBe('delegated-key');
  });

  it('says whom an issuer froze, by the question of each contract', async () => {
    expect(await frozenOf(frozen)).toBe('frozen');
    expect(await frozenOf(payee)).toBe('not-frozen');
    expect(await frozenOf(frozen, erc20AssetId(ethereum.id, USDT))).toBe('frozen');
    expect(await frozenOf(payee, erc20AssetId(ethereum.id, USDT))).toBe('not-frozen');
  });

  it('cannot tell of an asset that nobody looked at, and knows that nobody freezes a coin', async () => {
    expect(await frozenOf(frozen, erc20AssetId(ethereum.id, WBTC))).toBe('cannot-tell');
    expect(await frozenOf(frozen, nativeAssetId(ethereum))).toBe('not-frozen');
  });

  it('resolves a name of a resolver of today and of an old one', async () => {
    expect(await nameOf('payee.eth')).toEqual({
      name: 'payee.eth',
      address: expect.stringMatching(new RegExp(`^${payee}$`, 'i')),
      account: accountAt(payee),
    });
    expect((await nameOf('PayEE.eth')).name).toBe('payee.eth');
    expect((await nameOf('old.eth')).account).toBe(accountAt(payee));
  });

  it.each([
    ['nobody.eth', /not registered/],
    ['sub.payee.eth', /not registered/],
    ['bare.eth', /no resolver/],
    ['empty.eth', /no address/],
    ['broken.eth', /no address/],
    ['gone.eth', /no address/],
    ['gateway.eth', /outside the chain/],
    ['wild.eth', /outside the chain/],
    ['anybody.wild.eth', /outside the chain/],
    ['deep.down.wild.eth', /outside the chain/],
  ])('gives no address for %s', async (name, words) => {
    const asked = nameOf(name);
    await expect(asked).rejects.toBeInstanceOf(InputError);
    await expect(asked).rejects.toThrow(words);
    await expect(asked).rejects.not.toThrow(name);
  });

  it('lets a contract wallet say which signatures are its own', async () => {
    const account = accountAt(wallet);
    const signature = await owner.signMessage(MESSAGE);
    expect(await signedBy(account, signature)).toBe('valid');
    expect(await signedBy(account, await owner.signMessage('another text'))).toBe('invalid');
    // The wallet's code fails on these.
    expect(await signedBy(account, '0x1234')).toBe('invalid');
    expect(await signedBy(accountAt(USDC), signature)).toBe('invalid');
    expect(await signedBy(accountAt(payee), signature)).toBe('no-contract');
  });

  it('refuses what is no signature, and one of a wallet that is not deployed', async () => {
    const account = accountAt(wallet);
    await expect(signedBy(account, 'sig')).rejects.toThrow(/hexadecimal/);
    await expect(signedBy(account, '0x123')).rejects.toThrow(/hexadecimal/);
    await expect(signedBy(account, `0x${'ab'.repeat(5000)}`)).rejects.toThrow(/longer/);
    const wrapped = `0x${'00'.repeat(64)}${'6492'.repeat(16)}`;
    await expect(signedBy(account, wrapped)).rejects.toThrow(/not deployed/);
  });
});

describe('a contract that is not the one that was known', () => {
  it('is not taken for one that froze nobody', async () => {
    const asked = () =>
      apps.get('node')?.app.payTime.askFrozen(accountAt(frozen), usdcOn(), noDeadline());
    const before = await node.request('eth_getCode', [USDC, 'latest']);
    const odd = await node.request('eth_getCode', [await deploy('OddToken'), 'latest']);
    for (const code of ['0x', '0x60006000fd', '0x00', odd]) {
      await node.request('anvil_setCode', [USDC, code]);
      expect(await asked(), String(code)).toBe('cannot-tell');
    }
    await node.request('anvil_setCode', [USDC, before]);
    expect(await asked()).toBe('frozen');
  });
});

describe('a chain that nobody knows', () => {
  it('is an error, and never an answer', async () => {
    const app = apps.get('node');
    const polygon = chainNamed('polygon');
    const account = createAccount(polygon.id, payee);
    const usdc = erc20AssetId(polygon.id, '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359');
    await expect(app?.app.payTime.askFrozen(account, usdc, noDeadline())).rejects.toThrow(
      /chains\.polygon\.sources/,
    );
    await expect(app?.app.payTime.readCode(account, noDeadline())).rejects.toBeInstanceOf(
      SourceError,
    );
  });

  it('is told from one that has no contracts', async () => {
    const bitcoin = createAccount(chainNamed('bitcoin').id, 'bc1qexample');
    await expect(apps.get('node')?.app.payTime.readCode(bitcoin, noDeadline())).rejects.toThrow(
      InputError,
    );
  });
});
