import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import { type Fault, type LoopbackServer, startFaultServer } from '../support/faultServer.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';

/** A small list in OFAC's advanced format, written by hand. */
const LIST = readFileSync(
  fileURLToPath(new URL('../unit/sources/labels/sdnAdvanced.xml', import.meta.url)),
  'utf8',
);

let command: BuiltCommand;
beforeAll(() => {
  command = buildCommand();
});
afterAll(() => command.remove());

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** When a sync is killed. */
interface Kill {
  readonly what: string;
  readonly fault: Fault | null;
  /** After the request came, where there is a fault, else after the whole file has left. */
  readonly afterMs: number;
}

const KILLS: readonly Kill[] = [
  { what: 'while it waits for the host', fault: { kind: 'stall' }, afterMs: 0 },
  { what: 'half-way through the file', fault: { kind: 'stall-in-body' }, afterMs: 100 },
  ...[0, 10, 20, 40, 80, 160, 320].map((afterMs) => ({
    what: `${afterMs} ms after the whole file came`,
    fault: null,
    afterMs,
  })),
];

function open(server: LoopbackServer, folder?: string): TestApp {
  const feeds = [{ set: 'ofac-sdn', format: 'ofac-sdn', url: `${server.url}/SDN_ADVANCED.XML` }];
  const config = { labels: { builtIn: false, feeds }, chains: {} };
  return openTestApp(config, folder === undefined ? {} : { folder });
}

function sync({ app }: TestApp) {
  const signal = new AbortController().signal;
  return app.syncLabels({ sets: [], acceptsLess: false, onProgress: () => undefined, signal });
}

function rowsOf({ app }: TestApp): number {
  return app.labelStatus().sets.find(({ set }) => set === 'ofac-sdn')?.snapshot?.rows ?? 0;
}

it.each(KILLS)(
  'a sync killed $what leaves a whole state or none, and the next heals',
  async ({ fault, afterMs }) => {
    let isBroken = true;
    let came = () => {};
    const hasCome = new Promise<void>((resolve) => {
      came = resolve;
    });
    const server = await startFaultServer({
      script: () => {
        if (isBroken && fault !== null) came();
        return isBroken ? fault : null;
      },
      onAnswered: () => came(),
      answer: () => ({ status: 200, contentType: 'text/xml', body: LIST }),
    });
    cleanups.push(() => server.close());
    const first = open(server);
    cleanups.push(() => first.close());
    first.app.close();
    const temporary = join(first.folder, 'tmp');
    mkdirSync(temporary);
    const args = [command.main, 'labels', 'sync', '--config', join(first.folder, 'hopsight.json')];
    const child = spawn(process.execPath, args, {
      cwd: first.folder,
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
      stdio: 'ignore',
    });
    await hasCome;
    await wait(afterMs);
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    isBroken = false;

    const again = open(server, first.folder);
    const whole = open(server);
    cleanups.push(() => whole.close());
    await sync(whole);
    expect([0, rowsOf(whole)]).toContain(rowsOf(again));
    if (fault !== null) expect(rowsOf(again)).toBe(0);
    const [healed] = await sync(again);
    expect(healed?.result).toMatch(/^(imported|unchanged)$/);
    expect(healed?.snapshot).toEqual(whole.app.labelStatus().sets[0]?.snapshot);
    expect(again.app.labelStatus().sets[0]?.standing).toBe('fresh');
    again.app.close();
  },
);
