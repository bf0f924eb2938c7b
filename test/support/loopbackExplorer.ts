import { createHash } from 'node:crypto';
import { CHAINS } from '../../src/core/chain.js';
import { checkpointOf } from '../../src/core/checkpoint.js';
import type { Transfer } from '../../src/core/ledger.js';
import { internalRows, type Row, tokenRows, txRows, withdrawalRows } from './explorerLists.js';
import { balanceOf, blockOf, receiptOf, txOf } from './explorerTransactions.js';
import {
  type Answer,
  type AnswerRequest,
  type LoopbackServer,
  type ServerManners,
  startFaultServer,
} from './faultServer.js';
import { addressOfParty, byParty, type ListedRows, listedRows } from './listedRows.js';
import { TEST_NOW_MS } from './openTestApp.js';

/** A transfer with its place on the invented chain. */
export type PlacedTransfer = Transfer & {
  readonly height: number;
  readonly txId: string;
  readonly txIndex: number;
  readonly blockHash: string;
};

/** What the explorer of a test knows and allows. */
export interface LoopbackExplorerOptions extends ServerManners {
  readonly facts: readonly Transfer[];
  /** 1 when not given. */
  readonly chainId?: string;
  /** The key that callers must show; none is asked for when not given. */
  readonly apiKey?: string;
  /** Most rows of one answer, whatever was asked; 1000 when not given. */
  readonly maxRows?: number;
  /** Height of the newest block; 100 above the newest fact when not given. */
  readonly tipHeight?: number;
  /** When the newest block was made, in Unix seconds; about the moment of tests when not given. */
  readonly tipSeconds?: number;
  /** What contracts answer to calls, as of now; `0x` when not given. */
  readonly calls?: (call: { readonly to: string; readonly data: string }) => string;
  /** The code at addresses in lower case, as of now; none where there is no entry. */
  readonly codes?: Readonly<Record<string, string>>;
  /** Names of fields and words that differ between explorers. */
  readonly dialect?: 'etherscan' | 'blockscout' | 'routescan';
}

/** An explorer with Etherscan's API on 127.0.0.1. */
export interface LoopbackExplorer extends LoopbackServer {
  /** Where the explorer put each fact, in the order in which the facts were given. */
  readonly placed: readonly PlacedTransfer[];
  readonly tip: { readonly height: number; readonly hash: string; readonly timeSeconds: number };
  /** Requests so far by the value of `action`. */
  requestsByAction(): Readonly<Record<string, number>>;
  /**
   * The chain goes on: from now on these facts are what it holds, under this newest block. Blocks above
   * `forkHeight`, where one is given, are others than before.
   */
  growTo(facts: readonly Transfer[], tipHeight: number, forkHeight?: number): void;
  /**
   * The chain is at this moment: nothing that came after it is there, and its newest block was made then.
   * For facts with heights of their own. Units: Unix seconds.
   */
  showUntil(facts: readonly Transfer[], tip: Pick<Chain['tip'], 'height' | 'timeSeconds'>): void;
  /** The chain goes on by an empty block, which was made then. Units: Unix seconds. */
  addBlock(timeSeconds: number): void;
}

/** Starts an explorer that lists the given facts in the form of Etherscan's documentation. */
export async function startLoopbackExplorer(
  options: LoopbackExplorerOptions,
): Promise<LoopbackExplorer> {
  let chain = chainOf(options.facts, options);
  const answersNow = () => answersOf({ ...options, ...chain, tipNow: () => chain.tip });
  let answer = answersNow();
  const server = await startFaultServer({
    ...options,
    answer: (url, headers) => answer(url, headers),
  });
  return {
    ...server,
    get placed() {
      return chain.placed;
    },
    get tip() {
      return chain.tip;
    },
    growTo: (facts, tipHeight, forkHeight) => {
      chain = chainOf(facts, { ...options, tipHeight, forkHeight });
      answer = answersNow();
    },
    showUntil: (facts, { height, timeSeconds }) => {
      const seen = facts.filter((fact) => fact.timeSeconds <= timeSeconds);
      chain = chainOf(seen, { tipHeight: height, tipSeconds: timeSeconds });
      answer = answersNow();
    },
    addBlock: (timeSeconds) => {
      const height = chain.tip.height + 1;
      chain = { ...chain, tip: { height, hash: chain.hashAt(height), timeSeconds } };
    },
    requestsByAction: () => {
      const counts: Record<string, number> = {};
      for (const request of server.requests) {
        const action = new URL(request, server.url).searchParams.get('action') ?? '';
        counts[action] = (counts[action] ?? 0) + 1;
      }
      return counts;
    },
  };
}

const FIRST_HEIGHT = 1_000_000;

/** The facts of a chain in their places, its newest block, and the hash of every block. */
type Chain = Pick<LoopbackExplorer, 'placed' | 'tip'> & {
  readonly hashAt: (height: number) => string;
};

/** What answers are made of; the newest block may be another at each of them. */
type Answering = LoopbackExplorerOptions &
  Omit<Chain, 'tip'> & { readonly tipNow: () => Chain['tip'] };

/** Facts at their places on an invented chain, and its newest block. */
export function chainOf(
  facts: readonly Transfer[],
  by: {
    readonly tipHeight?: number | undefined;
    readonly tipSeconds?: number | undefined;
    readonly forkHeight?: number | undefined;
  },
): Chain {
  const forkHeight = by.forkHeight ?? Number.POSITIVE_INFINITY;
  const hashAt = (height: number) => hash(`${height > forkHeight ? 'fork' : 'block'} ${height}`);
  const placed = placeTransfers(facts, hashAt);
  const heights = placed.map((fact) => fact.height);
  const height = by.tipHeight ?? Math.max(FIRST_HEIGHT, ...heights) + 100;
  const newest = Math.max(...placed.map((fact) => fact.timeSeconds));
  const timeSeconds = by.tipSeconds ?? Math.max(TEST_NOW_MS / 1000 - 3600, newest) + 1200;
  return { placed, tip: { height, hash: hashAt(height), timeSeconds }, hashAt };
}

/**
 * Gives facts without a place on the chain one: a block per point in time, in order of time; a
 * transaction per fact, unless facts share an id. The same facts always get the same places.
 */
function placeTransfers(
  facts: readonly Transfer[],
  hashAt: Chain['hashAt'],
): readonly PlacedTransfer[] {
  const times = [...new Set(facts.map((fact) => fact.timeSeconds))].sort((a, b) => a - b);
  const heights = new Map(times.map((timeSeconds, at) => [timeSeconds, FIRST_HEIGHT + at]));
  const txsOfBlock = new Map<number, Map<string, number>>();
  return facts.map((fact, at) => {
    const height = fact.height ?? heights.get(fact.timeSeconds) ?? FIRST_HEIGHT;
    const txId = fact.txId ?? hash(`transaction ${at}`);
    const txs = txsOfBlock.get(height) ?? new Map<string, number>();
    txsOfBlock.set(height, txs);
    if (!txs.has(txId)) txs.set(txId, txs.size);
    const txIndex = fact.txIndex ?? txs.get(txId) ?? 0;
    const blockHash = fact.blockHash ?? hashAt(height);
    return { ...fact, height, txId, txIndex, blockHash };
  });
}

function hash(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`;
}

function answersOf(explorer: Answering): AnswerRequest {
  const lists: Readonly<Record<string, ListedRows<Row>>> = {
    txlist: listedRows(txRows(explorer.placed)),
    txlistinternal: listedRows(internalRows(explorer.placed, explorer.dialect ?? 'etherscan')),
    tokentx: listedRows(tokenRows(explorer.placed)),
    txsBeaconWithdrawal: listedRows(withdrawalRows(explorer.placed)),
  };
  const factsOf = byParty(explorer.placed, ({ from, to }) => [from, to].map(addressOfParty));
  return (url) => {
    const query = url.searchParams;
    if (explorer.apiKey !== undefined && query.get('apikey') !== explorer.apiKey) {
      return notOk(query.has('apikey') ? 'Invalid API Key' : 'Missing/Invalid API Key');
    }
    const chainId = explorer.chainId ?? '1';
    if (explorer.dialect === 'routescan') {
      const path = `/v2/network/mainnet/evm/${chainId}/etherscan/api`;
      if (url.pathname !== path) return notOk('chain not supported');
    } else if (query.get('chainid') !== chainId) {
      return notOk(
        'Missing or unsupported chainid parameter (required for v2 api), please see chainlist for the list of supported chainids',
      );
    }
    const action = query.get('action') ?? '';
    if (query.get('module') === 'proxy') {
      const read = nodeAnswers(explorer, query)[action];
      if (read === undefined) return notOk('Error! Missing Or invalid Action name');
      return json({ jsonrpc: '2.0', id: 1, result: read() });
    }
    const list = query.get('module') === 'account' ? lists[action] : undefined;
    if (list === undefined) {
      return accountAnswer(factsOf, query) ?? notOk('Error! Missing Or invalid Action name');
    }
    if (action === 'txlistinternal' && query.has('txhash')) {
      return callsAnswer(explorer, list.rows, query);
    }
    return listAnswer(list, { query, maxRows: explorer.maxRows ?? 1000, action });
  };
}

/** What the explorer passes on from its node, by method. */
function nodeAnswers(
  {
    placed,
    tipNow,
    hashAt,
    chainId,
    calls,
    codes,
  }: Pick<Answering, 'placed' | 'tipNow' | 'hashAt' | 'chainId' | 'calls' | 'codes'>,
  query: URLSearchParams,
): Readonly<Record<string, () => object | string | null>> {
  const txId = query.get('txhash') ?? '';
  const tag = query.get('tag') ?? '';
  const tip = tipNow();
  const newest = { number: hex(tip.height), hash: tip.hash, timestamp: hex(tip.timeSeconds) };
  return {
    eth_getBlockByNumber: () => {
      if (tag === 'latest') return newest;
      const height = Number(tag);
      const own = CHAINS.find(({ id }) => id === `eip155:${chainId ?? '1'}`);
      const checkpoint = own === undefined ? null : checkpointOf(own.id);
      if (checkpoint?.height === height) {
        return { number: tag, hash: checkpoint.hash, timestamp: hex(0) };
      }
      if (height > tip.height) return null;
      const empty = { number: tag, hash: hashAt(height), timestamp: newest.timestamp };
      return blockOf(placed, tag) ?? empty;
    },
    eth_call: () => calls?.({ to: query.get('to') ?? '', data: query.get('data') ?? '' }) ?? '0x',
    eth_getCode: () => codes?.[(query.get('address') ?? '').toLowerCase()] ?? '0x',
    eth_getTransactionByHash: () => txOf(placed, txId),
    eth_getTransactionReceipt: () => receiptOf(placed, txId),
  };
}

function accountAnswer(
  factsOf: ReadonlyMap<string, readonly PlacedTransfer[]>,
  query: URLSearchParams,
): Answer | null {
  const address = query.get('address') ?? '';
  const placed = factsOf.get(address) ?? [];
  const contract = query.get('contractaddress');
  switch (query.get('action')) {
    case 'balance':
      return ok(`${balanceOf(placed, { address, contract: null })}`);
    case 'tokenbalance':
      return ok(`${balanceOf(placed, { address, contract })}`);
    default:
      return null;
  }
}

/** The calls of one transaction: Etherscan leaves its id and the places of the calls out of them. */
function callsAnswer(
  explorer: LoopbackExplorerOptions,
  rows: readonly Row[],
  query: URLSearchParams,
): Answer {
  if (query.has('startblock') || query.has('endblock')) return notOk('Error! Invalid parameter');
  const txId = query.get('txhash');
  const own = rows.filter((row) => (row.hash ?? row.transactionHash) === txId);
  if (own.length === 0) {
    return json({ status: '0', message: 'No internal transactions found', result: [] });
  }
  if (explorer.dialect === 'blockscout') return ok(own);
  return ok(own.map(({ hash: _hash, traceId: _traceId, ...row }) => row));
}

function listAnswer(
  { ofParty }: ListedRows<Row>,
  asked: { readonly query: URLSearchParams; readonly maxRows: number; readonly action: string },
): Answer {
  const { query, maxRows, action } = asked;
  const number = (name: string, otherwise: number) =>
    Number.parseInt(query.get(name) ?? `${otherwise}`, 10);
  const page = number('page', 1);
  const offset = number('offset', 10_000);
  if (page * offset > 10_000) {
    return notOk(
      'Result window is too large, PageNo x Offset size must be less than or equal to 10000',
    );
  }
  const address = query.get('address')?.toLowerCase() ?? '';
  const [first, last] = [number('startblock', 0), number('endblock', 999_999_999)];
  const found = (ofParty.get(address) ?? []).filter((row) => {
    const height = Number.parseInt(row.blockNumber, 10);
    return height >= first && height <= last;
  });
  if (query.get('sort') === 'desc') found.reverse();
  const size = Math.min(offset, maxRows);
  const result = found.slice((page - 1) * offset, (page - 1) * offset + size);
  if (result.length > 0) return ok(result);
  const what = action === 'txlistinternal' ? 'internal transactions' : 'transactions';
  return json({ status: '0', message: `No ${what} found`, result: [] });
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function json(body: unknown): Answer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

function ok(result: unknown): Answer {
  return json({ status: '1', message: 'OK', result });
}

function notOk(result: string): Answer {
  return json({ status: '0', message: 'NOTOK', result });
}
