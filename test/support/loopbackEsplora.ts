import { createHash } from 'node:crypto';
import { type Account, addressOfAccount } from '../../src/core/account.js';
import { checkpointOf } from '../../src/core/checkpoint.js';
import { accountsOfFact, type UtxoTx } from '../../src/core/ledger.js';
import {
  type Answer,
  type AnswerRequest,
  type LoopbackServer,
  type ServerManners,
  startFaultServer,
} from './faultServer.js';
import { TEST_NOW_MS } from './openTestApp.js';
import { chainNamed } from './sourceBench.js';

/** A transaction with its place on the invented chain. */
export type PlacedTx = UtxoTx & { readonly height: number; readonly blockHash: string };

/** What the Esplora server of a test knows. */
export interface LoopbackEsploraOptions extends ServerManners {
  readonly facts: readonly UtxoTx[];
  /** Transactions of one page; 25 when not given. */
  readonly pageSize?: number;
  /** Height of the newest block; 100 above the newest fact when not given. */
  readonly tipHeight?: number;
  /** When the newest block was made, in Unix seconds; about the moment of tests when not given. */
  readonly tipSeconds?: number;
}

/** A server with Esplora's API on 127.0.0.1. */
export interface LoopbackEsplora extends LoopbackServer {
  /** Where the server put each transaction, in the order in which they were given. */
  readonly placed: readonly PlacedTx[];
  readonly tip: { readonly height: number; readonly hash: string; readonly timeSeconds: number };
  /**
   * The chain is at this moment: nothing that came after it is there, and its newest block was made then.
   * For facts with heights of their own. Units: Unix seconds.
   */
  showUntil(
    facts: readonly UtxoTx[],
    tip: Pick<LoopbackEsplora['tip'], 'height' | 'timeSeconds'>,
  ): void;
}

/** Starts a server that lists the given transactions in the form of Esplora's documentation. */
export async function startLoopbackEsplora(
  options: LoopbackEsploraOptions,
): Promise<LoopbackEsplora> {
  const { pageSize = 25 } = options;
  let chain = chainOf(options.facts, options);
  let answer = answersOf({ ...chain, pageSize });
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
    showUntil: (facts, { height, timeSeconds }) => {
      const seen = facts.filter((fact) => fact.timeSeconds <= timeSeconds);
      chain = chainOf(seen, { tipHeight: height, tipSeconds: timeSeconds });
      answer = answersOf({ ...chain, pageSize });
    },
  };
}

/** Transactions at their places on an invented chain, and its newest block. */
function chainOf(
  facts: readonly UtxoTx[],
  by: Pick<LoopbackEsploraOptions, 'tipHeight' | 'tipSeconds'>,
): Pick<LoopbackEsplora, 'placed' | 'tip'> {
  const placed = placeTxs(facts);
  const height = by.tipHeight ?? Math.max(FIRST_HEIGHT, ...placed.map((tx) => tx.height)) + 100;
  const newest = Math.max(...placed.map((tx) => tx.timeSeconds));
  const timeSeconds = by.tipSeconds ?? Math.max(TEST_NOW_MS / 1000 - 3600, newest);
  return { placed, tip: { height, hash: hash(`block ${height}`), timeSeconds } };
}

const FIRST_HEIGHT = 700_000;

/** The block by which the server shows that it is of Bitcoin; it stands above the invented chain. */
const CHECKPOINT = checkpointOf(chainNamed('bitcoin').id);

/**
 * Gives transactions without a place on the chain one: a block per point in time, in order of time.
 * An input that names no output spends the output of a transaction that the server does not have.
 */
function placeTxs(facts: readonly UtxoTx[]): readonly PlacedTx[] {
  const times = [...new Set(facts.map((fact) => fact.timeSeconds))].sort((a, b) => a - b);
  return facts.map((fact) => {
    const height = fact.height ?? FIRST_HEIGHT + times.indexOf(fact.timeSeconds);
    const blockHash = fact.blockHash ?? hash(`block ${height}`);
    const inputs = fact.inputs.map((input, at) => ({
      ...input,
      previous: input.previous ?? { txId: hash(`before ${fact.txId} ${at}`), index: 0 },
    }));
    return { ...fact, height, blockHash, inputs };
  });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

interface Chain {
  readonly placed: readonly PlacedTx[];
  readonly tip: LoopbackEsplora['tip'];
  readonly pageSize: number;
}

function answersOf(chain: Chain): AnswerRequest {
  const newestFirst = [...chain.placed].sort((a, b) => b.height - a.height);
  const find = (txId: string | undefined) => chain.placed.find((tx) => tx.txId === txId);
  return (url) => {
    const parts = url.pathname.split('/').filter((part) => part !== '');
    const [root, id, what, list, after] = parts;
    if (root === 'blocks' && id === undefined) return json(newestBlocks(chain));
    if (root === 'block-height') return blockHashAnswer(chain, Number(id));
    if (root === 'address') {
      const history = newestFirst.filter((tx) => touches(tx, id));
      if (what === undefined) return json(statsOf(id, history));
      if (what === 'txs' && list === 'chain') {
        // A cursor that is not in the list starts the list anew, as real servers do.
        const from = history.findIndex((tx) => tx.txId === after) + 1;
        return json(history.slice(from, from + chain.pageSize).map(txJson));
      }
    }
    if (root === 'tx') {
      const tx = find(id);
      if (tx === undefined) return text(404, 'Transaction not found');
      if (what === undefined) return json(txJson(tx));
      if (what === 'outspends') return json(spendsOf(tx, chain.placed));
    }
    return text(404, `endpoint does not exist "${url.pathname}"`);
  };
}

/** The ten newest blocks, as real servers list them. */
function newestBlocks({ tip }: Chain) {
  return Array.from({ length: Math.min(10, tip.height + 1) }, (_, at) => ({
    id: at === 0 ? tip.hash : hash(`block ${tip.height - at}`),
    height: tip.height - at,
    version: 1,
    timestamp: tip.timeSeconds - 600 * at,
    tx_count: 1,
  }));
}

function blockHashAnswer({ placed, tip }: Chain, height: number): Answer {
  if (height === CHECKPOINT?.height) return text(200, CHECKPOINT.hash);
  if (height > tip.height) return text(404, 'Block not found');
  const known = placed.find((tx) => tx.height === height);
  return text(
    200,
    height === tip.height ? tip.hash : (known?.blockHash ?? hash(`block ${height}`)),
  );
}

function touches(tx: PlacedTx, address: string | undefined): boolean {
  return accountsOfFact(tx).some((account) => addressOfAccount(account) === address);
}

function statsOf(address: string | undefined, history: readonly PlacedTx[]) {
  const none = { funded_txo_count: 0, funded_txo_sum: 0, spent_txo_count: 0, spent_txo_sum: 0 };
  const own = (legs: readonly { readonly account: Account | null; readonly amount: bigint }[]) =>
    legs.filter(({ account }) => account !== null && addressOfAccount(account) === address);
  const funded = history.flatMap((tx) => own(tx.outputs));
  const spent = history.flatMap((tx) => own(tx.inputs));
  const fundedSum = sumOf(funded);
  return {
    address,
    chain_stats: {
      funded_txo_count: funded.length,
      funded_txo_sum: fundedSum,
      spent_txo_count: spent.length,
      // A test may show a payment without what funded it; no server counts more spent than received.
      spent_txo_sum: Math.min(sumOf(spent), fundedSum),
      tx_count: history.length,
    },
    mempool_stats: { ...none, tx_count: 0 },
  };
}

function sumOf(legs: readonly { readonly amount: bigint }[]): number {
  return Number(legs.reduce((sum, { amount }) => sum + amount, 0n));
}

function txJson(tx: PlacedTx) {
  const inputs = tx.inputs.map((input) => ({
    txid: input.previous?.txId,
    vout: input.previous?.index,
    prevout: outputJson(input),
    scriptsig: '',
    scriptsig_asm: '',
    is_coinbase: false,
    sequence: 4_294_967_293,
  }));
  const coinbase = {
    txid: '0'.repeat(64),
    vout: 4_294_967_295,
    prevout: null,
    scriptsig: '',
    scriptsig_asm: '',
    is_coinbase: true,
    sequence: 4_294_967_295,
  };
  return {
    txid: tx.txId,
    version: 2,
    locktime: 0,
    vin: tx.coinbase ? [coinbase] : inputs,
    vout: tx.outputs.map(outputJson),
    size: 222,
    weight: 561,
    fee: Number(tx.fee),
    status: {
      confirmed: true,
      block_height: tx.height,
      block_hash: tx.blockHash,
      block_time: tx.timeSeconds,
    },
  };
}

function outputJson(output: { readonly account: Account | null; readonly amount: bigint }) {
  const value = Number(output.amount);
  if (output.account === null) {
    return { scriptpubkey: '6a00', scriptpubkey_asm: '', scriptpubkey_type: 'op_return', value };
  }
  return {
    scriptpubkey: '0014',
    scriptpubkey_asm: '',
    scriptpubkey_type: 'v0_p2wpkh',
    scriptpubkey_address: addressOfAccount(output.account),
    value,
  };
}

function spendsOf(tx: PlacedTx, placed: readonly PlacedTx[]) {
  return tx.outputs.map((_, index) => {
    for (const spender of placed) {
      const vin = spender.inputs.findIndex(
        ({ previous }) => previous?.txId === tx.txId && previous.index === index,
      );
      if (vin < 0) continue;
      const { height, blockHash, timeSeconds } = spender;
      const status = {
        confirmed: true,
        block_height: height,
        block_hash: blockHash,
        block_time: timeSeconds,
      };
      return { spent: true, txid: spender.txId, vin, status };
    }
    return { spent: false };
  });
}

function json(body: unknown): Answer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

function text(status: number, body: string): Answer {
  return { status, contentType: 'text/plain', body };
}
