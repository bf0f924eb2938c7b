import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/packageInfo.js';

/** An Ethereum node on a chain of its own that lives in memory and talks to nobody. */
export interface EthereumNode {
  /** Where it answers JSON-RPC. */
  readonly url: string;
  /** Asks the node by JSON-RPC. The answer is what the node said, unread. */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Has the node apply a transaction in a block of its own. Gives the transaction's id. */
  send(transaction: NodeTransaction): Promise<string>;
  /** Has the node apply transactions in one block, in the order given. Gives their ids. */
  sendTogether(transactions: readonly NodeTransaction[]): Promise<readonly string[]>;
  /** What the node says that an address has, after a block or after the newest. Units: wei. */
  balanceOf(address: string, height?: number): Promise<bigint>;
  /** Height of the newest block. */
  height(): Promise<number>;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

/** A transaction that anybody may order; the node asks for no signature. Units: wei. */
export interface NodeTransaction {
  readonly from: string;
  /** Null to create a contract. */
  readonly to: string | null;
  readonly value: bigint;
  /** Hex digits, the code that runs at its creation for a contract. */
  readonly data?: string;
  /** Gas that it may use; enough for a plain contract's work when not given. */
  readonly gas?: bigint;
}

/** Address that the node gives 10,000 ether in its first block, the only one with a balance. */
export const RICH_ADDRESS = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';

const SECONDS_PER_BLOCK = 600;
const GAS = 300_000n;
const GAS_PRICE = 2_000_000_000;

/**
 * Starts a node with Ethereum's chain id whose first block has the given time. Units: Unix seconds.
 *
 * The platform's own program is started, not the one that npm links: that one starts another, which
 * would outlive it.
 */
export async function startEthereumNode(startSeconds: number): Promise<EthereumNode> {
  const child = spawn(
    programPath(),
    [
      ...['--host', '127.0.0.1', '--port', '0', '--chain-id', '1'],
      ...['--accounts', '1', '--auto-impersonate', '--timestamp', `${startSeconds}`],
      // Blocks are asked for, since the node would answer before one that it makes by itself is there.
      ...['--no-mining', '--order', 'fifo', '--disable-pool-balance-checks'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const stopWithUs = () => child.kill('SIGKILL');
  process.once('exit', stopWithUs);
  const stop = async () => {
    process.off('exit', stopWithUs);
    await ended(child);
  };
  let url: string;
  try {
    url = `http://${await listeningAddress(child)}`;
  } catch (error) {
    await stop();
    throw error;
  }

  const request = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const body: unknown = await reply.json();
    if (typeof body === 'object' && body !== null && 'result' in body) return body.result;
    throw new Error(`The node refuses ${method}: ${JSON.stringify(body)}`);
  };
  const numberOf = async (method: string, params: readonly unknown[]) =>
    BigInt(String(await request(method, params)));

  const sendTogether = async (transactions: readonly NodeTransaction[]) => {
    const height = Number(await numberOf('eth_blockNumber', [])) + 1;
    const time = startSeconds + SECONDS_PER_BLOCK * height;
    await request('evm_setNextBlockTimestamp', [hexOf(time)]);
    const ids: string[] = [];
    for (const { from, to, value, data, gas = GAS } of transactions) {
      const transaction = {
        from,
        ...(to === null ? {} : { to }),
        ...(data === undefined ? {} : { data: `0x${data}` }),
        value: hexOf(value),
        gas: hexOf(gas),
        gasPrice: hexOf(GAS_PRICE),
      };
      ids.push(String(await request('eth_sendTransaction', [transaction])));
    }
    await request('evm_mine', []);
    for (const id of ids) {
      const receipt = await request('eth_getTransactionReceipt', [id]);
      if (receipt === null) throw new Error('The node left a transaction out of its block.');
    }
    return ids;
  };

  return {
    url,
    request,
    send: async (transaction) => {
      const [id] = await sendTogether([transaction]);
      if (id === undefined) throw new Error('The node gave a transaction no id.');
      return id;
    },
    sendTogether,
    balanceOf: (address, height) => {
      const block = height === undefined ? 'latest' : hexOf(height);
      return numberOf('eth_getBalance', [address, block]);
    },
    height: async () => Number(await numberOf('eth_blockNumber', [])),
    stop,
  };
}

function hexOf(number: number | bigint): string {
  return `0x${number.toString(16)}`;
}

function programPath(): string {
  const processor = process.arch === 'x64' ? 'amd64' : process.arch;
  const path = join(
    packageRoot(),
    'test/node_modules/@foundry-rs',
    `anvil-${process.platform}-${processor}`,
    'bin',
    process.platform === 'win32' ? 'anvil.exe' : 'anvil',
  );
  if (existsSync(path)) return path;
  throw new Error('The Ethereum node is not installed; run "npm run test:install".');
}

/** Host and port that the node says it listens at; the operating system chose the port. */
function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      const found = /Listening on (127\.0\.0\.1:\d+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The Ethereum node ended with code ${code}.`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
