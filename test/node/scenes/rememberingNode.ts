import type { EthereumNode } from '../../support/anvilNode.js';

/** Questions about what happened in a block, whose answers stay as they are. */
const SETTLED = ['eth_getTransactionByHash', 'eth_getTransactionReceipt', 'debug_traceTransaction'];

/** Questions that name the block that they are about, and which of their words names it. */
const OF_A_BLOCK = new Map([
  ['eth_getBlockByNumber', 0],
  ['eth_call', 1],
]);

/**
 * A node that is asked once for what cannot change any more, or an explorer that reads all blocks at
 * each request would spend minutes on it.
 *
 * Edge: only for a node whose blocks are never undone.
 */
export function rememberingNode(node: EthereumNode): EthereumNode {
  const known = new Map<string, unknown>();
  return {
    ...node,
    request: async (method, params) => {
      if (!isSettled(method, params)) return node.request(method, params);
      const question = JSON.stringify([method, params]);
      const before = known.get(question);
      if (before !== undefined) return before;
      const answer = await node.request(method, params);
      // What is in no block yet may be in the next.
      if (answer !== null) known.set(question, answer);
      return answer;
    },
  };
}

function isSettled(method: string, params: readonly unknown[]): boolean {
  const place = OF_A_BLOCK.get(method);
  return place === undefined ? SETTLED.includes(method) : params[place] !== 'latest';
}
