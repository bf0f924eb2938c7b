import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { openTestTerminal } from './testTerminal.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A configuration in a folder of its own, and command lines over it. */
function openCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-access-'));
  folders.push(folder);
  const config = join(folder, 'hopsight.json');
  const settings = {
    database: './test.sqlite',
    labels: { builtIn: false },
    prices: { source: 'none' },
  };
  writeFileSync(config, JSON.stringify(settings));
  const run = async (...args: readonly string[]) => {
    const { terminal, out, err } = openTestTerminal();
    const code = await runCommandLine([...args, '--config', config], {
      terminal,
      openApp: async (options) => openApp(options),
    });
    return { code, out: out(), err: err() };
  };
  return { run, database: join(folder, 'test.sqlite') };
}

describe('hopsight users', () => {
  it('adds somebody and prints the link once, with what to do', async () => {
    const { run } = openCommandLine();
    const added = await run('users', 'add', 'Ada Example', '--role', 'admin');
    expect(added.code).toBe(0);
    expect(added.out).toContain('Ada Example is added as admin.');
    expect(added.out).toMatch(/^ {2}\/welcome\/[\w-]{43}$/m);
    expect(added.out).toContain(
      'It works once, until 2026-11-23T10:00:00Z, and is not shown again.',
    );
    const listed = await run('users', 'list');
    expect(listed.out).toBe('Ada Example: admin, has not chosen a password\n');
    const json = JSON.parse((await run('users', 'list', '--json')).out);
    expect(json).toMatchObject([{ name: 'Ada Example', role: 'admin', hasPassword: false }]);
  });

  it('changes, disables, enables and resets', async () => {
    const { run } = openCommandLine();
    expect((await run('users', 'list')).out).toContain('hopsight users add');
    await run('users', 'add', 'Ada', '--role', 'admin');
    await run('users', 'add', 'Bob', '--role', 'finance');
    expect((await run('users', 'role', 'BOB', 'auditor')).out).toBe('Bob is now auditor.\n');
    expect((await run('users', 'disable', 'bob')).out).toContain('every session has ended');
    expect((await run('users', 'list')).out).toContain('Bob: auditor, disabled 2026-11-22');
    expect((await run('users', 'reset', 'Bob')).code).toBe(64);
    expect((await run('users', 'enable', 'Bob')).out).toContain('may sign in again');
    const { link } = JSON.parse((await run('users', 'reset', 'Bob', '--json')).out);
    expect(link).toMatchObject({ path: expect.stringMatching(/^\/welcome\/[\w-]{43}$/) });
  });

  it.each([
    [['add', 'ada', '--role', 'admin'], 'This name is taken.'],
    [['add', 'Bob', '--role', 'boss'], 'A role is one of: finance, compliance, admin, auditor.'],
    [['add', ' ', '--role', 'admin'], 'must not be blank'],
    [['role', 'Ada', 'boss'], 'A role is one of'],
    [['role', 'Ada', 'finance'], 'last administrator'],
    [['disable', 'Ada'], 'last administrator'],
    [['disable', 'Secret Person'], 'Nobody has this name; "hopsight users list" prints'],
  ])('refuses %j', async (args, why) => {
    const { run } = openCommandLine();
    await run('users', 'add', 'Ada', '--role', 'admin');
    const { code, out, err } = await run('users', ...args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(why);
    expect(err).not.toContain('Secret Person');
  });

  it('says in its help for whom the command line speaks', async () => {
    const { run } = openCommandLine();
    for (const command of [['users'], ['users', 'add'], ['users', 'reset'], ['tokens', 'add']]) {
      expect((await run(...command, '--help')).out).toContain(
        'Whoever can write the database is its administrator',
      );
    }
  });
});

describe('hopsight tokens', () => {
  it('gives out, lists and ends a token', async () => {
    const { run } = openCommandLine();
    expect((await run('tokens', 'list')).out).toBe('No token was ever given out.\n');
    const flags = ['--scopes', 'screen, read', '--expires', '90d'];
    const { code, out } = await run('tokens', 'add', 'payroll', ...flags);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Token \w{26} may read, screen until 2027-02-20T10:00:00Z:\n {2}[\w-]{43}\n/,
    );
    const [{ id }] = JSON.parse((await run('tokens', 'list', '--json')).out);
    expect((await run('tokens', 'list')).out).toBe(
      `${id} payroll: read, screen; works until 2027-02-20T10:00:00Z; never used\n`,
    );
    expect((await run('tokens', 'revoke', id)).out).toBe(`Token ${id} no longer works.\n`);
    expect((await run('tokens', 'list')).out).toContain('revoked 2026-11-22T10:00:00Z');
  });

  it.each([
    [['--scopes', 'read,fly', '--expires', '9d'], 'takes some of read, screen'],
    [['--scopes', '', '--expires', '9d'], 'takes some of read, screen'],
    [['--scopes', 'read', '--expires', 'soon'], 'must be a time such as'],
    [['--scopes', 'read', '--expires', '0d'], 'over already'],
    [['--scopes', 'read', '--expires', '367d'], '366 days at most'],
  ])('refuses %j', async (flags, why) => {
    const { run } = openCommandLine();
    const { code, err } = await run('tokens', 'add', 'payroll', ...flags);
    expect(code).toBe(64);
    expect(err).toContain(why);
  });

  it('takes a year less nothing', async () => {
    const { run } = openCommandLine();
    const flags = ['--scopes', 'read', '--expires', '366d', '--json'];
    const { token } = JSON.parse((await run('tokens', 'add', 'payroll', ...flags)).out);
    expect(token.expiresAt).toBe('2027-11-23T10:00:00Z');
  });
});

describe('hopsight audit', () => {
  it('lists who did what: with names for people, with ids alone for machines', async () => {
    const { run } = openCommandLine();
    expect((await run('audit', 'list')).out).toContain('no such row');
    await run('users', 'add', 'Ada', '--role', 'admin');
    await run('tokens', 'add', 'payroll', '--scopes', 'read', '--expires', '9d');
    expect((await run('audit', 'list')).out).toBe(
      '2 2026-11-22T10:00:00Z local, token-issued: payroll\n1 2026-11-22T10:00:00Z local, user-added: Ada\n',
    );
    const { out } = await run('audit', 'list', '--json', '--before', '2', '--limit', '5');
    expect(JSON.parse(out)).toMatchObject([
      { sequence: 1, action: 'user-added', actor: { kind: 'person', id: 'local' } },
    ]);
    expect(out).not.toContain('Ada');
    expect((await run('audit', 'list', '--limit', '0')).code).toBe(64);
  });

  it('ends with 0 where every row holds, and with 20 where one was changed', async () => {
    const { run, database } = openCommandLine();
    await run('users', 'add', 'Ada', '--role', 'admin');
    await run('users', 'add', 'Bob', '--role', 'finance');
    const good = await run('audit', 'verify');
    expect(good.code).toBe(0);
    expect(good.out).toMatch(
      /^All 2 rows are as they were written; the newest is sha256:\w{64}\.$/m,
    );
    const db = new Database(database);
    db.exec(`DROP TRIGGER audit_event_is_immutable;
      UPDATE audit_event SET actor_id = 'other' WHERE sequence = 1`);
    db.close();
    const bad = await run('audit', 'verify');
    expect([bad.code, bad.out]).toEqual([20, 'Row 1: The row was changed after it was written.\n']);
    const told = await run('audit', 'verify', '--json');
    expect(told.code).toBe(20);
    expect(JSON.parse(told.out)).toMatchObject({ ok: false, sequence: 1 });
  });
});
