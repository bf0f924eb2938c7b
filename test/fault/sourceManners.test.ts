import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScreenProgress } from '../../src/app.js';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import {
  always,
  type Fault,
  inTurn,
  jsonBody,
  limited,
  refusal,
  webPage,
} from '../support/faultServer.js';
import { EMPLOYER, HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { runCommand } from '../support/runCommand.js';
import { everythingIn, failureOf } from '../support/sourceBench.js';

const opened = closeAfterwards();
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

let command: BuiltCommand;
beforeAll(() => {
  command = buildCommand();
});
afterAll(() => command?.remove());

/** Answers that hold the key themselves, as careless servers send it back. */
const WITH_KEY: readonly { readonly what: string; readonly fault: Fault }[] = [
  { what: 'refuses the key by name', fault: refusal(`Invalid API Key ${TEST_KEY}`) },
  { what: 'repeats the request in a web page', fault: webPage(200) },
  { what: 'repeats the key in a refusal nobody knows', fault: refusal(`Odd thing: ${TEST_KEY}`) },
  { what: 'repeats the key in an error', fault: jsonBody(`{"error":"${TEST_KEY}"}`, 400) },
  {
    what: 'repeats the key with its daily limit',
    fault: limited(null, `{"message":"daily quota of ${TEST_KEY} exceeded"}`),
  },
  {
    what: 'repeats the key in a field',
    fault: { kind: 'edit', edit: (body) => body.replaceAll('"hash":"', `"hash":"${TEST_KEY}`) },
  },
  { what: 'cuts its answers off', fault: { kind: 'truncate' } },
];

describe('the key of a source stays secret', () => {
  it.concurrent.each(WITH_KEY)(
    'in documents, errors and the whole database, when the source $what',
    async ({ fault }) => {
      let broken = true;
      const server = await opened.server(
        startLoopbackExplorer({
          facts: honestTransfers(),
          apiKey: TEST_KEY,
          // The newest block comes through, so that there is a history to fail at.
          script: ({ url }) =>
            broken && url.searchParams.get('module') === 'account' ? fault : null,
        }),
      );
      const { app, screen, folder } = await openHonestApp({
        chains: chainsOf({ ethereum: [explorerAt(server)] }),
      });
      folders.push(folder);
      const told: unknown[] = [];
      const onProgress = (progress: unknown) => told.push(progress);
      told.push(await screen(HONEST, { onProgress }));
      broken = false;
      told.push(await screen(HONEST, { onProgress }));
      told.push(await failureOf(screen(`${HONEST}00`)));
      told.push(app.listScreenings({ fromIso: '2026-01-01', toIso: '2027-01-01' }));
      expect(server.requests.some((request) => request.includes(TEST_KEY))).toBe(true);
      expect(everythingIn(told)).not.toContain(TEST_KEY);
      expect(JSON.stringify(told)).not.toContain(TEST_KEY);
      const files = readdirSync(folder).filter((file) => file.startsWith('test.sqlite'));
      expect(files).toContain('test.sqlite-wal');
      expectNoKey(folder);
      app.close();
      expectNoKey(folder);
    },
  );
});

function expectNoKey(folder: string): void {
  for (const file of readdirSync(folder)) {
    expect(readFileSync(join(folder, file)).includes(TEST_KEY), file).toBe(false);
  }
}

describe('the requests of a day are counted for all that use the database', () => {
  const midnight = Date.UTC(2026, 10, 23);
  const wallets = (parts: object = {}) =>
    opened.server(startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY, ...parts }));

  it('two applications on one file send no more than requestsPerDay, and go on at midnight', async () => {
    const server = await wallets();
    const chains = chainsOf({
      ethereum: [explorerAt(server, { pageSize: 5, requestsPerDay: 12 })],
    });
    const first = await openHonestApp({ chains });
    const second = await openHonestApp(
      { chains },
      { folder: first.folder, nowMs: () => TEST_NOW_MS + 60_000 },
    );
    folders.push(first.folder);
    const documents = await Promise.all([first.screen(HONEST), second.screen(EMPLOYER)]);
    expect(server.requests).toHaveLength(12);
    const said = `The 12 requests that requestsPerDay allows at ${server.host} are spent until 2026-11-23T00:00:00Z`;
    const short = documents.filter(({ decision }) => decision === 'incomplete');
    expect(short.length).toBeGreaterThan(0);
    for (const document of short) {
      expect(document.gaps.map(({ sentence }) => sentence).join()).toContain(said);
      expect(document.gaps.map(({ cure }) => cure).join()).toContain('daily quota is renewed');
    }
    const requests = documents.reduce((sum, { upstream }) => sum + upstream.requests, 0);
    expect(requests).toBe(12);
    first.app.close();
    second.app.close();

    const days = [midnight, midnight + 86_400_000, midnight + 2 * 86_400_000];
    const later = [];
    for (const day of days) {
      const app = await openHonestApp({ chains }, { folder: first.folder, nowMs: () => day });
      later.push((await app.screen(HONEST)).gaps.length);
      app.app.close();
    }
    // Each day brings some pages more, and what was read is not asked for again.
    expect(server.requests.length).toBeGreaterThan(12);
    expect(server.requests.length).toBeLessThanOrEqual(12 * 4);
  });

  it('the next source is asked for what is left', async () => {
    const spent = await wallets();
    const other = await wallets();
    const app = await openHonestApp({
      chains: chainsOf({
        ethereum: [explorerAt(spent, { pageSize: 5, requestsPerDay: 8 }), explorerAt(other)],
      }),
    });
    folders.push(app.folder);
    expect(await app.screen(HONEST)).toMatchObject({ decision: 'proceed', gaps: [] });
    expect(spent.requests).toHaveLength(8);
    expect(other.requests.length).toBeGreaterThan(0);
    app.app.close();
  });

  it('one process was told that the day is spent: none asks, until then or with another key', async () => {
    const saysSpent = always(refusal('Max daily rate limit reached. 1 day/limit'));
    let isSpent = true;
    const server = await wallets({
      script: (request: Parameters<typeof saysSpent>[0]) => (isSpent ? saysSpent(request) : null),
    });
    const chains = chainsOf({ ethereum: [explorerAt(server)] });
    const first = await openHonestApp({ chains });
    folders.push(first.folder);
    const told = `The daily quota at ${server.host} is spent until 2026-11-23T00:00:00Z`;
    expect((await first.screen(HONEST)).summary).toContain(told);
    first.app.close();
    expect(server.requests).toHaveLength(1);
    isSpent = false;

    const again = async (nowMs: number, source: object) => {
      const parts = { folder: first.folder, nowMs: () => nowMs, env: { OTHER_KEY: 'k-2' } };
      const app = await openHonestApp({ chains: chainsOf({ ethereum: [source] }) }, parts);
      const document = await app.screen(HONEST);
      app.app.close();
      return document;
    };
    expect((await again(midnight - 1, explorerAt(server))).summary).toContain(told);
    expect(server.requests).toHaveLength(1);
    const otherKey = explorerAt(server, { apiKeyEnv: 'OTHER_KEY' });
    expect((await again(midnight - 2, otherKey)).summary).toContain('refuses the API key');
    expect(server.requests).toHaveLength(2);
    expect((await again(midnight, explorerAt(server))).decision).toBe('proceed');
    expectNoKey(first.folder);
  });

  it('two processes of the command keep it too', async () => {
    const server = await wallets({ delayMs: () => 40 });
    const chains = chainsOf({
      ethereum: [explorerAt(server, { pageSize: 5, requestsPerDay: 15 })],
    });
    const { folder, app } = await openHonestApp({ chains });
    app.close();
    folders.push(folder);
    const screen = (address: string) =>
      runCommand(
        process.execPath,
        [command.main, 'screen', address, '--config', join(folder, 'hopsight.json')],
        { cwd: folder, env: { TEST_KEY, HTTP_PROXY: '', http_proxy: '' } },
      );
    const ended = await Promise.all([HONEST, EMPLOYER, HONEST].map(screen));
    expect(ended.map(({ code }) => code)).toEqual([30, 30, 30]);
    expect(ended.map(({ stdout }) => stdout).join()).toContain('requestsPerDay allows');
    expect(server.requests).toHaveLength(15);
  });
});

describe('a host that stops answering', () => {
  it('is left alone, which progress tells; other hosts answer for it, and later it is asked again', async () => {
    let broken = true;
    const script = ({ url }: { readonly url: URL }): Fault | null =>
      broken && url.searchParams.get('module') === 'account' ? { kind: 'refuse' } : null;
    const facts = honestTransfers();
    const down = await opened.server(startLoopbackExplorer({ facts, apiKey: TEST_KEY, script }));
    const up = await opened.server(startLoopbackExplorer({ facts, apiKey: TEST_KEY }));
    let nowMs = TEST_NOW_MS;
    const app = await openHonestApp(
      { chains: chainsOf({ ethereum: [explorerAt(down), explorerAt(up)] }) },
      { nowMs: () => nowMs },
    );
    folders.push(app.folder);
    const told: ScreenProgress[] = [];
    const onProgress = (progress: ScreenProgress) => told.push(progress);
    expect(await app.screen(HONEST, { onProgress })).toMatchObject({ decision: 'proceed' });
    const failed = down.requests.filter((request) => request.includes('module=account'));
    expect(failed).toHaveLength(5);
    expect(told[0]?.leftAlone).toEqual([]);
    expect(told.at(-1)?.leftAlone).toEqual([{ host: down.host, msLeft: 30_000 }]);
    // The next screening of this process knows.
    nowMs += 29_999;
    const before = down.requests.length;
    expect(await app.screen(EMPLOYER)).toMatchObject({ gaps: [] });
    expect(down.requests).toHaveLength(before);
    broken = false;
    nowMs += 1;
    await app.screen(EMPLOYER);
    expect(down.requests.length).toBeGreaterThan(before);
    app.app.close();
  });

  it('and has no other beside it: incomplete at once, and the gap says that it is left alone', async () => {
    const script = ({ url }: { readonly url: URL }): Fault | null =>
      url.searchParams.get('module') === 'account' ? { kind: 'refuse' } : null;
    const server = await opened.server(
      startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY, script }),
    );
    const app = await openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(server)] }) });
    folders.push(app.folder);
    const first = await app.screen(HONEST);
    expect(first.summary).toMatch(/did not answer txlist \(ECONNRESET\)/);
    expect(server.requests).toHaveLength(2 + 5);
    const document = await app.screen(EMPLOYER);
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toMatch(new RegExp(`${server.host} .* left alone for 30 s`));
    expect(document.upstream.requests).toBe(0);
    expect(server.requests).toHaveLength(2 + 5);
    expect(everythingIn(document)).not.toContain(TEST_KEY);
    app.app.close();
  });
});

describe('an answer of 500 MB', () => {
  it('is cut off, the screening is incomplete and says so, and the next run heals', async () => {
    let broken = true;
    const server = await opened.server(
      startLoopbackExplorer({
        facts: honestTransfers(),
        apiKey: TEST_KEY,
        script: ({ url }) =>
          broken && url.searchParams.get('module') === 'account' ? { kind: 'flood' } : null,
      }),
    );
    const chains = chainsOf({ ethereum: [explorerAt(server)] });
    const app = await openHonestApp({ chains });
    folders.push(app.folder);
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain(`${server.host} to`);
    expect(document.summary).toContain('is larger than 20000000 bytes');
    broken = false;
    app.app.close();
    const later = await openHonestApp(
      { chains },
      { folder: app.folder, nowMs: () => TEST_NOW_MS + 1000 },
    );
    expect(await later.screen(HONEST)).toMatchObject({ decision: 'proceed', gaps: [] });
    later.app.close();
  });
});

describe('the rate that a configuration allows is kept', () => {
  it('no second holds more requests than requestsPerSecond, repeated tries included', async () => {
    const server = await opened.server(
      startLoopbackExplorer({
        facts: honestTransfers(),
        apiKey: TEST_KEY,
        script: inTurn(null, limited('0'), null, limited('0')),
      }),
    );
    const rate = 10;
    const startedMs = performance.now();
    const nowMs = () => TEST_NOW_MS + Math.round(performance.now() - startedMs);
    const app = await openHonestApp(
      {
        chains: chainsOf({
          ethereum: [explorerAt(server, { pageSize: 10, requestsPerSecond: rate })],
        }),
      },
      { nowMs },
    );
    expect((await app.screen(HONEST)).decision).toBe('proceed');
    app.close();
    expectRateKept(server.requestTimesMs, rate);
    expect(server.requestTimesMs.length).toBeGreaterThan(2 * rate);
  });

  it('by two processes on one database together', async () => {
    const server = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
    const rate = 10;
    const folder = mkdtempSync(join(tmpdir(), 'hopsight-rate-'));
    folders.push(folder);
    const sources = [{ kind: 'explorer', url: server.url, pageSize: 6, requestsPerSecond: rate }];
    const config = {
      ...{ database: './test.sqlite', labels: { builtIn: false }, prices: { source: 'none' } },
      chains: { ethereum: { sources } },
    };
    writeFileSync(join(folder, 'hopsight.json'), JSON.stringify(config));
    const screen = (address: string) =>
      runCommand(process.execPath, [command.main, 'screen', '--json', address], { cwd: folder });
    const ended = await Promise.all([screen(HONEST), screen(EMPLOYER)]);
    const sent = ended.map(({ stdout }) => JSON.parse(stdout).upstream.requests);
    expect(Math.min(...sent)).toBeGreaterThan(rate);
    expect(server.requestTimesMs).toHaveLength(sent[0] + sent[1]);
    expectRateKept(server.requestTimesMs, rate);
  });
});

/** A request may be held up on its way, so the bounds are a little wider than the rate. */
function expectRateKept(times: readonly number[], rate: number): void {
  for (const [at, time] of times.entries()) {
    const within = times.slice(at).filter((other) => other - time < 900);
    expect(within.length).toBeLessThanOrEqual(rate + 2);
  }
  const leastMs = 1000 * (Math.floor((times.length - 1) / rate) - 0.2);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(leastMs);
}
