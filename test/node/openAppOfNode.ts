import type { BitcoinNode, NodeKey } from '../support/bcoinNode.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { importLabels } from '../support/liveSources.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { chainsOfNode, startEsploraOf } from './esploraOfNode.js';

/** An app that reads a node as Esplora tells of it, a minute after its tip. Whoever opens it closes both. */
export async function openAppOfNode(
  node: BitcoinNode,
  { listed, exchange }: { readonly listed: NodeKey; readonly exchange: NodeKey },
): Promise<{ readonly app: TestApp; readonly esplora: LoopbackServer }> {
  const esplora = await startEsploraOf(node);
  const app = openTestApp(
    { labels: { builtIn: false }, chains: await chainsOfNode(node, esplora) },
    { nowMs: () => (node.tip().time + 60) * 1000 },
  );
  const chain = 'bitcoin';
  await importLabels(app, [
    {
      chain,
      address: listed.address,
      entity: 'Lazarus Group',
      category: 'stolen-funds',
      actor: 'lazarus',
    },
    { chain, address: exchange.address, entity: 'Exchange', category: 'exchange', actor: '' },
  ]);
  return { app, esplora };
}
