import { addressOfScript } from '../../src/chains/bitcoin/script.js';
import type { BitcoinNode, NodeInput, NodeOutput, NodeTx } from '../support/bcoinNode.js';
import type { Answer, LoopbackServer } from '../support/faultServer.js';
import { esploraAt } from '../support/liveSources.js';
import { json, startLoopbackServer, text } from './loopbackServer.js';

/** Transactions of one page, as public servers have it. */
const PAGE_SIZE = 25;

/**
 * Serves a node's chain with Esplora's API. Every request asks the node's own index; only addresses
 * are written anew, as those of the same scripts on the main network.
 *
 * Source: https://github.com/Blockstream/esplora/blob/master/API.md
 */
export async function startEsploraOf(node: BitcoinNode): Promise<LoopbackServer> {
  return startLoopbackServer(async (url): Promise<Answer> => {
    const [root, id = '', what, list, after] = url.pathname.split('/').slice(1);
    if (root === 'blocks' && id === '') return json(await newestBlocks(node));
    if (root === 'block-height') {
      const block = await node.blockAt(Number(id));
      return block === null ? text(404, 'Block not found') : text(200, block.hash);
    }
    if (root === 'address') {
      const txs = await node.listTxs(id);
      if (what === undefined) return json(statsOf(id, txs));
      if (what === 'txs' && list === 'chain') return json(pageOf(txs, after));
    }
    if (root === 'tx') {
      const tx = await node.findTx(id);
      if (tx === null) return text(404, 'Transaction not found');
      if (what === undefined) return json(txJson(tx));
      if (what === 'outspends') return json(await spendsOf(node, tx));
    }
    return text(404, `endpoint does not exist "${url.pathname}"`);
  });
}

/** The `chains` of a configuration with a node's chain in the place of Bitcoin. */
export async function chainsOfNode(node: BitcoinNode, esplora: LoopbackServer): Promise<object> {
  const checkpoint = { height: 0, hash: (await node.blockAt(0))?.hash };
  return { bitcoin: { sources: [esploraAt(esplora)], checkpoint } };
}

/** Newest first, at most ten, as public servers list them. */
async function newestBlocks(node: BitcoinNode) {
  const { height } = node.tip();
  const heights = Array.from({ length: Math.min(10, height + 1) }, (_, at) => height - at);
  const blocks = await Promise.all(heights.map((at) => node.blockAt(at)));
  return blocks.flatMap((block) =>
    block === null ? [] : [{ id: block.hash, height: block.height, timestamp: block.time }],
  );
}

function isConfirmed(tx: NodeTx): boolean {
  return tx.height >= 0;
}

function statsOf(address: string, txs: readonly NodeTx[]) {
  const confirmed = txs.filter(isConfirmed);
  const pays = ({ script }: NodeOutput) => addressOfScript(script) === address;
  const funded = confirmed.flatMap((tx) => tx.outputs.filter(pays));
  const spent = confirmed.flatMap((tx) =>
    tx.inputs.flatMap(({ coin }) => (coin === undefined || !pays(coin) ? [] : [coin])),
  );
  const sum = (outputs: readonly NodeOutput[]) =>
    outputs.reduce((all, { value }) => all + value, 0);
  return {
    address,
    chain_stats: {
      tx_count: confirmed.length,
      funded_txo_sum: sum(funded),
      spent_txo_sum: sum(spent),
    },
    mempool_stats: { tx_count: txs.length - confirmed.length },
  };
}

/** Newest first; a cursor that is not in the list starts the list anew, as real servers do. */
function pageOf(txs: readonly NodeTx[], after: string | undefined) {
  const history = txs.filter(isConfirmed).sort((a, b) => b.height - a.height || b.index - a.index);
  const from = history.findIndex((tx) => tx.hash === after) + 1;
  return history.slice(from, from + PAGE_SIZE).map(txJson);
}

function txJson(tx: NodeTx) {
  return {
    txid: tx.hash,
    version: tx.version,
    locktime: tx.locktime,
    vin: tx.inputs.map(inputJson),
    vout: tx.outputs.map(outputJson),
    fee: tx.inputs.some(isCoinbase) ? 0 : tx.fee,
    status: statusJson(tx),
  };
}

function statusJson(tx: NodeTx) {
  if (!isConfirmed(tx)) return { confirmed: false };
  return {
    confirmed: true,
    block_height: tx.height,
    block_hash: tx.block,
    block_time: tx.time,
  };
}

function isCoinbase({ prevout }: NodeInput): boolean {
  return /^0{64}$/.test(prevout.hash);
}

function inputJson(input: NodeInput) {
  return {
    txid: input.prevout.hash,
    vout: input.prevout.index,
    prevout: input.coin === undefined ? null : outputJson(input.coin),
    is_coinbase: isCoinbase(input),
    sequence: input.sequence,
  };
}

function outputJson({ script, value }: NodeOutput) {
  const address = addressOfScript(script);
  const named = address === null ? {} : { scriptpubkey_address: address };
  return { scriptpubkey: script, ...named, value };
}

/** The node knows whether an output is spent; by what stands in the history of its address. */
async function spendsOf(node: BitcoinNode, tx: NodeTx) {
  return Promise.all(
    tx.outputs.map(async ({ script }, index) => {
      if (await node.isUnspent({ hash: tx.hash, index })) return { spent: false };
      const address = addressOfScript(script);
      const history = address === null ? [] : await node.listTxs(address);
      for (const spender of history) {
        const vin = spender.inputs.findIndex(
          ({ prevout }) => prevout.hash === tx.hash && prevout.index === index,
        );
        if (vin >= 0) return { spent: true, txid: spender.hash, vin, status: statusJson(spender) };
      }
      // Outputs without an address are never spent in these tests; the node keeps no coin of data.
      return { spent: false };
    }),
  );
}
