import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import { runCommand } from '../support/runCommand.js';

describe('two processes at the same time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-payees-'));
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

  const payees = (...args: readonly string[]) =>
    runCommand(process.execPath, [built.main, 'payees', ...args, '--config', config], {
      cwd: folder,
    });

  it('never merge two payees into each other, nor take one reference twice', async () => {
    for (const round of ['1', '2']) {
      const [a, b] = [`a${round}`, `b${round}`];
      const added = await Promise.all([a, a, b].map((name) => payees('add', name, '--name', name)));
      expect(added.map(({ code }) => code).sort()).toEqual([0, 0, 64]);
      const merged = await Promise.all([payees('merge', a, b), payees('merge', b, a)]);
      expect(merged.map(({ code }) => code).sort()).toEqual([0, 64]);
    }
    const verify = [built.main, 'audit', 'verify', '--json', '--config', config];
    const { stdout } = await runCommand(process.execPath, verify, { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });
});
