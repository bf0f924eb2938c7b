import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from './plantedTree.js';

const lockFile = z.object({ packages: z.record(z.string(), z.record(z.string(), z.unknown())) });
const SCRIPT = join(ROOT, '.ci', 'completeLock.mjs');

describe('the lock file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hopsight-lock-'));
    path = join(folder, 'package-lock.json');
    cpSync(join(ROOT, 'package-lock.json'), path);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = () => lockFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const inspect = () =>
    spawnSync(process.execPath, [SCRIPT, '--check', path], { encoding: 'utf8' });

  it('holds the packages of every platform, from the public registry only', () => {
    expect(inspect()).toMatchObject({ status: 0, stdout: '' });
  });

  it('is refused and completed when a platform is missing', () => {
    const whole = read();
    const { 'node_modules/@biomejs/cli-win32-x64': gone, ...packages } = whole.packages;
    expect(gone).toBeDefined();
    writeFileSync(path, JSON.stringify({ ...whole, packages }));
    expect(inspect().stdout).toContain('missing: @biomejs/cli-win32-x64');
    execFileSync(process.execPath, [SCRIPT, path]);
    expect(inspect().status).toBe(0);
    expect(read().packages['node_modules/@biomejs/cli-win32-x64']).toMatchObject({
      os: ['win32'],
      cpu: ['x64'],
      optional: true,
    });
  });

  it('is refused when an address is not of the public registry', () => {
    const whole = read();
    const zod = {
      ...whole.packages['node_modules/zod'],
      resolved: 'https://npm.example.org/zod.tgz',
    };
    writeFileSync(
      path,
      JSON.stringify({ ...whole, packages: { ...whole.packages, 'node_modules/zod': zod } }),
    );
    expect(inspect()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('node_modules/zod'),
    });
  });
});

describe('the tests', () => {
  it('all lie in a folder that is run', () => {
    const config = readFileSync(join(ROOT, 'vitest.config.ts'), 'utf8');
    const run = [...config.matchAll(/name: '(\w+)'/g)].map(([, name]) => name);
    const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter(
        (file) => /\.(test|spec)\.[cm]?[jt]sx?$/.test(file) && !file.includes('node_modules/'),
      );
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((file) => !run.includes(file.split('/')[0] ?? ''))).toEqual([]);
    expect(files.filter((file) => !file.endsWith('.test.ts'))).toEqual([]);
  });

  it('run in universal time', () => {
    expect(new Date(2024, 0, 1).getTime()).toBe(Date.UTC(2024, 0, 1));
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe('UTC');
  });
});
