import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { parseRecordJson } from '../../src/app/records.js';
import { openApp } from '../../src/app.js';
import { runCommandLine } from '../../src/cli/program.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { openTestTerminal } from '../unit/cli/testTerminal.js';

const opened = closeAfterwards();
const DAY_MS = 86_400_000;

it('what is old is dropped on request; a verdict from before still reads, verifies and can be made again', async () => {
  const server = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
  const sources = [{ kind: 'explorer', url: server.url, requestsPerDay: 500 }];
  const app = await openHonestApp({ chains: chainsOf({ ethereum: sources }) });
  const document = await app.screen(HONEST);
  app.app.close();
  const run = async (nowMs: number, ...args: readonly string[]) => {
    const { terminal, out, err } = openTestTerminal();
    const config = ['--config', join(app.folder, 'hopsight.json')];
    const code = await runCommandLine([...args, ...config], {
      terminal: { ...terminal, nowMs: () => nowMs },
      openApp: async (options) => openApp(options),
    });
    return { code, out: out(), err: err() };
  };
  const soon = TEST_NOW_MS + DAY_MS;
  const late = TEST_NOW_MS + 91 * DAY_MS;

  const status = await run(TEST_NOW_MS, 'cache', 'status', '--json');
  const kept = JSON.parse(status.out);
  expect(kept).toMatchObject({ records: { screenings: 1 } });
  expect(kept.chains).toMatchObject([{ chain: 'eip155:1' }]);
  expect(kept.chains[0].facts).toBeGreaterThan(40);
  expect(kept.quotas).toMatchObject([{ host: server.host, perDay: 500 }]);
  // Blocks of requests are given back when a process ends.
  expect(kept.quotas[0].left).toBe(500 - server.requests.length);
  const words = await run(TEST_NOW_MS, 'cache', 'status');
  expect(words.out).toContain(`${kept.chains[0].facts} facts`);
  expect(words.out).toContain('of 500 requests are left');

  const young = await run(soon, 'cache', 'prune', '--older-than', '90d');
  expect(young.out).toMatch(/^Dropped what was last read before .*: 0 transfers, .* 0 stretches/);
  expect(young.err).toBe('');
  const tried = await run(late, 'cache', 'prune', '--older-than', '90d', '--dry-run', '--json');
  const pruned = await run(late, 'cache', 'prune', '--older-than', '90d', '--json');
  expect(JSON.parse(tried.out)).toMatchObject({ mode: 'try', isCompacted: null });
  expect(JSON.parse(pruned.out)).toMatchObject({ mode: 'drop', isCompacted: true });
  expect(JSON.parse(pruned.out).dropped).toEqual(JSON.parse(tried.out).dropped);
  expect(JSON.parse(pruned.out).dropped.transfers).toBeGreaterThan(40);
  expect(pruned.err).toContain('compacting');

  const db = new Database(join(app.folder, 'test.sqlite'));
  expect(db.prepare('SELECT count(*) FROM transfer').pluck().get()).toBe(0);
  const records = createScreeningStore(db, { randomBytes: (size) => new Uint8Array(size) });
  const record = records.readScreening(document.screeningId);
  const read = parseRecordJson(record?.verdictJson ?? '', record?.personal ?? null);
  expect(read).toEqual(JSON.parse(JSON.stringify(document)));
  expect(records.verifyChain()).toMatchObject({ ok: true });
  expect(records.readFactBundle(document.factsDigest)).not.toBeNull();
  db.close();

  const again = await openHonestApp(
    { chains: chainsOf({ ethereum: sources }) },
    { folder: app.folder, nowMs: () => TEST_NOW_MS + 1000 },
  );
  expect(await again.screen(HONEST)).toMatchObject({ decision: 'proceed' });
  again.close();
});

it.each(['90', '3m', '-1d', 'd'])('an age of %s is refused', async (age) => {
  const { terminal, err } = openTestTerminal();
  const code = await runCommandLine(['cache', 'prune', `--older-than=${age}`], {
    terminal,
    openApp: async (options) => openApp(options),
  });
  expect(code).toBe(64);
  expect(err()).toContain('--older-than takes a number of days, such as 90d');
});
