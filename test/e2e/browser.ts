import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { packageRoot } from '../../src/packageInfo.js';
import { buildCommand } from '../support/builtCommand.js';
import { TEST_KEY } from '../support/liveSources.js';
import type { ConfigJson } from '../support/openTestApp.js';

/** A Chromium, of this machine. @throws where there is none, saying what to install. */
export function launchBrowser(): Promise<Browser> {
  const finder = join(packageRoot(), '.ci', 'findBrowser.mjs');
  const executablePath = execFileSync(process.execPath, [finder], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A service that was started as people start it, on a port that was free. */
export interface StartedService {
  readonly url: string;
  /** The link that makes the first administrator. */
  readonly setupLink: string;
  readonly stop: () => Promise<void>;
}

/** What a service is started over besides the recorded wallets. */
export interface ServiceStart {
  /** In place of the recorded wallets: chains and labels of a world on this machine. */
  readonly config: ConfigJson;
  /** What is done with the command line before it listens. */
  readonly prepare: (by: {
    /** Gives what the command printed. @throws where it failed. */
    readonly run: (...args: readonly string[]) => string;
    readonly folder: string;
  }) => void;
}

/** Starts `hopsight serve` over the recorded wallets or a world, with a database of its own. */
export async function startService(start: ServiceStart | null = null): Promise<StartedService> {
  const built = buildCommand();
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-e2e-'));
  const file = join(folder, 'hopsight.json');
  const labels = { feeds: [] };
  const config = { database: './test.sqlite', prices: { source: 'none' }, labels };
  writeFileSync(file, JSON.stringify({ ...config, ...start?.config }));
  const env = { ...process.env, TEST_KEY };
  start?.prepare({
    folder,
    run: (...args) =>
      execFileSync(process.execPath, [built.main, ...args, '--config', file], {
        ...{ cwd: folder, env, encoding: 'utf8' },
      }),
  });
  const profile = start === null ? ['--profile', 'recorded'] : [];
  const port = `${await findFreePort()}`;
  const args = ['serve', ...profile, '--config', file, '--port', port];
  const child = spawn(process.execPath, [built.main, ...args], {
    ...{ cwd: folder, env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const setupLink = await new Promise<string>((resolve, reject) => {
    let printed = '';
    const read = (text: string) => {
      printed += text;
      const [link] = /http:\S+\/welcome\/\S+/.exec(printed) ?? [];
      if (link !== undefined) resolve(link);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', () => reject(new Error(`the service ended: ${printed}`)));
  });
  return {
    setupLink,
    url: new URL(setupLink).origin,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
      built.remove();
    },
  };
}

/** A port that nobody listens on just now. */
function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => (port === undefined ? reject(new Error('no port')) : resolve(port)));
    });
  });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds serious or critical on the page, by rule and place. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // The page's own policy lets no inline script in; the tool comes in beside it.
  await page.evaluate(axe);
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(' | ')))`,
  );
  return Array.isArray(found) ? found.map(String) : ['axe-core gave no list'];
}
