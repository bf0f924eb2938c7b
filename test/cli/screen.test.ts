import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../support/runCommand.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const WALLET = '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6';
const STRANGER = '0x00000000219ab540356cbb839cbe05303d7705fa';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'hopsight-cli-'));
  undo.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

/** A configuration whose only source is an explorer at a loopback port. */
const configAt = (cwd: string, port: number, policy: object = {}) => {
  const url = `http://127.0.0.1:${port}/v2/api`;
  const sources = [{ kind: 'explorer', url, apiKeyEnv: 'TEST_KEY' }];
  const prices = { source: 'none' };
  const config = { database: './cli.sqlite', chains: { ethereum: { sources } }, prices, policy };
  writeFileSync(join(cwd, 'hopsight.json'), JSON.stringify(config));
};

const hopsight = (cwd: string, ...args: readonly string[]) =>
  runCommand(process.execPath, [MAIN, ...args], {
    cwd,
    // The home of whoever runs the tests is not theirs to write to, and what it holds not theirs to read.
    env: {
      TEST_KEY: 'key-7c1d',
      HOPSIGHT_CONFIG: undefined,
      HOME: cwd,
      XDG_DATA_HOME: join(cwd, 'data'),
      XDG_CONFIG_HOME: join(cwd, 'config'),
      APPDATA: cwd,
      LOCALAPPDATA: cwd,
    },
  });

/** A port at which nobody listens: one that was free a moment ago. */
const closedPort = async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};

describe('hopsight screen', () => {
  it('is incomplete, with exit code 30, when no source answers: it says what, why and the cure', async () => {
    const cwd = folder();
    configAt(cwd, await closedPort());
    const ended = await hopsight(cwd, 'screen', STRANGER);
    expect(ended.code).toBe(30);
    expect(ended.stdout).toMatch(/^INCOMPLETE: Not enough was seen to decide/);
    expect(ended.stdout).toContain('127.0.0.1');
    expect(ended.stdout).toMatch(/Cure: Screen again later, or add another source/);
    expect(ended.stdout + ended.stderr).not.toContain('key-7c1d');
  });

  it('prints one object for one address, and an array with the worst exit code for several', async () => {
    const cwd = folder();
    const one = await hopsight(cwd, 'screen', WALLET, '--profile', 'recorded', '--json');
    expect(z.object({ decision: z.string() }).parse(JSON.parse(one.stdout)).decision).toBe('hold');
    expect(one.code).toBe(20);
    const several = ['screen', WALLET, '0x12', '--profile', 'recorded', '--json'];
    const two = await hopsight(cwd, ...several);
    const [first, second] = z
      .array(z.record(z.string(), z.unknown()))
      .parse(JSON.parse(two.stdout));
    expect(first).toMatchObject({ decision: 'hold' });
    expect(second).toMatchObject({ error: { code: 'input' } });
    expect(two.code).toBe(20);
  });

  it('refuses a mistyped address with exit code 64, before it asks anyone', async () => {
    const cwd = folder();
    configAt(cwd, await closedPort());
    const typo = '0x098B716B8Aaf21512996DC57EB0615e2383E2f96';
    const ended = await hopsight(cwd, 'screen', typo);
    expect(ended).toMatchObject({ code: 64, stdout: '' });
    expect(ended.stderr).toContain('checksum');
  });

  it('names the nearest key when the configuration has an unknown one', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'hopsight.json'), JSON.stringify({ chain: {} }));
    const ended = await hopsight(cwd, 'screen', WALLET);
    expect(ended.code).toBe(78);
    expect(ended.stderr).toContain('chains');
  });

  it('answers with what it has at the first Ctrl-C', async () => {
    const cwd = folder();
    const server = createServer(() => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    undo.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    configAt(cwd, typeof address === 'object' && address !== null ? address.port : 0);
    const asked = once(server, 'request');
    const child = spawn(process.execPath, [MAIN, 'screen', STRANGER], {
      cwd,
      env: { ...process.env, TEST_KEY: 'key-7c1d', NO_COLOR: '1' },
    });
    let printed = '';
    child.stdout.on('data', (part) => {
      printed += part;
    });
    const ended = once(child, 'close');
    await asked;
    child.kill('SIGINT');
    const [code] = await ended;
    expect(printed).toMatch(/^INCOMPLETE/);
    expect(code).toBe(30);
  });
});
