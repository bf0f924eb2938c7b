import { createAccount } from '../../core/account.js';
import { nativeAssetId } from '../../core/asset.js';
import { CapabilityError } from '../../core/errors.js';
import type { Transfer } from '../../core/ledger.js';
import type { TransactionQuery } from '../../screening/ports.js';
import { createDecodeError } from '../decodeBody.js';
import { decodeBlock } from './explorerAnswers.js';
import { type ExplorerApi, explorerLie } from './explorerApi.js';
import { decodeCalls, type ListedCalls } from './explorerCalls.js';
import {
  decodeFailed,
  decodeReceipt,
  decodeSentTx,
  type Receipt,
  readTokenMovements,
  type SentTx,
} from './explorerReceipt.js';
import { type Movement, numberFacts } from './numberFacts.js';

/** The transaction, its receipt and its calls; only where nobody knows its block also the block. */
export const REQUESTS_PER_TRANSACTION = 3;

/**
 * Rows at whose multiples explorers end an answer: a free key gets 1,000 of them, others more.
 *
 * Source: https://docs.etherscan.io/changelog
 */
const CALLS_CAP = 1000;

const NO_CALLS: ListedCalls = { blocks: [], movements: [] };

/**
 * Every movement of one transaction, or null when no block that the explorer knows holds it.
 *
 * Order: fee, native, internal, token. Edge: what failed moves nothing but its fee. What a rollup
 * charged for its parent chain is a fee of its own, for the lists of accounts tell the other alone.
 * Blind spot: the fee for blobs.
 *
 * @throws {SourceError}
 */
export async function fetchTransaction(
  api: ExplorerApi,
  query: TransactionQuery,
  signal: AbortSignal,
): Promise<readonly Transfer[] | null> {
  const ask: Ask = (route, params) => {
    query.onRequest();
    return api.fetchResult(route, { action: route, ...params }, signal);
  };
  const tx = await fetchSentTx(api, query.txId, ask);
  if (tx === null || tx.blockNumber === null) return null;
  const receipt = await fetchReceipt(api, tx, ask);
  if (receipt === null) return null;
  const failed = await hasFailed(api, receipt, ask);
  const calls = failed ? NO_CALLS : await fetchCalls(api, receipt, ask);
  const timeSeconds = await timeOf(api, { query, receipt, calls }, ask);
  return numberFacts(movementsOf(api, { tx, receipt, failed, calls, timeSeconds }), 0);
}

type Ask = (route: string, params: Readonly<Record<string, string>>) => Promise<unknown>;

async function fetchSentTx(api: ExplorerApi, txId: string, ask: Ask): Promise<SentTx | null> {
  const asked = { host: api.host, route: 'eth_getTransactionByHash' };
  const tx = decodeSentTx(await ask(asked.route, { module: 'proxy', txhash: txId }), asked);
  if (tx === null) return null;
  if (tx.hash !== txId) throw explorerLie('answers with another transaction', asked);
  const chainId = tx.chainId ?? 0n;
  if (chainId !== 0n && api.chain.id !== `eip155:${chainId}`) {
    throw explorerLie('answers with a transaction of another chain', asked);
  }
  return tx;
}

async function fetchReceipt(api: ExplorerApi, tx: SentTx, ask: Ask): Promise<Receipt | null> {
  const asked = { host: api.host, route: 'eth_getTransactionReceipt' };
  const receipt = decodeReceipt(
    await ask(asked.route, { module: 'proxy', txhash: tx.hash }),
    asked,
  );
  if (receipt === null) return null;
  const ids = [receipt.transactionHash, ...receipt.logs.map((log) => log.transactionHash)];
  if (ids.some((id) => id !== tx.hash)) {
    throw explorerLie('answers with the receipt of another transaction', asked);
  }
  if (receipt.blockNumber !== tx.blockNumber || receipt.blockHash !== tx.blockHash) {
    throw explorerLie('names two blocks for one transaction', asked);
  }
  return receipt;
}

async function hasFailed(api: ExplorerApi, receipt: Receipt, ask: Ask): Promise<boolean> {
  if (typeof receipt.status === 'string') return receipt.status === '0x0';
  const asked = { host: api.host, route: 'getstatus' };
  const params = { module: 'transaction', txhash: receipt.transactionHash };
  return decodeFailed(await ask(asked.route, params), asked);
}

async function fetchCalls(api: ExplorerApi, receipt: Receipt, ask: Ask): Promise<ListedCalls> {
  const asked = { host: api.host, route: 'txlistinternal' };
  const txId = receipt.transactionHash;
  const result = await ask(asked.route, { module: 'account', txhash: txId });
  const calls = decodeCalls(result, { chain: api.chain, txId, asked });
  const count = calls.blocks.length;
  if (count > 0 && count % CALLS_CAP === 0) {
    throw new CapabilityError(
      `The explorer at ${api.host} lists no more than ${count} calls of one transaction; add another source for ${api.chain.title}.`,
      asked,
    );
  }
  if (calls.blocks.some(({ height }) => height !== receipt.blockNumber)) {
    throw explorerLie('lists calls of another block', asked);
  }
  return calls;
}

/** When the transaction's block was made: as is known, else as the calls say, else as the block says. */
async function timeOf(
  api: ExplorerApi,
  known: {
    readonly query: TransactionQuery;
    readonly receipt: Receipt;
    readonly calls: ListedCalls;
  },
  ask: Ask,
): Promise<number> {
  const { query, receipt, calls } = known;
  const { block } = query;
  // A known block that is another one says that the transaction has moved since: its time is void.
  const told = block?.height === receipt.blockNumber ? [block, ...calls.blocks] : calls.blocks;
  const [first, ...others] = told.map(({ timeSeconds }) => timeSeconds);
  if (first !== undefined) {
    if (others.every((other) => other === first)) return first;
    throw explorerLie('names two times for one block', { host: api.host, route: 'txlistinternal' });
  }
  const asked = { host: api.host, route: 'eth_getBlockByNumber' };
  const tag = `0x${receipt.blockNumber.toString(16)}`;
  const result = await ask(asked.route, { module: 'proxy', tag, boolean: 'false' });
  const own = decodeBlock(result, asked);
  if (own.hash !== receipt.blockHash) throw explorerLie('answers with another block', asked);
  return own.timeSeconds;
}

function movementsOf(
  { chain, host }: ExplorerApi,
  told: {
    readonly tx: SentTx;
    readonly receipt: Receipt;
    readonly failed: boolean;
    readonly calls: ListedCalls;
    readonly timeSeconds: number;
  },
): readonly Movement[] {
  const { tx, receipt, failed, calls, timeSeconds } = told;
  const position = {
    chain: chain.id,
    height: receipt.blockNumber,
    blockHash: receipt.blockHash,
    txIndex: receipt.transactionIndex,
    txId: tx.hash,
    timeSeconds,
  };
  const from = createAccount(chain.id, tx.from);
  const moved = {
    ...position,
    kind: 'transfer',
    asset: nativeAssetId(chain),
    index: null,
  } as const;
  const price = receipt.effectiveGasPrice ?? tx.gasPrice ?? null;
  if (price === null) {
    throw createDecodeError({ host, route: 'eth_getTransactionReceipt' }, 'effectiveGasPrice');
  }
  const fee = receipt.gasUsed * price;
  const fees = [fee, receipt.l1Fee ?? 0n].flatMap((amount): readonly Movement[] =>
    amount === 0n ? [] : [{ ...moved, channel: 'fee', from, to: null, amount }],
  );
  if (failed) return fees;
  const to = tx.to ?? receipt.contractAddress ?? null;
  if (to === null) {
    throw createDecodeError({ host, route: 'eth_getTransactionReceipt' }, 'contractAddress');
  }
  return [
    ...fees,
    { ...moved, channel: 'native', from, to: createAccount(chain.id, to), amount: tx.value },
    ...calls.movements.map((call) => ({ ...call, ...position })),
    ...readTokenMovements(receipt, position),
  ];
}
