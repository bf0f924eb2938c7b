import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { checkpointOf } from '../../src/core/checkpoint.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { createLedgerStore } from '../../src/store/ledgerStore.js';
import type { Answer, FaultScript, LoopbackServer } from '../support/faultServer.js';
import {
  HONEST,
  HONEST_BITCOIN,
  honestTransfers,
  honestTxs,
  openHonestApp,
} from '../support/honestWallet.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  esploraAt,
  explorerAt,
} from '../support/liveSources.js';
import { startLoopbackBlockscout } from '../support/loopbackBlockscout.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS, type TestApp } from '../support/openTestApp.js';
import { chainNamed } from '../support/sourceBench.js';

const opened = closeAfterwards();

/** First blocks of Bitcoin's test networks. Source: https://github.com/bitcoin/bitcoin/blob/master/src/kernel/chainparams.cpp */
const FIRST_BLOCKS = {
  testnet: '000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943',
  signet: '00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6',
};

/** The first block of Polygon. Source: https://polygonscan.com/block/0 */
const POLYGON = checkpointOf(chainNamed('polygon').id)?.hash ?? '';

/** Options of an application that goes on with the database of another one, a minute later. */
const later = ({ folder }: TestApp) => ({ folder, nowMs: () => TEST_NOW_MS + 60_000 });

const asksForBlock = (url: URL): boolean =>
  /\/block-height\/|\/blocks\/\d/.test(url.pathname) ||
  (url.searchParams.get('tag') ?? '').startsWith('0x');

/** Every block that is asked for by its height is told otherwise. */
function blocksAre(answer: Answer): FaultScript {
  return ({ url }) => (asksForBlock(url) ? { kind: 'answer', answer } : null);
}

const json = (body: unknown, status = 200): Answer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
});
const text = (body: string, status = 200): Answer => ({ status, contentType: 'text/plain', body });
const node = (result: unknown): Answer => json({ jsonrpc: '2.0', id: 1, result });

const CHECKPOINT_TAG = `0x${(15_537_394).toString(16)}`;

type Start = (script?: FaultScript) => Promise<LoopbackServer>;

interface Case {
  readonly what: string;
  readonly chain: 'ethereum' | 'bitcoin';
  readonly script: FaultScript;
  readonly says: RegExp;
}

const given = (script: FaultScript | undefined) => (script === undefined ? {} : { script });

const STARTS: Readonly<Record<Case['chain'], Start>> = {
  ethereum: (script) =>
    opened.server(startLoopbackExplorer({ facts: honestTransfers(), ...given(script) })),
  bitcoin: (script) =>
    opened.server(startLoopbackEsplora({ facts: honestTxs(), ...given(script) })),
};

const WALLETS = { ethereum: HONEST, bitcoin: HONEST_BITCOIN } as const;

const sourcesAt = (chain: Case['chain'], server: { readonly url: string }): object =>
  chainsOf({ [chain]: [chain === 'bitcoin' ? esploraAt(server) : explorerAt(server)] });

const CASES: readonly Case[] = [
  {
    what: 'an explorer of another chain',
    chain: 'ethereum',
    script: blocksAre(node({ number: CHECKPOINT_TAG, hash: POLYGON, timestamp: '0x1' })),
    says: /its block 15537394 is not that of Ethereum/,
  },
  {
    what: 'an explorer of a chain that has not come so far',
    chain: 'ethereum',
    script: blocksAre(node(null)),
    says: /it has no block 15537394/,
  },
  {
    what: 'an explorer that lies about the last digit of the hash',
    chain: 'ethereum',
    script: blocksAre(
      node({
        number: CHECKPOINT_TAG,
        hash: `${checkpointOf(chainNamed('ethereum').id)?.hash.slice(0, -1)}5`,
        timestamp: '0x1',
      }),
    ),
    says: /its block 15537394 is not that of Ethereum/,
  },
  {
    what: 'an Esplora server of the test network',
    chain: 'bitcoin',
    script: blocksAre(text(FIRST_BLOCKS.testnet)),
    says: /its block 840000 is not that of Bitcoin/,
  },
  {
    what: 'an Esplora server of signet, which has not come so far',
    chain: 'bitcoin',
    script: blocksAre(text('Block not found', 404)),
    says: /it has no block 840000/,
  },
];

function expectNamed(document: ScreeningDocument, told: Case, host: string): void {
  expect(document).toMatchObject({ decision: 'incomplete', complete: false });
  const [gap, ...others] = document.gaps.filter(({ matters }) => matters);
  expect(others).toEqual([]);
  expect(gap).toMatchObject({
    kind: 'capability',
    account: accountAt(WALLETS[told.chain], told.chain),
  });
  expect(gap?.sentence).toMatch(told.says);
  expect(gap?.sentence).toContain('wrong chain');
  expect(gap?.sentence).toContain(host);
  expect(gap?.cure).toContain(`chains.${told.chain}.sources`);
  expect(document.nextStep).toMatchObject({ who: 'admin' });
}

describe('a source of another chain is a gap that names it, and the next run heals', () => {
  it.each(CASES)('$what', async (told) => {
    const { chain, script } = told;
    const wrong = await STARTS[chain](script);
    const app = await openHonestApp({ chains: sourcesAt(chain, wrong) });
    for (const again of [1, 2]) {
      const document = await app.screen(WALLETS[chain]);
      expectNamed(document, told, wrong.host);
      // The newest block and the one that shows the chain; of the wallet nothing is asked.
      expect(wrong.requests).toHaveLength(2 * again);
    }
    expect((await app.screen(WALLETS[chain], { offline: true })).decision).toBe('incomplete');

    const right = await STARTS[chain]();
    const healed = await openHonestApp({ chains: sourcesAt(chain, right) }, later(app));
    expect(await healed.screen(WALLETS[chain])).toMatchObject({ decision: 'proceed', gaps: [] });
    healed.close();
    app.app.close();
  });

  it('a Blockscout of another chain', async () => {
    const server = await opened.server(
      startLoopbackBlockscout({ facts: honestTransfers('polygon'), chain: 'base' }),
    );
    const app = await openHonestApp({
      chains: chainsOf({ polygon: [{ kind: 'explorer', api: 'blockscout', url: server.url }] }),
    });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain(`blockscout ${server.host} is not one of Polygon`);
    app.close();
  });

  it('a second source is asked in its place, and never believed with it', async () => {
    const wrong = await STARTS.ethereum(blocksAre(node(null)));
    const right = await STARTS.ethereum();
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(wrong), explorerAt(right)] }),
    });
    expect((await app.screen(HONEST)).decision).toBe('proceed');
    expect(wrong.requests).toHaveLength(2);
    app.close();
  });

  it.each([
    { what: 'a second source of another chain', shows: node(null), decision: 'proceed' },
    { what: 'one that shows the block', shows: null, decision: 'review' },
  ])(
    'what is kept of $what ends a trail only once it has shown the block',
    async ({ shows, decision }) => {
      const right = await STARTS.ethereum();
      const second = await STARTS.ethereum(shows === null ? undefined : blocksAre(shows));
      const app = await openHonestApp({
        chains: chainsOf({ ethereum: [explorerAt(right), explorerAt(second)] }),
      });
      // As in a file from before blocks were asked for.
      const db = new Database(join(app.folder, 'test.sqlite'));
      const cache = createLedgerStore(db);
      cache.writeBusy(accountAt(HONEST), `explorer ${second.host}`, 'it has many transactions', 1);
      db.close();
      expect((await app.screen(HONEST)).decision).toBe(decision);
      app.close();
    },
  );

  it('a second source that confirms the first one confirms nothing', async () => {
    const right = await STARTS.ethereum();
    const wrong = await STARTS.ethereum(blocksAre(node(null)));
    const sources = [explorerAt(right), explorerAt(wrong)];
    const app = await openHonestApp({ chains: { ethereum: { sources, crossCheck: true } } });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain('No second source confirmed');
    expect(document.summary).toContain(`${wrong.host} is not one of Ethereum`);
    app.close();
  });
});

const blocksAsked = ({ requests }: LoopbackServer, url = 'http://loopback'): readonly string[] =>
  requests.filter((path) => asksForBlock(new URL(path, url)));

describe('the block that shows the chain', () => {
  it('is asked for once in a database, by whichever process', async () => {
    const server = await STARTS.ethereum();
    const chains = sourcesAt('ethereum', server);
    const first = await openHonestApp({ chains });
    await first.screen(HONEST);
    await first.screen(HONEST);
    const second = await openHonestApp({ chains }, later(first));
    await second.screen(HONEST);
    expect(blocksAsked(server)).toHaveLength(1);
    second.close();
    first.app.close();
  });

  it('is asked for again when the source did not answer', async () => {
    let isDown = true;
    const server = await STARTS.ethereum(({ url }) =>
      isDown && asksForBlock(url) ? { kind: 'answer', answer: text('busy', 404) } : null,
    );
    const app = await openHonestApp({ chains: sourcesAt('ethereum', server) });
    expect((await app.screen(HONEST)).decision).toBe('incomplete');
    isDown = false;
    expect((await app.screen(HONEST)).decision).toBe('proceed');
    app.close();
  });

  it('has to have been shown before an answer without asking, whatever is kept', async () => {
    const server = await STARTS.ethereum();
    const app = await openHonestApp({ chains: sourcesAt('ethereum', server) });
    await app.screen(HONEST);
    expect((await app.screen(HONEST, { offline: true })).decision).toBe('proceed');
    const db = new Database(join(app.folder, 'test.sqlite'));
    // As in a file from before blocks were asked for.
    db.exec('DELETE FROM chain_proof');
    db.close();
    const document = await app.screen(HONEST, { offline: true });
    expect(document.decision).toBe('incomplete');
    expect(document.nextStep.text).toContain('without --offline');
    app.close();
  });

  it('can be named for a chain of one’s own, and is then the only one that counts', async () => {
    const server = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
    const sources = [explorerAt(server)];
    const { height, hash } = server.tip;
    const own = await openHonestApp({
      chains: { ethereum: { sources, checkpoint: { height, hash } } },
    });
    expect((await own.screen(HONEST)).decision).toBe('proceed');
    const other = await openHonestApp(
      { chains: { ethereum: { sources, checkpoint: { height, hash: POLYGON } } } },
      later(own),
    );
    const document = await other.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.gaps[0]?.cure).toContain('chains.ethereum.checkpoint');
    other.close();
    own.app.close();
  });

  it('is asked for anew at another address of the host, and what is kept of another chain is forgotten', async () => {
    const [first, ...rest] = honestTransfers();
    if (first === undefined) throw new Error('The honest wallet has no transfers.');
    const server = await opened.server(startLoopbackExplorer({ facts: [first, ...rest] }));
    const app = await openHonestApp({ chains: sourcesAt('ethereum', server) });
    const before = await app.screen(HONEST);
    expect(before.totals.incoming.received[0]?.amount).toBe(`${24n * 2_000n * 10n ** 15n}`);
    // The same host, the same name in the database: but the chain behind the other address knows one wage.
    const { height } = server.tip;
    server.growTo([first, ...rest.slice(0, 2)], height, 0);
    const moved = await openHonestApp(
      { chains: sourcesAt('ethereum', { url: `${server.url}/other/api` }) },
      later(app),
    );
    const after = await moved.screen(HONEST);
    expect(after.totals.incoming.received[0]?.amount).toBe(`${2_000n * 10n ** 15n}`);
    expect(blocksAsked(server)).toHaveLength(3);
    moved.close();
    app.app.close();
  });

  it('leaves what is kept where another address of the host is of the same chain', async () => {
    const server = await STARTS.ethereum();
    const app = await openHonestApp({ chains: sourcesAt('ethereum', server) });
    await app.screen(HONEST);
    const before = server.requests.length;
    const moved = await openHonestApp(
      { chains: sourcesAt('ethereum', { url: `${server.url}/other/api` }) },
      later(app),
    );
    expect((await moved.screen(HONEST)).decision).toBe('proceed');
    // The newest block, the one that shows the chain, and the newest one that was known.
    expect(server.requests.length - before).toBe(3);
    moved.close();
    app.app.close();
  });

  it('has to be named where none is known', async () => {
    const facts = honestTransfers('fantom');
    const server = await opened.server(startLoopbackExplorer({ facts, chainId: '250' }));
    const app = await openHonestApp({ chains: chainsOf({ fantom: [explorerAt(server)] }) });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain('Nothing shows that the source');
    expect(document.gaps[0]?.cure).toContain('chains.fantom.checkpoint');
    app.close();
  });
});
