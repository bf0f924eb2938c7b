import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp } from '../../src/app.js';
import { runCommandLine } from '../../src/cli/program.js';
import { openTestTerminal } from '../unit/cli/testTerminal.js';

/** Addresses of each kind that the built-in sets know, by the name of their golden file. */
const ADDRESSES = {
  'ronin-exploiter': '0x098B716B8Aaf21512996dC57EB0615e2383E2f96',
  'it-worker-facilitator': '0x4f47bc496083c727c5fbe3ce9cdf2b0f6496270c',
  'delisted-mixer': '0xa160cdab225685da1d56aa342ad8841c3b53f291',
  'exchange-hot-wallet': '0x3f5ce5fbfe3e9af3971dd833d26ba9b5c936f0be',
  'deposit-box': '0x46705dfff24256421a05d056c29e81bdc09723b8',
  'guess-by-timing': '0x04bca8fa79f36749fa605597e9c9f6788c126944',
  'tron-bank': 'TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz',
  unknown: '0x7777777777777777777777777777777777777777',
} as const;

let folder: string;
let config: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopsight-show-'));
  config = join(folder, 'hopsight.json');
  writeFileSync(config, JSON.stringify({ database: './labels.sqlite' }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function show(address: string, ...flags: readonly string[]): Promise<string> {
  const terminal = openTestTerminal();
  const code = await runCommandLine(['labels', 'show', address, ...flags, '--config', config], {
    terminal: terminal.terminal,
    openApp: async (options) => openApp(options),
  });
  expect([code, terminal.err()]).toEqual([0, '']);
  return terminal.out();
}

describe('what the built-in sets say about an address', () => {
  it.each(Object.entries(ADDRESSES))('reads as agreed, for a person: %s', async (name, address) => {
    await expect(await show(address)).toMatchFileSnapshot(`labels/${name}.txt`);
  });

  it.each(Object.entries(ADDRESSES))('reads as agreed, as JSON: %s', async (name, address) => {
    await expect(await show(address, '--json')).toMatchFileSnapshot(`labels/${name}.json`);
  });

  it('says that a delisted address does not hold, and that it stays known', async () => {
    const text = await show(ADDRESSES['delisted-mixer']);
    expect(text).toContain('no longer listed since 2025-03-21, so it does not hold as a listing');
    expect(text).not.toContain('HOLD:');
  });

  it('says of a deposit box who used it, and that this does not spread', async () => {
    const text = (await show(ADDRESSES['deposit-box'])).replace(/\s+/g, ' ');
    expect(text).toContain('used this deposit box as a customer, and that does not spread');
  });

  it('never reads as a leave to pay where nothing is known', async () => {
    const text = (await show(ADDRESSES.unknown)).replace(/\s+/g, ' ');
    expect(text).toContain('that is no leave to pay');
    expect(text).toContain('that says nothing about its history');
  });
});
