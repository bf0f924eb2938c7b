import { keccak256, toBeHex, Wallet, ZeroAddress, zeroPadValue } from 'ethers';
import { z } from 'zod';
import {
  type EthereumNode,
  type NodeTransaction,
  RICH_ADDRESS,
  startEthereumNode,
} from '../../support/anvilNode.js';
import { inventedAddress } from '../../support/liveSources.js';
import { readReceipt, readTx, type Tx } from '../nodeAnswers.js';
import { type Contract, compileContracts, readPublishedContract } from './contracts.js';
import { DAI, DOLLAR, ETHER, PLACES } from './places.js';
import { rememberingNode } from './rememberingNode.js';

/** A contract that is on the chain. */
export interface Standing {
  readonly at: string;
  readonly contract: Contract;
}

/** A call of a contract. Units: wei. */
export interface Act {
  readonly from: string;
  readonly to: Standing;
  readonly call: string;
  readonly with: readonly unknown[];
  readonly value?: bigint;
}

/** A node with the contracts of the scenes, an exchange that is rich, and somebody on a list. */
export interface Stage {
  readonly node: EthereumNode;
  readonly contracts: Readonly<Record<keyof typeof PLACES, Standing>>;
  /** An address that is an exchange's hot wallet. Everything that anybody has comes from it. */
  readonly exchange: string;
  /** An address that is on a list. */
  readonly listed: string;
  /** An address that no other scene uses. */
  readonly person: (word: string) => string;
  /** The key of somebody who signs. */
  readonly signer: (word: string) => Wallet;
  /** Calls a contract in a block of its own. Gives the transaction's id. */
  readonly act: (act: Act) => Promise<string>;
  /** What a contract answers, without a transaction. */
  readonly ask: (act: Omit<Act, 'from' | 'value'>) => Promise<unknown>;
  /** Puts a contract of the given name, or a given one, on the chain. */
  readonly deploy: (what: string | Contract, options?: DeployOptions) => Promise<Deployed>;
  /** Orders a transaction in a block of its own. Gives its id. */
  readonly send: (transaction: NodeTransaction) => Promise<string>;
}

/** A contract with the id of the transaction that put it on the chain. */
export interface Deployed extends Standing {
  readonly txId: string;
}

/** How a contract is put on the chain. Units: wei. */
export interface DeployOptions {
  readonly with?: readonly unknown[];
  readonly from?: string;
  readonly value?: bigint;
}

const START_SECONDS = Date.UTC(2024, 0, 1) / 1000;

/** Gas for a call, and for one that puts a contract on the chain. */
const CALL_GAS = 1_000_000n;
const MAKING_GAS = 10_000_000n;

const amountSchema = z.bigint();

/** Starts a node and puts the scenes' contracts on it, most of them where Ethereum has them. */
export async function openStage(): Promise<Stage> {
  const node = rememberingNode(await startEthereumNode(START_SECONDS));
  try {
    return await furnish(node);
  } catch (error) {
    await node.stop();
    throw error;
  }
}

/** What somebody has of a token. Units: atomic units. */
export async function tokenBalanceOf(stage: Stage, token: Standing, of: string): Promise<bigint> {
  return amountSchema.parse(await stage.ask({ to: token, call: 'balanceOf', with: [of] }));
}

/** The fee that the sender of a transaction paid. Units: wei. */
export async function feeOf(node: EthereumNode, txId: string): Promise<bigint> {
  const receipt = readReceipt(await node.request('eth_getTransactionReceipt', [txId]));
  return receipt.gasUsed * receipt.effectiveGasPrice;
}

/** A transaction as the node has it. */
export async function findTx(node: EthereumNode, txId: string): Promise<Tx> {
  return readTx(await node.request('eth_getTransactionByHash', [txId]));
}

async function furnish(node: EthereumNode): Promise<Stage> {
  const written = compileContracts();
  const exchange = RICH_ADDRESS;

  const deploy: Stage['deploy'] = async (what, options = {}) => {
    const contract = typeof what === 'string' ? written.get(what) : what;
    if (contract === undefined) throw new Error(`No contract is called ${what}.`);
    const words = contract.abi.encodeDeploy([...(options.with ?? [])]).slice(2);
    const { from = exchange, value = 0n } = options;
    const data = `${contract.code}${words}`;
    const txId = await node.send({ from, to: null, value, data, gas: MAKING_GAS });
    const receipt = readReceipt(await node.request('eth_getTransactionReceipt', [txId]));
    if (!receipt.contractAddress || receipt.status !== 1n) {
      throw new Error('A contract was not put on the chain.');
    }
    return { at: receipt.contractAddress, contract, txId };
  };

  const act: Stage['act'] = async ({ from, to, call, with: words, value = 0n }) => {
    const data = to.contract.abi.encodeFunctionData(call, words).slice(2);
    // Making a pool is a call of the exchange, which can pay for as much as it takes.
    const gas = from === exchange ? MAKING_GAS : CALL_GAS;
    const txId = await node.send({ from, to: to.at, value, data, gas });
    const receipt = readReceipt(await node.request('eth_getTransactionReceipt', [txId]));
    if (receipt.status !== 1n) throw new Error(`The call of ${call} failed.`);
    return txId;
  };

  const ask: Stage['ask'] = async ({ to, call, with: words }) => {
    const data = to.contract.abi.encodeFunctionData(call, words);
    const answer = await node.request('eth_call', [{ to: to.at, data }, 'latest']);
    const [first]: readonly unknown[] = to.contract.abi.decodeFunctionResult(call, String(answer));
    return first;
  };

  /** Copies the code of a contract to where Ethereum has it. What it stored is not copied. */
  const place = async (
    at: keyof typeof PLACES,
    what: string | Contract,
    options?: DeployOptions,
  ): Promise<Standing> => {
    const made = await deploy(what, options);
    const code = await node.request('eth_getCode', [made.at, 'latest']);
    await node.request('anvil_setCode', [PLACES[at], code]);
    return { at: PLACES[at], contract: made.contract };
  };

  const uniswap = (name: string) => readPublishedContract(`@uniswap/v2-${name}.json`);
  const safe = (name: string) =>
    readPublishedContract(`@safe-global/safe-contracts/build/artifacts/contracts/${name}.json`);
  const contracts: Stage['contracts'] = {
    weth: await place('weth', uniswap('periphery/build/WETH9')),
    usdc: await place('usdc', 'Dollar'),
    usdt: await place('usdt', 'Dollar'),
    dai: await place('dai', uniswap('periphery/build/ERC20'), { with: [0n] }),
    factory: await place('factory', uniswap('core/build/UniswapV2Factory'), {
      with: [ZeroAddress],
    }),
    router: await place('router', uniswap('periphery/build/UniswapV2Router02'), {
      with: [PLACES.factory, PLACES.weth],
    }),
    disperse: await place('disperse', 'Disperse'),
    entryPoint: await place(
      'entryPoint',
      readPublishedContract('@account-abstraction/contracts/artifacts/EntryPoint.json'),
    ),
    safe: await place('safe', safe('Safe.sol/Safe')),
    safeFactory: await place('safeFactory', safe('proxies/SafeProxyFactory.sol/SafeProxyFactory')),
    multiSend: await place('multiSend', safe('libraries/MultiSendCallOnly.sol/MultiSendCallOnly')),
  };
  const listed = inventedAddress('somebody on a list');
  const stage: Stage = {
    node,
    contracts,
    exchange,
    listed,
    person: (word) => inventedAddress(`the scenes: ${word}`),
    signer: (word) => new Wallet(keccak256(Buffer.from(word))),
    act,
    ask,
    deploy,
    send: node.send,
  };
  await endow(stage);
  return stage;
}

/** Gives the exchange and the listed address of everything, as if they had had it before. */
async function endow(stage: Stage): Promise<void> {
  const { contracts, exchange, listed, node } = stage;
  await stage.send({ from: exchange, to: listed, value: 500n * ETHER });
  for (const token of [contracts.usdc, contracts.usdt]) {
    for (const to of [exchange, listed]) {
      await stage.act({
        from: exchange,
        to: token,
        call: 'mint',
        with: [to, 10_000_000n * DOLLAR],
      });
    }
  }
  for (const owner of [exchange, listed]) {
    // The published token mints only where it is made; its second slot holds the balances.
    const slot = keccak256(`${zeroPadValue(owner, 32)}${toBeHex(1, 32).slice(2)}`);
    const amount = toBeHex(10_000_000n * DAI, 32);
    await node.request('anvil_setStorageAt', [contracts.dai.at, slot, amount]);
  }
}
