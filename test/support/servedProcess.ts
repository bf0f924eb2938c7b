import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long the server may take to listen, and to stop. Units: milliseconds. */
const STARTING_MS = 30_000;
const STOPPING_MS = 20_000;

/** `hopsight serve` as a process of its own over a database of its own. */
export interface ServedProcess {
  readonly url: string;
  /** May read, have wallets screened and read the log. */
  readonly token: string;
  /** Ends the process without a chance to tidy up. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** What a command over the same database prints. */
  readonly run: (...args: readonly string[]) => string;
  /** Ends the process and removes all that it wrote. */
  readonly close: () => Promise<void>;
}

/** Starts a server that knows one recorded file and asks nobody. */
export async function startServedProcess({
  main,
  recording,
}: {
  /** The compiled command line. */
  readonly main: string;
  /** The text of the recorded file. */
  readonly recording: string;
}): Promise<ServedProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-served-'));
  writeFileSync(join(folder, 'recording.jsonl'), recording);
  const config = join(folder, 'hopsight.json');
  const port = await freePort();
  writeFileSync(
    config,
    JSON.stringify({
      database: './served.sqlite',
      approvals: { keyFolder: './approval-keys' },
      prices: { source: 'none' },
      labels: { feeds: [] },
      chains: { ethereum: { sources: [{ kind: 'recorded', path: './recording.jsonl' }] } },
      service: { port },
    }),
  );
  const run = (...args: readonly string[]) =>
    execFileSync(process.execPath, [main, ...args, '--config', config], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64_000_000,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const added: { readonly secret: string } = JSON.parse(
    run('tokens', 'add', 'client', '--scopes', 'read,screen,audit', '--expires', '1d', '--json'),
  );
  let child: ChildProcess | null = null;
  const start = async () => {
    child = await spawnServer({ main, folder, config });
  };
  const end = (signal: NodeJS.Signals) => endProcess(child, signal);
  try {
    await start();
  } catch (error) {
    await end('SIGKILL');
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    token: added.secret,
    kill: () => end('SIGKILL'),
    start,
    run,
    close: async () => {
      await end('SIGINT');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Resolves when it says where it listens. Its log goes into a file, as it would under a supervisor. */
async function spawnServer({
  main,
  folder,
  config,
}: {
  readonly main: string;
  readonly folder: string;
  readonly config: string;
}): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, 'serve', '--config', config], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.pipe(createWriteStream(join(folder, 'serve.log'), { flags: 'a' }));
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The server did not start.')), STARTING_MS);
    child.stdout.once('data', () => {
      clearTimeout(late);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  child.removeAllListeners('exit');
  return child;
}

async function endProcess(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOPPING_MS);
  await ended;
  clearTimeout(late);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
