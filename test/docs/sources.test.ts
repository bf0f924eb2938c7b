import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CONTRACT, formatContract } from '../support/contractMatrix.js';
import type { LoopbackServer } from '../support/faultServer.js';
import {
  HONEST,
  HONEST_BITCOIN,
  honestTransfers,
  honestTxs,
  openHonestApp,
} from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, esploraAt, explorerAt } from '../support/liveSources.js';
import { startLoopbackBlockscout } from '../support/loopbackBlockscout.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { ROOT } from './sourceFiles.js';

const opened = closeAfterwards();
const readme = () => readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Each source over loopback, and a wallet that was paid each month for two years. */
const SOURCES: readonly {
  readonly source: string;
  readonly address: string;
  readonly start: () => Promise<{ readonly server: LoopbackServer; readonly chains: object }>;
}[] = [
  {
    source: 'Etherscan V2',
    address: HONEST,
    start: async () => {
      const server = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
      return { server, chains: chainsOf({ ethereum: [explorerAt(server)] }) };
    },
  },
  {
    source: 'Routescan',
    address: HONEST,
    start: async () => {
      const server = await opened.server(
        startLoopbackExplorer({
          facts: honestTransfers('avalanche'),
          chainId: '43114',
          dialect: 'routescan',
        }),
      );
      const url = `${server.url}/v2/network/mainnet/evm/43114/etherscan/api`;
      return { server, chains: chainsOf({ avalanche: [{ kind: 'explorer', url }] }) };
    },
  },
  {
    source: 'Blockscout',
    address: HONEST,
    start: async () => {
      const facts = honestTransfers('polygon');
      const server = await opened.server(startLoopbackBlockscout({ facts, chain: 'polygon' }));
      const { url } = server;
      return {
        server,
        chains: chainsOf({ polygon: [{ kind: 'explorer', api: 'blockscout', url }] }),
      };
    },
  },
  {
    source: 'Esplora',
    address: HONEST_BITCOIN,
    start: async () => {
      const server = await opened.server(startLoopbackEsplora({ facts: honestTxs() }));
      return { server, chains: chainsOf({ bitcoin: [esploraAt(server)] }) };
    },
  },
];

it.each(SOURCES)(
  'the README tells what a first screening asks of $source, and a second',
  async ({ source, address, start }) => {
    const { server, chains } = await start();
    const app = await openHonestApp({ chains });
    await app.screen(address);
    const first = server.requests.length;
    await app.screen(address);
    const second = server.requests.length - first;
    app.close();
    const row = readme()
      .split('\n')
      .find((line) => line.startsWith(`| ${source} |`));
    expect(row?.split('|').at(-2)?.trim()).toBe(`${first}, then ${second}`);
  },
);

it('the README tells which situations of each source and channel are tested', () => {
  expect(readme()).toContain(formatContract(CONTRACT));
});
