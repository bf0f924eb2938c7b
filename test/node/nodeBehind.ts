import type { EthereumNode } from '../support/anvilNode.js';
import type { Answer } from '../support/faultServer.js';
import { type AskedNode, type NodeServer, startNodeServer } from '../support/nodeServer.js';

/**
 * Servers that pass questions on to a node and its answers back, errors as the node writes them.
 *
 * `etherscan` takes them as parameters, `blockscout` as JSON-RPC beside its REST API.
 */
export async function startExplorersBehind(node: EthereumNode): Promise<{
  readonly etherscan: NodeServer;
  readonly blockscout: NodeServer;
}> {
  const etherscan = await startNodeServer(({ method, query }) => {
    const params = PARAMS[method]?.(query);
    if (query.get('module') !== 'proxy' || params === undefined) {
      const result = 'Error! Missing Or invalid Action name';
      return json(JSON.stringify({ status: '0', message: 'NOTOK', result }));
    }
    return passOn(node, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  });
  const blockscout = await startNodeServer(({ path, body }: AskedNode) =>
    path === '/api/eth-rpc'
      ? passOn(node, body)
      : { status: 404, contentType: 'text/plain', body: 'no such page' },
  );
  return { etherscan, blockscout };
}

const PARAMS: Readonly<Record<string, (query: URLSearchParams) => readonly unknown[]>> = {
  eth_call: (query) => [{ to: query.get('to'), data: query.get('data') }, query.get('tag')],
  eth_getCode: (query) => [query.get('address'), query.get('tag')],
  eth_getBlockByNumber: (query) => [query.get('tag'), query.get('boolean') === 'true'],
};

async function passOn(node: EthereumNode, body: string): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  const reply = await fetch(node.url, { method: 'POST', headers, body });
  return { ...json(await reply.text()), status: reply.status };
}

function json(body: string): Answer {
  return { status: 200, contentType: 'application/json', body };
}
