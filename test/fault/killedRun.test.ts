import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildCommand } from '../support/builtCommand.js';
import type { LoopbackServer, ServerManners } from '../support/faultServer.js';
import {
  HONEST,
  HONEST_BITCOIN,
  honestTransfers,
  honestTxs,
  openHonestApp,
} from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  esploraAt,
  explorerAt,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { runCommand } from '../support/runCommand.js';

/** After the last wage, so that a run of any day sees the same. */
const AS_OF = '2025-06-01';

const opened = closeAfterwards();
const command = buildCommand();
const folders: string[] = [];
afterAll(() => {
  command.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A wallet, and the server that the command asks about it. */
interface Wallet {
  readonly what: string;
  readonly address: string;
  readonly start: (manners: ServerManners) => Promise<LoopbackServer>;
  readonly chainsAt: (server: LoopbackServer) => object;
  /** Requests of a run that nothing disturbs. */
  readonly requests: number;
}

const explorer = (pageSize: number) => ({
  address: HONEST,
  start: (manners: ServerManners) =>
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY, ...manners }),
  chainsAt: (server: LoopbackServer) => chainsOf({ ethereum: [explorerAt(server, { pageSize })] }),
});

const ETHEREUM: Wallet = { what: 'an explorer', ...explorer(1000), requests: 11 };
const ETHEREUM_PAGES: Wallet = {
  what: 'an explorer in small pages',
  ...explorer(10),
  requests: 23,
};
const BITCOIN: Wallet = {
  what: 'an Esplora server',
  address: HONEST_BITCOIN,
  start: (manners) => startLoopbackEsplora({ facts: honestTxs(), ...manners }),
  chainsAt: (server) => chainsOf({ bitcoin: [esploraAt(server)] }),
  requests: 6,
};

/** A folder with a configuration and a database that holds nothing but the labels. */
async function prepareFolder(wallet: Wallet, server: LoopbackServer): Promise<string> {
  const { app, folder } = await openHonestApp({ chains: wallet.chainsAt(server) });
  app.close();
  folders.push(folder);
  return folder;
}

function commandFor(wallet: Wallet, folder: string): readonly string[] {
  const config = join(folder, 'hopsight.json');
  return [command.main, 'screen', wallet.address, '--config', config, '--json', '--as-of', AS_OF];
}

const told = z.object({ decision: z.string(), verdictDigest: z.string(), factsDigest: z.string() });

/** Runs the command to its end. */
async function runCommandLine(wallet: Wallet, folder: string) {
  const args = commandFor(wallet, folder);
  const ended = await runCommand(process.execPath, args, { cwd: folder, env: { TEST_KEY } });
  expect(ended.stderr).toBe('');
  return told.parse(JSON.parse(ended.stdout));
}

/** The same screening in this process, where it costs no start of another. */
async function runHere(wallet: Wallet, server: LoopbackServer, folder: string) {
  const { app, screen } = await openHonestApp({ chains: wallet.chainsAt(server) }, { folder });
  const document = await screen(wallet.address, { asOf: AS_OF });
  app.close();
  return told.parse(document);
}

async function runUntilKilled(
  wallet: Wallet,
  folder: string,
  start: (child: ChildProcess) => void,
): Promise<void> {
  const child = spawn(process.execPath, commandFor(wallet, folder), {
    cwd: folder,
    env: { ...process.env, TEST_KEY },
    stdio: 'ignore',
  });
  start(child);
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
}

/** When a run is killed: right after an answer has left, or when a request comes, before its answer. */
interface Kill {
  readonly after: 'answer' | 'request';
  readonly count: number;
  /** Whether the second run is the command again, or the same screening in this process. */
  readonly byCommand: boolean;
}

async function expectSameAfterKill(wallet: Wallet, kill: Kill): Promise<void> {
  let child: ChildProcess | null = null;
  let answered = 0;
  const end = () => {
    child?.kill('SIGKILL');
    child = null;
  };
  let broken = true;
  const server = await opened.server(
    wallet.start({
      script: ({ index }) => {
        if (!broken) return null;
        if (kill.after === 'request' && index + 1 === kill.count) end();
        const stays = kill.after === 'answer' ? answered < kill.count : index + 1 < kill.count;
        return stays ? null : { kind: 'stall' };
      },
      onAnswered: (count) => {
        answered = count;
        if (broken && kill.after === 'answer' && count === kill.count) end();
      },
    }),
  );
  const folder = await prepareFolder(wallet, server);
  await runUntilKilled(wallet, folder, (started) => {
    child = started;
  });
  broken = false;
  const before = server.requests.length;
  const again = kill.byCommand
    ? await runCommandLine(wallet, folder)
    : await runHere(wallet, server, folder);
  expect(again).toEqual(expected.get(wallet));
  const asked = server.requests.length - before;
  // One request finds the newest block; of the others those that were answered are not made again.
  if (kill.after === 'request' && kill.count > 8) expect(asked).toBeLessThan(wallet.requests);
  expect(asked).toBeLessThanOrEqual(wallet.requests);
}

const expected = new Map<Wallet, z.infer<typeof told>>();

beforeAll(async () => {
  for (const wallet of [ETHEREUM, ETHEREUM_PAGES, BITCOIN]) {
    const server = await opened.server(wallet.start({}));
    const document = await runHere(wallet, server, await prepareFolder(wallet, server));
    expect(document.decision).toBe('proceed');
    expect(server.requests).toHaveLength(wallet.requests);
    expected.set(wallet, document);
  }
});

const everyAnswer = (wallet: Wallet): readonly Kill[] =>
  Array.from({ length: wallet.requests }, (_, at) => ({
    after: 'answer',
    count: at + 1,
    byCommand: at === 4,
  }));

const KILLS = [
  ...everyAnswer(ETHEREUM).map((kill) => ({ wallet: ETHEREUM, ...kill })),
  ...everyAnswer(BITCOIN).map((kill) => ({ wallet: BITCOIN, ...kill })),
  ...[5, 12, 21].map((count) => ({
    wallet: ETHEREUM_PAGES,
    after: 'request' as const,
    count,
    byCommand: false,
  })),
];

describe('a run that is killed and started again comes to the verdict of one that never stopped', () => {
  it.concurrent.each(KILLS)(
    'from $wallet.what, killed after $after $count',
    async ({ wallet, ...kill }) => {
      await expectSameAfterKill(wallet, kill);
    },
  );
});
