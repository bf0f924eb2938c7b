import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { openTestApprovals, type TestApprovals, testTerms } from '../../support/approvals.js';
import { openTestTerminal } from './testTerminal.js';

let folder: string;
let test: TestApprovals;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopsight-approvals-'));
  test = openTestApprovals({ folder: join(folder, 'keys') });
});

afterEach(() => {
  test.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const config = (keys = './keys') =>
  write('hopsight.json', {
    database: './test.sqlite',
    labels: { builtIn: false },
    prices: { source: 'none' },
    approvals: { keyFolder: keys },
  });

/** Runs a command line over a configuration whose database nobody may open. */
async function run(args: readonly string[], opened: 'no database' | 'database' = 'no database') {
  const { terminal, out, err } = openTestTerminal();
  const code = await runCommandLine([...args], {
    terminal,
    openApp: async (options) => {
      if (opened === 'database') return openApp(options);
      throw new Error('an approval takes no database');
    },
  });
  return { code, out: out(), err: err() };
}

const withConfig = (...args: readonly string[]) => run([...args, '--config', config()]);

describe('hopsight verify of an approval', () => {
  it('says that it is valid, and all that it binds', async () => {
    const signed = test.approvals.sign(testTerms());
    const file = write('approval.json', signed);
    const { code, out, err } = await withConfig('verify', file, '--invoice', 'INV-2026-17');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Valid: key [0-9a-f]{16} signed it/);
    expect(out).toContain(`Pay to: ${signed.address}`);
    expect(out).toContain('On: ethereum');
    expect(out).toContain(`Amount: 1,500.50 USDC, which is 1500500000 units of ${signed.asset}`);
    const { kind, version, signature, ...told } = signed;
    for (const value of Object.values(told)) expect(out).toContain(value);
  });

  it('says so when it was not asked for which invoice', async () => {
    const file = write('approval.json', test.approvals.sign(testTerms()));
    expect((await withConfig('verify', file)).out).toContain('--invoice');
    const asked = await withConfig('verify', file, '--invoice', 'INV-2026-17');
    expect(asked.out).not.toContain('--invoice');
  });

  it('ends with 20 where it was altered or is for another invoice, and shows nothing forged', async () => {
    const signed = test.approvals.sign(testTerms());
    const address = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
    const forged = await withConfig('verify', write('forged.json', { ...signed, address }));
    expect([forged.code, forged.err]).toEqual([20, '']);
    expect(forged.out).toMatch(/^Not valid: /);
    expect(forged.out).not.toContain(address);
    const other = await withConfig('verify', write('a.json', signed), '--invoice', 'INV-2026-18');
    expect(other.code).toBe(20);
    expect(other.out).toMatch(/another invoice/);
  });

  it('ends with 30 where it has expired or its key is not known', async () => {
    const expiresAt = '2026-11-22T09:59:59Z';
    const late = test.approvals.sign(testTerms({ issuedAt: '2026-11-22T09:00:00Z', expiresAt }));
    const file = write('late.json', late);
    const expired = await withConfig('verify', file);
    expect(expired.code).toBe(30);
    expect(expired.out).toMatch(/^Expired: /);
    const unknown = await run(['verify', file, '--config', config('./empty')]);
    expect(unknown.code).toBe(30);
    expect(unknown.out).toContain('--key');
    expect(existsSync(join(folder, 'empty'))).toBe(false);
  });

  it('takes the exported keys in place of a configuration', async () => {
    const file = write('approval.json', test.approvals.sign(testTerms()));
    const exported = await withConfig('keys', 'export');
    expect([exported.code, exported.err]).toEqual([0, '']);
    expect(exported.out).not.toContain('PRIVATE');
    const keys = write('keys.json', exported.out);
    const { code, out } = await run(['verify', file, '--key', keys, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'valid',
      sentence: expect.stringMatching(/^Valid: /),
      approval: testTerms(),
    });
    expect((await run(['verify', file, '--key', file])).code).toBe(78);
    expect((await run(['verify', file, '--key', join(folder, 'none')])).code).toBe(64);
  });

  it('refuses the options of an approval for anything else', async () => {
    const file = write('other.json', {});
    for (const options of [
      ['--invoice', 'INV-1'],
      ['--key', 'keys.json'],
    ]) {
      const { code, err } = await withConfig('verify', file, ...options);
      expect(code).toBe(64);
      expect(err).toContain('payment approval');
    }
  });
});

describe('hopsight keys', () => {
  it('lists, rotates with a row in the audit log, and lists again', async () => {
    const none = await withConfig('keys', 'list');
    expect([none.code, none.err]).toEqual([0, '']);
    expect(none.out).toContain('no key yet');
    const { keyId } = test.approvals.sign(testTerms());
    const rotated = await run(['keys', 'rotate', '--json', '--config', config()], 'database');
    expect([rotated.code, rotated.err]).toEqual([0, '']);
    const made = JSON.parse(rotated.out);
    const listed = await withConfig('keys', 'list');
    expect(listed.out).toContain(`${made.keyId}: signs since 2026-11-22T10:00:00Z`);
    expect(listed.out).toContain(
      `${keyId}: signed from 2026-11-22T10:00:00Z to 2026-11-22T10:00:00Z`,
    );
    const log = await run(['audit', 'list', '--json', '--config', config()], 'database');
    expect(JSON.parse(log.out)).toMatchObject([
      { action: 'approval-key-rotated', subjectId: made.keyId, actor: { id: 'local' } },
    ]);
    const json = JSON.parse((await withConfig('keys', 'list', '--json')).out);
    expect(json.keys).toHaveLength(2);
  });

  it('are named by config check', async () => {
    const { out } = await withConfig('config', 'check');
    expect(out).toContain(`Keys of approvals: ${join(folder, 'keys')}\n`);
  });
});
