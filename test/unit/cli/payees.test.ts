import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { type App, type AppOptions, openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { openTestTerminal } from './testTerminal.js';

const PASSWORD = 'correct horse battery staple';
const key = new Wallet(`0x${'11'.repeat(32)}`);
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Command lines over a configuration of their own, with two people who may sign in. */
async function openCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-payees-'));
  folders.push(folder);
  const config = join(folder, 'hopsight.json');
  const settings = {
    ...{ database: './test.sqlite', labels: { builtIn: false }, prices: { source: 'none' } },
    chains: { ethereum: { sources: [] }, polygon: { sources: [] } },
  };
  writeFileSync(config, JSON.stringify(settings));
  let first: AppOptions | null = null;
  const run = async (...args: readonly string[]) => {
    const { terminal, out, err } = openTestTerminal({ hidden: [PASSWORD] });
    const code = await runCommandLine([...args, '--config', config], {
      terminal,
      openApp: async (options) => {
        first ??= options;
        return openApp(options);
      },
    });
    return { code, out: out(), err: err() };
  };
  await run('users', 'list');
  const withApp = async (work: (app: App) => unknown) => {
    if (first === null) throw new Error('no application was opened');
    const app = openApp(first);
    await work(app);
    app.close();
  };
  await withApp(async ({ access }) => {
    for (const name of ['Ada', 'Bob']) {
      const { link } = access.addUser({ name, role: 'compliance' }, LOCAL_ACTOR);
      await access.choosePassword({ secret: link.secret, password: PASSWORD });
    }
  });
  const json = async (...args: readonly string[]) => {
    const { code, out, err } = await run(...args, '--json');
    expect([code, err.replace('Password: ', '')]).toEqual([0, '']);
    return JSON.parse(out);
  };
  return { run: (...args: readonly string[]) => run('payees', ...args), json, withApp };
}

describe('hopsight payees', () => {
  it('registers, lists, shows, changes, deactivates and deletes', async () => {
    const { run } = await openCommandLine();
    expect((await run('list')).out).toBe('There is no such payee.\n');
    const added = await run('add', 'AC-17', '--name', 'Ana', '--told', 'by mail');
    expect(added.out).toMatch(/^AC-17 is registered, id \w{26}\.\n$/);
    await run('add', 'BD-2', '--name', 'Bo');
    expect((await run('list', 'an')).out).toMatch(/^AC-17: Ana, 0 wallets \(\w{26}\)\n$/);
    expect((await run('list', '--limit', '1')).out).toMatch(/There are more: --after \w{26}\n$/);
    expect((await run('list', '--after', 'AC-17')).out).toMatch(/^BD-2/);
    expect((await run('edit', 'ac-17', '--name', 'Cy')).out).toContain('AC-17: Cy');
    expect((await run('show', 'ac-17')).out).toContain('  Told: by mail\n');
    expect((await run('deactivate', 'AC-17')).out).toContain('AC-17 is deactivated');
    expect((await run('list')).out).not.toContain('AC-17');
    expect((await run('reactivate', 'AC-17')).out).toBe('AC-17 may be paid again.\n');
    expect((await run('delete', 'AC-17')).out).toBe('The payee is deleted.\n');
    const gone = await run('show', 'AC-17');
    expect([gone.code, gone.out]).toEqual([64, '']);
    expect(gone.err).not.toContain('AC-17');
  });

  it('tells the history by names, takes a change back, and exports all', async () => {
    const { run, json } = await openCommandLine();
    await run('add', 'AC-17', '--name', 'Ana', '--as', 'Ada');
    await run('edit', 'AC-17', '--name', 'Cy', '--as', 'Bob');
    const history = await run('history', 'AC-17');
    expect(history.out).toMatch(/edited by Bob\n {2}name: Ana -> Cy\n {2}Take it back with/);
    expect(history.out).toContain('added by Ada');
    const [edited] = await json('payees', 'history', 'AC-17');
    expect((await run('undo', edited.id)).out).toContain('AC-17: Ana');
    expect((await run('undo', edited.id)).err).toContain('taken back already');
    const told = await run('export', 'AC-17', '--as', 'Ada');
    expect(JSON.parse(told.out)).toMatchObject({ payee: { name: 'Ana' }, records: {} });
  });

  it('merges a duplicate', async () => {
    const { run, json } = await openCommandLine();
    await run('add', 'AC-17', '--name', 'Ana');
    await run('add', 'ac17', '--name', 'Ana');
    await run('wallet', 'add', 'ac17', key.address);
    expect((await run('merge', 'ac17', 'AC-17')).out).toContain(key.address);
    expect((await json('payees', 'show', 'ac17')).mergedInto).toBe(
      (await json('payees', 'show', 'AC-17')).id,
    );
  });

  it.each([
    [['add', 'AC-17', '--name', 'Ana'], /Another payee has this reference/],
    [['list', '--state', 'gone'], /--state takes/],
    [['list', '--after', 'nobody'], /No payee has this reference/],
    [['deactivate', 'AC-17', '--as', 'Nobody'], /do not fit/],
    [['wallet', 'add', 'AC-17', 'nonsense'], /./],
    [['wallet', 'add', 'AC-17', key.address, '--custody', 'mine'], /--custody takes/],
    [['wallet', 'add', 'AC-17', key.address, '--chains', 'base'], /Base is not configured/],
    [['wallet', 'confirm', 'nobody'], /No wallet has this id/],
    [['proof', 'record', 'nobody'], /Give one of/],
    [['proof', 'record', 'nobody', '--statement', 'a', '--signature', 'b'], /Give one of/],
  ])('refuses %j', async (args, why) => {
    const { run } = await openCommandLine();
    await run('add', 'AC-17', '--name', 'Ana');
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(why);
  });
});

describe('hopsight payees wallet', () => {
  it('is confirmed by a second person by name, and not without one', async () => {
    const { run, json } = await openCommandLine();
    await run('add', 'AC-17', '--name', 'Ana');
    const added = await run('wallet', 'add', 'AC-17', key.address, '--as', 'Ada');
    expect(added.out).toContain('Not payable: waits for a second person to confirm it');
    const id = /Wallet (\w{26})/.exec(added.out)?.[1] ?? '';
    expect((await run('wallet', 'confirm', id)).err).toContain('--as NAME');
    expect((await run('wallet', 'confirm', id, '--as', 'Ada')).code).toBe(64);
    expect((await run('wallet', 'confirm', id, '--as', 'Bob')).out).toContain(
      'Confirmed 2026-11-22',
    );
    const terms = ['--chains', 'polygon', '--from', '2026-12-01', '--until', '2026-12-31'];
    const edited = await json('payees', 'wallet', 'edit', id, ...terms);
    expect(edited).toMatchObject({
      chains: ['polygon'],
      validFrom: '2026-12-01',
      confirmedAt: null,
    });
    const open = ['--chains', 'open', '--from', 'open', '--until', 'open'];
    expect(await json('payees', 'wallet', 'edit', id, ...open)).toMatchObject({
      ...{ chains: ['ethereum', 'polygon'], validFrom: null, validUntil: null },
    });
    expect((await run('wallet', 'end', id)).out).toContain('Not payable: ended');
  });

  it('is proven by a signature of its key over the text that was asked for', async () => {
    const { run, json } = await openCommandLine();
    await run('add', 'AC-17', '--name', 'Ana');
    const { id } = await json('payees', 'wallet', 'add', 'AC-17', key.address);
    const asked = await run('proof', 'ask', id);
    const message = asked.out.split('\n')[1]?.trim() ?? '';
    expect(message).toContain(key.address);
    const wrong = await run('proof', 'record', id, '--signature', key.signMessageSync('another'));
    expect(wrong.code).toBe(64);
    const right = ['--signature', key.signMessageSync(message)];
    expect((await run('proof', 'record', id, ...right)).out).toBe('Control is shown by EIP-191.\n');
    expect((await run('proof', 'record', id, ...right)).err).toContain('No text waits');
    const kept = await run('proof', 'record', id, '--test-payment', '0.0123 USDC of 30 November');
    expect(kept.out).toBe('Control is shown by test-payment.\n');
    expect((await json('payees', 'show', 'AC-17')).wallets[0].proofs).toHaveLength(2);
  });
});
