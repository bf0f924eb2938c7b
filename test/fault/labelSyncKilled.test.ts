import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import { type Fault, type LoopbackServer, startFaultServer } from '../support/faultServer.js';
import { inventedAddress } from '../support/liveSources.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';

/** A file of labels as a publisher serves it. */
interface Form {
  readonly format: string;
  readonly contentType: string;
  readonly body: string;
}

/** A small list in OFAC's advanced format, written by hand. */
const OFAC: Form = {
  format: 'ofac-sdn',
  contentType: 'text/xml',
  body: readFileSync(
    fileURLToPath(new URL('../unit/sources/labels/sdnAdvanced.xml', import.meta.url)),
    'utf8',
  ),
};

/** Wallets as OpenSanctions writes them, one a line: too many to come in one piece. */
const OPEN_SANCTIONS: Form = {
  format: 'opensanctions',
  contentType: 'application/json',
  body: Array.from({ length: 2_000 }, (_, at) =>
    JSON.stringify({
      id: `wallet-${at}`,
      schema: 'CryptoWallet',
      datasets: ['il_mod_crypto'],
      properties: {
        publicKey: [inventedAddress(`wallet ${at}`)],
        currency: ['ETH'],
        topics: ['sanction'],
      },
    }),
  )
    .map((text) => `${text}\n`)
    .join(''),
};

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
  readonly form: Form;
  readonly what: string;
  readonly fault: Fault | null;
  /** After the request came, where there is a fault, else after the whole file has left. */
  readonly afterMs: number;
}

const WAITING = {
  what: 'while it waits for the host',
  fault: { kind: 'stall' },
  afterMs: 0,
} as const;
const HALF_WAY = {
  what: 'half-way through the file',
  fault: { kind: 'stall-in-body' },
  afterMs: 100,
} as const;

const KILLS: readonly Kill[] = [
  ...[WAITING, HALF_WAY, ...[0, 10, 20, 40, 80, 160, 320].map(afterWhole)].map((kill) => ({
    ...kill,
    form: OFAC,
  })),
  ...[HALF_WAY, ...[0, 40, 160].map(afterWhole)].map((kill) => ({ ...kill, form: OPEN_SANCTIONS })),
];

function afterWhole(afterMs: number) {
  return { what: `${afterMs} ms after the whole file came`, fault: null, afterMs };
}

function open(server: LoopbackServer, { format }: Form, folder?: string): TestApp {
  const feeds = [{ set: 'a-list', format, url: `${server.url}/list` }];
  const config = { labels: { builtIn: false, feeds }, chains: {} };
  return openTestApp(config, folder === undefined ? {} : { folder });
}

function sync({ app }: TestApp) {
  const signal = new AbortController().signal;
  return app.syncLabels({ sets: [], acceptsLess: false, onProgress: () => undefined, signal });
}

function rowsOf({ app }: TestApp): number {
  return app.labelStatus().sets.find(({ set }) => set === 'a-list')?.snapshot?.rows ?? 0;
}

it.each(KILLS)(
  'a sync of $form.format killed $what leaves a whole state or none, and the next heals',
  async ({ form, fault, afterMs }) => {
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
      answer: () => ({ status: 200, contentType: form.contentType, body: form.body }),
    });
    cleanups.push(() => server.close());
    const first = open(server, form);
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

    const again = open(server, form, first.folder);
    const whole = open(server, form);
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
