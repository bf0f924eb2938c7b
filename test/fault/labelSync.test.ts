import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { SyncRequest } from '../../src/app/labelFeeds.js';
import { SourceError } from '../../src/core/errors.js';
import { createLabelFeed } from '../../src/sources/labels/labelFeed.js';
import { readOfacLabels } from '../../src/sources/labels/ofac/readOfacLabels.js';
import {
  type Answer,
  always,
  type Fault,
  type FaultScript,
  type LoopbackServer,
  startFaultServer,
  webPage,
} from '../support/faultServer.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { createTestClient, noDeadline } from '../support/sourceBench.js';

/** A small list in OFAC's advanced format, written by hand. */
const LIST = readFileSync(
  fileURLToPath(new URL('../unit/sources/labels/sdnAdvanced.xml', import.meta.url)),
  'utf8',
);

/** An address that this list gives for Lazarus Group. */
const LISTED = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Publisher {
  readonly server: LoopbackServer;
  /** What it serves from now on. */
  body: string;
  script: FaultScript;
  /** Conditions that were asked, one entry a request. */
  readonly conditions: (string | undefined)[];
}

async function startPublisher(): Promise<Publisher> {
  const conditions: (string | undefined)[] = [];
  const publisher = { body: LIST, script: (() => null) as FaultScript, conditions };
  const answer = (
    _: URL,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): Answer => {
    const etag = `"${publisher.body.length}"`;
    const asked = headers['if-none-match'];
    conditions.push(typeof asked === 'string' ? asked : undefined);
    const plain = { contentType: 'text/xml', headers: { ETag: etag } };
    return asked === etag
      ? { ...plain, status: 304, body: '' }
      : { ...plain, status: 200, body: publisher.body };
  };
  const server = await startFaultServer({ answer, script: (asked) => publisher.script(asked) });
  cleanups.push(() => server.close());
  return Object.assign(publisher, { server });
}

function feedAt({ url }: LoopbackServer, fallbackUrls: readonly string[] = []) {
  return { set: 'ofac-sdn', format: 'ofac-sdn', url: `${url}/SDN_ADVANCED.XML`, fallbackUrls };
}

function open(...feeds: readonly object[]): TestApp {
  const app = openTestApp({ labels: { builtIn: false, feeds }, chains: {} });
  cleanups.push(() => app.close());
  return app;
}

function sync({ app }: TestApp, request: Partial<SyncRequest> = {}) {
  return app.syncLabels({
    sets: [],
    acceptsLess: false,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...request,
  });
}

function claimsOf({ app }: TestApp): number {
  return app.showLabels(LISTED).claims.length;
}

const KEY = '12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw';
const WALLET = {
  id: 'wallet-1',
  schema: 'CryptoWallet',
  datasets: ['il_mod_crypto'],
  properties: { publicKey: [KEY], topics: ['sanction'] },
};

/** A small file of each of the other forms that feeds may have. */
const FORMATS = [
  {
    format: 'ofac-sdn',
    rows: 6,
    body: readFileSync(
      fileURLToPath(new URL('../unit/sources/labels/sdnClassic.xml', import.meta.url)),
      'utf8',
    ),
  },
  { format: 'opensanctions', rows: 1, body: `${JSON.stringify(WALLET)}\n` },
  {
    format: 'tagpack',
    rows: 1,
    body: `title: T\nsource: https://example.org\ntags:\n  - address: ${KEY}\n    label: X\n    category: exchange\n`,
  },
  {
    format: 'explorer-tags',
    rows: 1,
    body: JSON.stringify([{ address: LISTED, chainId: 1, label: 'heist', nameTag: 'Exploiter' }]),
  },
  {
    format: 'freeze-logs',
    rows: 1,
    body: JSON.stringify({
      result: [
        {
          address: '0xdac17f958d2ee523a2206206994597c13d831ec7',
          topics: ['0x42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc'],
          data: `0x${'0'.repeat(24)}${LISTED.slice(2).toLowerCase()}`,
          blockNumber: '0xdc0000',
          logIndex: '0x1',
          timeStamp: '0x62585000',
          transactionHash: `0x${'ab'.repeat(32)}`,
        },
      ],
    }),
  },
  {
    format: 'csv',
    rows: 1,
    body: `chain,address,entity,category,actor,event,source,source_date,confidence\nbitcoin,${KEY},X,exchange,,,https://example.org,,vendor\n`,
  },
] as const;

/** The list with all parties but the first taken out of it, of the same day. */
const SHORT = LIST.replaceAll(
  /(<DistinctParty FixedRef="(?!27307")[\s\S]*?<\/DistinctParty>)/g,
  '',
);

describe('a label set with a feed', () => {
  it('is brought to the publisher’s newest state, with how far it is', async () => {
    const app = open(feedAt((await startPublisher()).server));
    const seen: number[] = [];
    expect(claimsOf(app)).toBe(0);
    const outcomes = await sync(app, { onProgress: ({ bytes }) => seen.push(bytes) });
    expect(outcomes).toMatchObject([
      { result: 'imported', set: 'ofac-sdn', changes: null, snapshot: { asOf: '2025-11-09' } },
    ]);
    expect(seen.at(-1)).toBe(Buffer.byteLength(LIST));
    expect(claimsOf(app)).toBe(1);
    expect((await app.screen(LISTED)).decision).toBe('hold');
  });

  it('is not fetched again while its publisher says that nothing changed', async () => {
    const publisher = await startPublisher();
    const app = open(feedAt(publisher.server));
    await sync(app);
    expect(await sync(app)).toMatchObject([{ result: 'unchanged' }]);
    expect(publisher.conditions).toEqual([undefined, `"${LIST.length}"`]);
    publisher.body = LIST.replace('</Sanctions>', '<!-- more -->\n</Sanctions>');
    // Another file that says the same is no other state.
    expect(await sync(app)).toMatchObject([{ result: 'unchanged' }]);
    expect(publisher.conditions.at(-1)).toBe(`"${LIST.length}"`);
  });

  it('is fetched anew where another feed serves it now, whatever the first said of its file', async () => {
    const [first, second] = [await startPublisher(), await startPublisher()];
    const app = open(feedAt(first.server));
    await sync(app);
    const labels = { builtIn: false, feeds: [feedAt(second.server)] };
    const moved = openTestApp({ labels, chains: {} }, { folder: app.folder });
    cleanups.push(() => moved.app.close());
    await sync(moved);
    expect(second.conditions).toEqual([undefined]);
    await sync(moved);
    expect(second.conditions.at(-1)).toBe(`"${LIST.length}"`);
  });

  const FAULTS: readonly (readonly [string, Fault | ((body: string) => string)])[] = [
    ['is cut off', { kind: 'truncate' }],
    ['breaks off', { kind: 'reset-in-body' }],
    ['is empty', () => ''],
    ['is a web page', webPage(200)],
    ['is refused', webPage(403)],
    ['fails', webPage(503)],
    ['is no XML', () => '{"error": "moved"}'],
    ['names no currency', (body) => body.replaceAll('Digital Currency Address - ', 'Coins - ')],
    [
      'holds no party',
      (body) => body.replace(/<DistinctParties>[\s\S]*<\/DistinctParties>/, '<DistinctParties/>'),
    ],
    ['holds far less', () => SHORT],
    ['is of an older day', (body) => body.replace('<Day>9</Day>', '<Day>8</Day>')],
  ];

  it.each(FAULTS)(
    'keeps the state in force where the file %s, says so, and heals',
    async (_, fault) => {
      const publisher = await startPublisher();
      const app = open(feedAt(publisher.server));
      const [first] = await sync(app);
      const changed = LIST.replace('</Sanctions>', '\n</Sanctions>');
      publisher.body = typeof fault === 'function' ? fault(changed) : changed;
      if (typeof fault !== 'function') publisher.script = always(fault);
      const [outcome] = await sync(app);
      expect(outcome?.result).toMatch(/^(refused|failed)$/);
      expect(outcome?.problem).toMatch(/\.$/);
      expect(outcome?.problem).not.toContain('http://');
      expect(outcome?.snapshot).toEqual(first?.snapshot);
      expect(claimsOf(app)).toBe(1);
      publisher.body = changed;
      publisher.script = () => null;
      expect((await sync(app))[0]?.result).toMatch(/^(imported|unchanged)$/);
    },
  );

  it('takes a far smaller file on a person’s word', async () => {
    const publisher = await startPublisher();
    const app = open(feedAt(publisher.server));
    await sync(app);
    publisher.body = SHORT;
    expect(await sync(app)).toMatchObject([
      { result: 'refused', problem: expect.stringMatching(/only \d+ claims.*--accept-less/) },
    ]);
    expect(await sync(app, { acceptsLess: true })).toMatchObject([{ result: 'imported' }]);
  });

  it('is fetched from the next address where the first gives no whole file', async () => {
    const [first, second] = [await startPublisher(), await startPublisher()];
    first.script = always({ kind: 'truncate' });
    const app = open(feedAt(first.server, [`${second.server.url}/sdn_advanced.xml`]));
    expect(await sync(app)).toMatchObject([{ result: 'imported', host: second.server.host }]);
    // What the second host said of its file says nothing about the first's.
    await sync(app);
    expect(first.conditions).toEqual([undefined, undefined]);
    expect(second.conditions).toEqual([undefined, undefined]);
  });

  it('says which host failed first when none gives it', async () => {
    const [first, second] = [await startPublisher(), await startPublisher()];
    first.script = always(webPage(503));
    second.script = always({ kind: 'truncate' });
    const app = open(feedAt(first.server, [`${second.server.url}/x`]));
    expect(await sync(app)).toMatchObject([
      { result: 'failed', snapshot: null, problem: expect.stringContaining(first.server.host) },
    ]);
    expect(claimsOf(app)).toBe(0);
  });

  it('is left as it is when the sync is stopped', async () => {
    const publisher = await startPublisher();
    const app = open(feedAt(publisher.server));
    await sync(app);
    publisher.body = `${LIST}\n`;
    publisher.script = always({ kind: 'stall-in-body' });
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    await expect(sync(app, { onProgress, signal: stop.signal })).rejects.toThrow(/stopped|ended/i);
    expect(claimsOf(app)).toBe(1);
  });

  it.each(FORMATS)(
    'of the form $format is synced, and keeps its state through a bad answer',
    async ({ format, body, rows }) => {
      const publisher = await startPublisher();
      publisher.body = body;
      const app = open({ set: 'theirs', format, url: `${publisher.server.url}/file` });
      expect(await sync(app)).toMatchObject([{ result: 'imported', snapshot: { rows } }]);
      publisher.body = '<!doctype html><title>moved</title>';
      expect(await sync(app)).toMatchObject([{ result: 'failed', snapshot: { rows } }]);
      publisher.body = body.slice(0, Math.floor(body.length / 2));
      expect((await sync(app))[0]).toMatchObject({ snapshot: { rows } });
      publisher.body = body;
      expect(await sync(app)).toMatchObject([{ result: 'unchanged', snapshot: { rows } }]);
    },
  );

  it('without a feed is an error that names those that have one', async () => {
    const app = open(feedAt((await startPublisher()).server));
    await expect(sync(app, { sets: ['other'] })).rejects.toThrow(
      'No feed serves the set "other"; those that have one are ofac-sdn.',
    );
  });

  it('that fails does not keep the others from being synced', async () => {
    const [bad, good] = [await startPublisher(), await startPublisher()];
    bad.script = always(webPage(503));
    const app = open({ ...feedAt(bad.server), set: 'a' }, { ...feedAt(good.server), set: 'b' });
    expect((await sync(app)).map(({ set, result }) => [set, result])).toEqual([
      ['a', 'failed'],
      ['b', 'imported'],
    ]);
  });
});

describe('the folder of downloads', () => {
  it.each([
    ['was read', null],
    ['could not be read', { kind: 'truncate' }],
    ['broke off', { kind: 'reset-in-body' }],
  ] as const)('holds nothing of a file that %s', async (_, fault) => {
    const publisher = await startPublisher();
    publisher.script = () => fault;
    const folder = mkdtempSync(join(tmpdir(), 'hopsight-test-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    let held = 0;
    const feed = createLabelFeed({
      set: 'ofac-sdn',
      urls: [`${publisher.server.url}/list.xml`],
      readFile: async (file, signal) => {
        held = readdirSync(folder).length;
        return await readOfacLabels(createReadStream(file), {
          set: 'ofac-sdn',
          list: 'sdn',
          signal,
        });
      },
      http: createTestClient().http,
      folder,
    });
    await feed
      .fetchLabels(null, () => undefined, noDeadline())
      .catch((error: unknown) => {
        expect(error).toBeInstanceOf(SourceError);
        expect(fault).not.toBeNull();
      });
    expect(held).toBe(fault?.kind === 'reset-in-body' ? 0 : 1);
    expect(readdirSync(folder)).toEqual([]);
  });
});
