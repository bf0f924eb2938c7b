import type { EthereumNode } from '../support/anvilNode.js';
import type { Answer, LoopbackServer } from '../support/faultServer.js';
import { explorerAt } from '../support/liveSources.js';
import { json, startLoopbackServer } from './loopbackServer.js';
import {
  type Call,
  type Receipt,
  readBlock,
  readCall,
  readReceipt,
  type Tx,
} from './nodeAnswers.js';

type Row = Readonly<Record<string, string>> & { readonly blockNumber: string };

/** A transaction with what the node says became of it. */
interface Applied {
  readonly tx: Tx;
  readonly receipt: Receipt;
  readonly timeSeconds: number;
}

/**
 * Serves a node's chain with Etherscan's API. Every request asks the node for its blocks, receipts
 * and call traces, and writes them as rows of texts.
 *
 * Source: https://docs.etherscan.io/api-reference/endpoint/txlist and the pages beside it
 */
export async function startExplorerOf(node: EthereumNode, apiKey: string): Promise<LoopbackServer> {
  return startLoopbackServer(async (url): Promise<Answer> => {
    const query = url.searchParams;
    if (query.get('apikey') !== apiKey) return notOk('Invalid API Key');
    if (query.get('chainid') !== '1') return notOk('Missing or unsupported chainid parameter');
    const action = query.get('action') ?? '';
    const passedOn = query.get('module') === 'proxy' ? PASSED_ON.get(action) : undefined;
    if (passedOn !== undefined) {
      const result = await node.request(action, passedOn(query));
      return json({ jsonrpc: '2.0', id: 1, result });
    }
    const rowsOf = LISTS.get(action);
    if (query.get('module') !== 'account') return notOk('Error! Missing Or invalid Action name');
    if (action === 'balance' || action === 'tokenbalance') return balanceAnswer(node, query);
    if (rowsOf === undefined) return notOk('Error! Missing Or invalid Action name');
    const txId = query.get('txhash');
    if (txId !== null && action === 'txlistinternal') return callsAnswer(node, txId);
    return listAnswer(await rowsOf(node), query);
  });
}

/** The `chains` of a configuration with a node's chain in the place of Ethereum. */
export async function chainsOfNode(node: EthereumNode, explorer: LoopbackServer): Promise<object> {
  const first = readBlock(await node.request('eth_getBlockByNumber', ['0x0', true]));
  const checkpoint = { height: 0, hash: first.hash };
  return { ethereum: { sources: [explorerAt(explorer)], checkpoint } };
}

/** Methods that explorers pass on to their node, and with which parameters. */
const PASSED_ON = new Map<string, (query: URLSearchParams) => readonly unknown[]>([
  ['eth_getBlockByNumber', (query) => [query.get('tag'), query.get('boolean') === 'true']],
  ['eth_getTransactionByHash', (query) => [query.get('txhash')]],
  ['eth_getTransactionReceipt', (query) => [query.get('txhash')]],
  ['eth_call', (query) => [{ to: query.get('to'), data: query.get('data') }, query.get('tag')]],
  ['eth_getCode', (query) => [query.get('address'), query.get('tag')]],
]);

/** `balanceOf(address)`. Source: https://eips.ethereum.org/EIPS/eip-20 */
const BALANCE_OF = '0x70a08231';

async function balanceAnswer(node: EthereumNode, query: URLSearchParams): Promise<Answer> {
  const address = query.get('address') ?? '';
  const contract = query.get('contractaddress');
  const told =
    contract === null
      ? await node.request('eth_getBalance', [address, query.get('tag')])
      : await node.request('eth_call', [
          { to: contract, data: `${BALANCE_OF}${address.slice(2).padStart(64, '0')}` },
          query.get('tag'),
        ]);
  // A contract that answers with nothing does not tell; Blockscout then gives null.
  const result = typeof told === 'string' && told !== '0x' ? `${BigInt(told)}` : null;
  return json({ status: '1', message: 'OK', result });
}

/** The calls of one transaction that moved something, as Etherscan lists them: without their places. */
async function callsAnswer(node: EthereumNode, txId: string): Promise<Answer> {
  const rows = (await internalRows(node)).filter(
    ({ hash, value }) => hash === txId && value !== '0',
  );
  if (rows.length === 0) {
    return json({ status: '0', message: 'No internal transactions found', result: [] });
  }
  const result = rows.map(({ hash: _hash, traceId: _traceId, ...row }) => row);
  return json({ status: '1', message: 'OK', result });
}

const LISTS = new Map<string, (node: EthereumNode) => Promise<readonly Row[]>>([
  ['txlist', txRows],
  ['txlistinternal', internalRows],
  ['tokentx', tokenRows],
  // The node has no validators.
  ['txsBeaconWithdrawal', async () => []],
]);

function notOk(result: string): Answer {
  return json({ status: '0', message: 'NOTOK', result });
}

function listAnswer(rows: readonly Row[], query: URLSearchParams): Answer {
  const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
  const address = query.get('address');
  const found = rows.filter((row) => {
    const height = Number(row.blockNumber);
    const inside = height >= number('startblock', 0) && height <= number('endblock', 1e9);
    return inside && partiesOf(row).includes(address ?? '');
  });
  if (query.get('sort') === 'desc') found.reverse();
  const size = number('offset', 1000);
  const from = (number('page', 1) - 1) * size;
  const result = found.slice(from, from + size);
  if (result.length > 0) return json({ status: '1', message: 'OK', result });
  return json({ status: '0', message: 'No transactions found', result: [] });
}

/** Whose row it is: a contract is a party of the row that made it, not of all that its token moved. */
function partiesOf(row: Row): readonly (string | undefined)[] {
  const made = row.tokenSymbol === undefined ? [row.contractAddress] : [];
  return [row.from, row.to, ...made];
}

async function appliedTxs(node: EthereumNode): Promise<readonly Applied[]> {
  const newest = await node.height();
  const applied: Applied[] = [];
  for (let height = 0; height <= newest; height += 1) {
    const block = readBlock(
      await node.request('eth_getBlockByNumber', [`0x${height.toString(16)}`, true]),
    );
    for (const tx of block.transactions) {
      const receipt = readReceipt(await node.request('eth_getTransactionReceipt', [tx.hash]));
      applied.push({ tx, receipt, timeSeconds: block.timestamp });
    }
  }
  return applied;
}

/** What every row says of its transaction. */
function placeOf({ tx, timeSeconds }: Applied) {
  return {
    blockNumber: `${tx.blockNumber}`,
    timeStamp: `${timeSeconds}`,
    hash: tx.hash,
  };
}

function gasOf({ tx, receipt }: Applied) {
  return {
    gas: `${tx.gas}`,
    gasPrice: `${receipt.effectiveGasPrice}`,
    gasUsed: `${receipt.gasUsed}`,
    cumulativeGasUsed: `${receipt.cumulativeGasUsed}`,
  };
}

async function txRows(node: EthereumNode): Promise<readonly Row[]> {
  return (await appliedTxs(node)).map((applied) => {
    const { tx, receipt } = applied;
    return {
      ...placeOf(applied),
      nonce: `${tx.nonce}`,
      blockHash: tx.blockHash,
      transactionIndex: `${tx.transactionIndex}`,
      from: tx.from,
      to: tx.to ?? '',
      value: `${tx.value}`,
      ...gasOf(applied),
      isError: receipt.status === 1n ? '0' : '1',
      txreceipt_status: `${receipt.status}`,
      input: tx.input,
      contractAddress: receipt.contractAddress ?? '',
      confirmations: '1',
      methodId: tx.input.slice(0, 10),
      functionName: '',
    };
  });
}

async function internalRows(node: EthereumNode): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const applied of await appliedTxs(node)) {
    const { hash } = applied.tx;
    const top = readCall(
      await node.request('debug_traceTransaction', [hash, { tracer: 'callTracer' }]),
    );
    rows.push(...innerRows(top, { applied, trail: '', failed: top.error !== undefined }));
  }
  return rows;
}

/** Rows of the calls that a call made. What failed takes everything below it along. */
function innerRows(
  call: Call,
  above: { readonly applied: Applied; readonly trail: string; readonly failed: boolean },
): readonly Row[] {
  return (call.calls ?? []).flatMap((inner, at) => {
    const creates = inner.type.startsWith('CREATE');
    const trail = above.trail === '' ? `${at}` : `${above.trail}_${at}`;
    const failed = above.failed || inner.error !== undefined;
    const row = {
      ...placeOf(above.applied),
      from: inner.from,
      to: creates ? '' : (inner.to ?? ''),
      value: `${inner.value}`,
      contractAddress: creates ? (inner.to ?? '') : '',
      input: '',
      type: inner.type.toLowerCase(),
      gas: `${inner.gas}`,
      gasUsed: `${inner.gasUsed}`,
      traceId: trail,
      isError: failed ? '1' : '0',
      errCode: inner.error ?? '',
    };
    return [row, ...innerRows(inner, { ...above, trail, failed })];
  });
}

/** `Transfer(address,address,uint256)`. Source: https://eips.ethereum.org/EIPS/eip-20 */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

async function tokenRows(node: EthereumNode): Promise<readonly Row[]> {
  return (await appliedTxs(node)).flatMap((applied) =>
    applied.receipt.logs
      .filter(({ topics }) => topics[0] === TRANSFER && topics.length === 3)
      .map((log) => ({
        ...placeOf(applied),
        nonce: `${applied.tx.nonce}`,
        blockHash: applied.tx.blockHash,
        from: `0x${log.topics[1]?.slice(-40)}`,
        contractAddress: log.address,
        to: `0x${log.topics[2]?.slice(-40)}`,
        value: `${BigInt(log.data)}`,
        tokenName: 'Token',
        tokenSymbol: 'TOKEN',
        tokenDecimal: '6',
        transactionIndex: `${applied.tx.transactionIndex}`,
        ...gasOf(applied),
        input: 'deprecated',
        confirmations: '1',
      })),
  );
}
