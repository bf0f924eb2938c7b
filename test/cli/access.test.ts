import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import { runCommand } from '../support/runCommand.js';

describe('two processes at the same time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-access-'));
  const config = join(folder, 'hopsight.json');
  let built: BuiltCommand;

  beforeAll(() => {
    built = buildCommand();
    const settings = { database: './test.sqlite', labels: { builtIn: false } };
    writeFileSync(config, JSON.stringify(settings));
  });
  afterAll(() => {
    built.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const users = (...args: readonly string[]) =>
    runCommand(process.execPath, [built.main, 'users', ...args, '--config', config], {
      cwd: folder,
    });

  it('never leave the company without an administrator', async () => {
    await users('add', 'Ada', '--role', 'admin');
    await users('add', 'Bob', '--role', 'admin');
    for (let round = 0; round < 2; round += 1) {
      const ended = await Promise.all([users('disable', 'Ada'), users('role', 'Bob', 'finance')]);
      expect(ended.map(({ code }) => code).sort()).toEqual([0, 64]);
      expect(ended.map(({ stderr }) => stderr).join('')).toContain('last administrator');
      await users('enable', 'Ada');
      await users('role', 'Bob', 'admin');
    }
  });

  it('write one unbroken audit log', async () => {
    const names = ['Carol', 'Dan', 'Erin'];
    await Promise.all(names.map((name) => users('add', name, '--role', 'finance')));
    const verify = [built.main, 'audit', 'verify', '--json', '--config', config];
    const { code, stdout } = await runCommand(process.execPath, verify, { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });
});
