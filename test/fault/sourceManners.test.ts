import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Fault, inTurn, jsonBody, limited, refusal, webPage } from '../support/faultServer.js';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { everythingIn, failureOf } from '../support/sourceBench.js';

const opened = closeAfterwards();
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

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
      const { app, screen, folder } = openHonestApp({
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
    const app = openHonestApp({
      chains: chainsOf({
        ethereum: [explorerAt(server, { pageSize: 10, requestsPerSecond: rate })],
      }),
    });
    expect((await app.screen(HONEST)).decision).toBe('proceed');
    app.close();
    const times = server.requestTimesMs;
    expect(times.length).toBeGreaterThan(2 * rate);
    // A request may be held up on its way, so the bounds are a little wider than the rate.
    for (const [at, time] of times.entries()) {
      const within = times.slice(at).filter((other) => other - time < 900);
      expect(within.length).toBeLessThanOrEqual(rate + 2);
    }
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1800);
  });
});
