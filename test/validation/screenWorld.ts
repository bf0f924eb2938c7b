import { addressOfAccount } from '../../src/core/account.js';
import { checkpointOf } from '../../src/core/checkpoint.js';
import type { LedgerFact, Transfer, UtxoTx } from '../../src/core/ledger.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { openTestApp } from '../support/openTestApp.js';
import { chainNamed } from '../support/sourceBench.js';
import { type ListPublisher, syncLists } from '../support/syncedList.js';
import { WORLD_PRICES } from './generate/prices.js';
import type { World } from './generate/world.js';
import { formatLabelTable } from './labelTable.js';
import { leastRequests, withoutChainProof } from './leastRequests.js';

/** A screening over loopback, and what it cost. */
export interface ScreenedWorld {
  readonly document: ScreeningDocument;
  readonly requests: number;
  /** Requests without which the same accounts and transactions cannot be read. */
  readonly least: number;
}

/**
 * Screens the subject of a world the whole way: a server on this machine that lists its facts, an
 * application with a database of its own that synced OFAC's list from the publisher first, the world's
 * labels taken in as a person's table.
 */
export async function screenWorld(world: World, publisher: ListPublisher): Promise<ScreenedWorld> {
  const server = await startServer(world.facts);
  try {
    const kind = world.chain === 'bitcoin' ? 'esplora' : 'explorer';
    const app = openTestApp(
      {
        labels: { builtIn: false, feeds: [publisher.feed] },
        chains: { [world.chain]: { sources: [{ kind, url: server.url }] } },
      },
      { prices: WORLD_PRICES },
    );
    try {
      await syncLists(app);
      const file = app.write('labels.csv', formatLabelTable(world.chain, world.labels));
      await app.app.importLabels({ file, set: 'world' });
      const document = await app.screen(addressOfAccount(world.subject));
      const checkpoint = checkpointOf(chainNamed(world.chain).id);
      const asked = withoutChainProof(server.requests, checkpoint);
      return { document, requests: asked.length, least: leastRequests(asked, world.facts) };
    } finally {
      app.close();
    }
  } finally {
    await server.close();
  }
}

/** A server on 127.0.0.1 that lists these facts in the form that sources of their chain have. */
export function startServer(facts: readonly LedgerFact[]): Promise<LoopbackServer> {
  const transfers = facts.filter((fact): fact is Transfer => fact.kind === 'transfer');
  if (transfers.length > 0) return startLoopbackExplorer({ facts: transfers });
  return startLoopbackEsplora({
    facts: facts.filter((fact): fact is UtxoTx => fact.kind === 'utxo'),
  });
}
