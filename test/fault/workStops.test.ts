import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/packageInfo.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  explorerAt,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { type TestWork, useWork } from '../support/openTestWork.js';

const CHILD = fileURLToPath(new URL('../support/workChild.mjs', import.meta.url));

const opened = closeAfterwards();
const works = useWork();

async function explorer(parts: object = {}) {
  const server = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  return { chains: chainsOf({ ethereum: [explorerAt(server, parts)] }) };
}

function wallets(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => inventedAddress(`wallet ${at}`));
}

/** What a database holds of its jobs and records. */
function stateOf({ db }: TestWork) {
  const list = (sql: string) => db.prepare<[], string>(sql).pluck().all();
  const store = createScreeningStore(db, { randomBytes: (size) => new Uint8Array(size) });
  return {
    jobs: list('SELECT screening_id FROM screening_job ORDER BY screening_id'),
    open: list("SELECT screening_id FROM screening_job WHERE state IN ('queued', 'running')"),
    typed: list('SELECT input FROM screening_job_input'),
    records: list('SELECT screening_id FROM screening ORDER BY screening_id'),
    chain: store.verifyChain(),
  };
}

/** Starts the work in a process of its own, which is asked for twelve wallets. */
function startChild(chains: object) {
  const folder = works.newFolder();
  const file = join(folder, 'hopsight.json');
  const config = { database: './test.sqlite', prices: { source: 'none' }, labels: { feeds: [] } };
  writeFileSync(file, JSON.stringify({ ...config, chains }));
  const dist = dirname(dirname(works.main));
  const ahead = TEST_NOW_MS - Date.now();
  const child = spawn(process.execPath, [CHILD, dist, file, `${ahead}`, ...wallets(12)], {
    env: { ...process.env, TEST_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', failed: '' };
  child.stderr.on('data', (part: Buffer) => {
    said.failed += part.toString();
  });
  child.stdout.on('data', (part: Buffer) => {
    said.out += part.toString();
  });
  const count = (word: string) =>
    said.out.split('\n').filter((line) => line.startsWith(word)).length;
  return { folder, child, said, count, nowMs: () => Date.now() + ahead };
}

/** Runs the work in a process of its own until it has said a number of times that one is recorded. */
async function runUntil(
  recorded: number,
  { chains, signal }: { readonly chains: object; readonly signal: 'SIGKILL' | 'SIGTERM' },
) {
  const { folder, child, said, count } = startChild(chains);
  child.stdout.on('data', () => {
    if (count('done') >= recorded && count('queued') > 0) child.kill(signal);
  });
  const [code] = await once(child, 'close');
  expect(said.failed).toBe('');
  return { folder, code };
}

describe('two services on one database', () => {
  it('share no job, tell of each other, and one takes over when the other is killed', async () => {
    const { chains } = await explorer({ requestsPerSecond: 8 });
    const { folder, child, count, nowMs } = startChild(chains);
    while (count('running') === 0) await once(child.stdout, 'data');
    const test = works.open({ chains }, { folder, nowMs });
    const { jobs, open } = stateOf(test);
    expect(test.work.health()).toMatchObject({ queued: { single: 0, batch: 0 }, running: 0 });
    const kinds = open.map((screeningId) => test.work.readState(screeningId)?.kind);
    expect(new Set(kinds)).toEqual(new Set(['queued', 'running']));
    const own = test.submitOne(inventedAddress('a wallet of the other'));
    expect(await test.end([own])).toMatchObject([{ kind: 'done' }]);
    const owners = test.db.prepare('SELECT owner_id, count(*) FROM screening_job GROUP BY 1').raw();
    expect(owners.all().map((row) => Object(row)[1])).toEqual(expect.arrayContaining([12, 1]));
    expect(stateOf(test).records.length).toBeLessThan(13);
    child.kill('SIGKILL');
    await once(child, 'close');
    await test.end(jobs.map((screeningId) => ({ kind: 'queued', screeningId, ahead: 0 })));
    const ended = stateOf(test);
    expect(ended).toMatchObject({ open: [], typed: [], chain: { ok: true, rows: 13 } });
    expect(ended.records).toEqual(ended.jobs);
  });
});

describe('a program that ends', () => {
  it.each([0, 1, 4])(
    'by a kill after %i records loses nothing and records nothing twice',
    async (recorded) => {
      const { chains } = await explorer();
      const { folder } = await runUntil(recorded, { chains, signal: 'SIGKILL' });
      const test = works.open({ chains }, { folder });
      const left = stateOf(test);
      expect(left.jobs).toHaveLength(12);
      expect(left.records.length).toBeLessThan(12);
      await test.end(left.jobs.map((screeningId) => ({ kind: 'queued', screeningId, ahead: 0 })));
      const { jobs, open, typed, records, chain } = stateOf(test);
      expect({ open, typed }).toEqual({ open: [], typed: [] });
      expect(records).toEqual(jobs);
      expect(chain).toMatchObject({ ok: true, rows: 12 });
      const document = test.work.readDocument(records[0] ?? '');
      expect(document?.payeeReference).toBe(`the payee of ${document?.input}`);
    },
  );

  it('by a signal parks what runs, for the next start', async () => {
    const { chains } = await explorer({ requestsPerSecond: 2 });
    const { folder, code } = await runUntil(0, { chains, signal: 'SIGTERM' });
    expect(code).toBe(0);
    const fast = await explorer();
    const test = works.open(fast, { folder });
    const { jobs } = stateOf(test);
    await test.end(jobs.map((screeningId) => ({ kind: 'queued', screeningId, ahead: 0 })));
    expect(stateOf(test)).toMatchObject({ open: [], records: jobs });
  });
});

describe('closing', () => {
  it('lets what runs end within the time, takes nothing new and leaves the rest queued', async () => {
    const { chains } = await explorer();
    const { work, submit, folder } = works.open({ chains });
    const states = submit(wallets(8).map((text) => ({ text })));
    await new Promise<void>((resolve) => {
      const [first] = states;
      work.watch(first?.screeningId ?? '', ({ kind }) => kind === 'running' && resolve());
    });
    const closing = work.close(30_000);
    expect(() => submit([{ text: HONEST }])).toThrow(/stopping/);
    await closing;
    const test = works.open({ chains }, { folder });
    const { records, jobs } = stateOf(test);
    expect(records.length).toBeGreaterThanOrEqual(1);
    expect(records.length).toBeLessThanOrEqual(4);
    await test.end(jobs.map((screeningId) => ({ kind: 'queued', screeningId, ahead: 0 })));
    expect(stateOf(test).records).toEqual(jobs);
  });
});

/** A worker that ends by itself each time, or the first time, that it is to screen a wallet. */
function fragileWorker(text: string, times: 'always' | 'once'): URL {
  const folder = works.newFolder();
  const file = join(folder, 'worker.mjs');
  const once = times === 'once' ? `if (existsSync(mark)) return; writeFileSync(mark, '');` : '';
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    const mark = ${JSON.stringify(join(folder, 'mark'))};
    parentPort.on('message', (request) => {
      if (request.item?.text !== ${JSON.stringify(text)}) return;
      ${once}
      throw new Error('a planted crash');
    });
    await import(${JSON.stringify(works.workerFile.href)});`,
  );
  return pathToFileURL(file);
}

describe('a worker that cannot start', () => {
  it('is told with the reason until one can, and what waits is screened then', async () => {
    const { chains } = await explorer();
    const rulesFile = join(works.newFolder(), 'rules.json');
    const rules = readFileSync(join(packageRoot(), 'rules', 'default.json'));
    writeFileSync(rulesFile, rules);
    const { work, submitOne, end } = works.open({ chains }, { rulesFile });
    // Before the thread has read it.
    rmSync(rulesFile);
    const state = submitOne(HONEST);
    while (work.health().workerProblem === null) await immediate();
    expect(work.health().workerProblem).toMatch(
      /rules\.json cannot be read; check that it is there/,
    );
    expect(work.readState(state.screeningId)).toMatchObject({ kind: 'queued' });
    writeFileSync(rulesFile, rules);
    expect(await end([state])).toMatchObject([{ kind: 'done' }]);
    expect(work.health()).toMatchObject({ worker: 'ready', workerProblem: null });
  });
});

describe('a worker that crashes', () => {
  it('is started again, and what ran is screened', async () => {
    const { chains } = await explorer();
    const workerFile = fragileWorker(HONEST, 'once');
    const test = works.open({ chains }, { workerFile });
    const states = test.submit([...wallets(5), HONEST].map((text) => ({ text })));
    expect((await test.end(states)).map(({ kind }) => kind)).toEqual(states.map(() => 'done'));
    expect(stateOf(test)).toMatchObject({ open: [], chain: { ok: true, rows: 6 } });
    expect(test.work.health()).toMatchObject({ worker: 'ready', running: 0 });
  });

  it('twice by one wallet fails that wallet alone', async () => {
    const { chains } = await explorer();
    const workerFile = fragileWorker(HONEST, 'always');
    const test = works.open({ chains }, { workerFile });
    const innocent = wallets(6);
    const states = test.submit(
      [...innocent.slice(0, 2), HONEST, ...innocent.slice(2)].map((text) => ({ text })),
    );
    const ended = await test.end(states);
    expect(ended.map(({ kind }) => kind)).toEqual(
      states.map((_, at) => (at === 2 ? 'failed' : 'done')),
    );
    expect(ended[2]).toMatchObject({ failure: { code: 'bug' } });
    expect(stateOf(test)).toMatchObject({ open: [], typed: [], chain: { ok: true, rows: 6 } });
  });
});
