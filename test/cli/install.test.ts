import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../support/runCommand.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const NPX = process.platform === 'win32' ? 'npx.cmd' : 'npx';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'hopsight-install-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const firstCommand =
  /^npm ci && node dist\/cli\/main\.js (screen .*)$/m.exec(readme)?.[1]?.split(' ') ?? [];

/** The variables by which a program finds its user's folders, all within one folder. */
const homeIn = (home: string) => ({
  HOME: home,
  USERPROFILE: home,
  APPDATA: home,
  LOCALAPPDATA: home,
  XDG_DATA_HOME: home,
  XDG_CONFIG_HOME: home,
  ETHERSCAN_API_KEY: undefined,
  HOPSIGHT_CONFIG: undefined,
});

describe('the packed package', () => {
  let main = '';

  beforeAll(async () => {
    const packed = folder();
    const { stdout } = await runCommand(
      NPM,
      ['pack', '--ignore-scripts', '--json', '--pack-destination', packed],
      { cwd: ROOT },
    );
    const [tarball] = z.array(z.object({ filename: z.string() })).parse(JSON.parse(stdout));
    await runCommand('tar', ['xzf', tarball?.filename ?? '', '-C', packed], { cwd: packed });
    symlinkSync(join(ROOT, 'node_modules'), join(packed, 'package', 'node_modules'), 'junction');
    main = join(packed, 'package', 'dist', 'cli', 'main.js');
  }, 120_000);

  it('screens the README’s wallet from wherever the command starts, and holds it', async () => {
    const cwd = folder();
    const ended = await runCommand(process.execPath, [main, ...firstCommand], {
      cwd,
      env: homeIn(cwd),
    });
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toMatch(/^HOLD: .*came directly from an account that OFAC lists/);
    expect(ended.stdout).toContain('0x098b716b8aaf21512996dc57eb0615e2383e2f96  Lazarus Group');
    expect(ended.code).toBe(20);
  });

  it('holds no source, no tests and nothing of the machine that packed it', () => {
    const root = join(main, '..', '..', '..');
    const needed = ['dist', 'dist/service/assets/style.css', 'rules', 'db'];
    for (const inside of needed) expect(existsSync(join(root, inside))).toBe(true);
    for (const outside of ['src', 'test', '.ci'])
      expect(existsSync(join(root, outside))).toBe(false);
  });
});

describe('a checkout', () => {
  it('runs by npx after a build, without anything else', async () => {
    const clone = join(folder(), 'clone');
    const files = await runCommand('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT });
    for (const file of files.stdout.trim().split('\n')) {
      if (/^(src|rules|db|\.ci|package|tsconfig)/.test(file) && existsSync(join(ROOT, file))) {
        cpSync(join(ROOT, file), join(clone, file));
      }
    }
    symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'), 'junction');
    const build = await runCommand(NPM, ['run', 'build'], { cwd: clone });
    expect(build.code, build.stdout).toBe(0);
    const help = await runCommand(NPX, ['--no-install', 'hopsight', '--help'], { cwd: clone });
    expect(help.stdout).toContain('hopsight screen');
    expect(help.code).toBe(0);
  }, 120_000);
});
