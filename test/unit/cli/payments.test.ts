import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { loadConfig } from '../../../src/config.js';
import { packageRoot } from '../../../src/packageInfo.js';
import { ANN, BEN, PROCEEDS } from '../../support/paymentWorld.js';
import { openTestTerminal } from './testTerminal.js';

const folders: string[] = [];
const PASSWORD = 'correct horse battery staple';

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A configuration over a recorded wallet, with a payee who may be paid to it and somebody who may release. */
async function openCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-payments-'));
  folders.push(folder);
  const config = join(folder, 'hopsight.json');
  const path = join(packageRoot(), 'db', 'recorded', 'practice', 'payroll.jsonl');
  const settings = {
    ...{ database: './test.sqlite', prices: { source: 'none' }, labels: { feeds: [] } },
    approvals: { keyFolder: './keys' },
    chains: { bitcoin: { sources: [{ kind: 'recorded', path }] } },
  };
  writeFileSync(config, JSON.stringify(settings));
  const { terminal } = openTestTerminal();
  const { env, nowMs, random } = terminal;
  const app = openApp({
    config: loadConfig({ file: config, env, profile: null }).config,
    ...{ rulesFile: null, prices: null, env, nowMs, random },
  });
  const { payees, access } = app;
  const { id } = payees.add({ reference: 'contractor 7', name: 'A. Example', told: '' }, ANN);
  const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
  const wallet = await payees.registerWallet(id, { text: PROCEEDS, ...anyTime }, ANN);
  payees.confirmWallet(wallet.id, BEN);
  const setup = access.createSetupLink();
  await access.setUp({ secret: setup?.secret ?? '', name: 'Cleo', password: PASSWORD });
  const { link } = access.addUser({ name: 'Dora', role: 'compliance' }, LOCAL_ACTOR);
  await access.choosePassword({ secret: link.secret, password: PASSWORD });
  app.close();
  const run = async (...args: readonly string[]) => {
    const { terminal, out, err } = openTestTerminal({ hidden: [PASSWORD] });
    const code = await runCommandLine(['payments', ...args, '--config', config], {
      terminal,
      openApp: async (options) => openApp(options),
    });
    return { code, out: out(), err: err() };
  };
  const check = (invoice: string, ...more: readonly string[]) =>
    run(
      ...['check', '--payee', 'contractor 7', '--wallet', PROCEEDS, '--chain', 'bitcoin'],
      ...['--asset', 'btc', '--amount', '0.015', '--invoice', invoice, ...more],
    );
  /** Takes in a government's claim about the wallet. */
  const hold = async () => {
    const file = join(folder, 'labels.csv');
    const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
    const row = ['bitcoin', PROCEEDS, 'Example', 'stolen-funds', 'lazarus', ''];
    const from = ['https://example.org', '2022-04-14', 'official'];
    writeFileSync(file, `${header}\n${[...row, ...from].join()}\n`);
    const { terminal } = openTestTerminal();
    const args = ['labels', 'import', file, '--set', 'test-labels', '--config', config];
    await runCommandLine(args, { terminal, openApp: async (options) => openApp(options) });
  };
  return { run, check, hold };
}

const idIn = (out: string) => /^Check: +(\S+)/m.exec(out)?.[1] ?? '';

describe('hopsight payments', () => {
  it('checks, lists, shows and withdraws, and has a person release a review', async () => {
    const { run, check } = await openCommandLine();
    const first = await check('INV-7');
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/^PROCEED: /);
    expect(first.out).toContain('Pays:      0.015 BTC on bitcoin');
    const id = idIn(first.out);
    const approval = JSON.parse((await run('show', id, '--approval')).out);
    expect(approval).toMatchObject({ kind: 'hopsight-payment-approval', checkId: id });

    const second = await check('inv-7', '--json');
    expect(second.code).toBe(10);
    const { checkId, decision } = JSON.parse(second.out);
    expect(decision).toBe('review');
    const listed = await run('list', '--payee', 'contractor 7');
    expect(listed.out.trim().split('\n')).toEqual([
      expect.stringContaining(`${checkId} review: 0.015 BTC`),
      expect.stringContaining(`${id} proceed: 0.015 BTC`),
    ]);
    expect((await run('list', '--decision', 'hold', '--json')).out.trim()).toBe('[]');

    const unnamed = await run('release', checkId, '--reason', 'It is a second part.');
    expect([unnamed.code, unnamed.err]).toEqual([64, expect.stringContaining('--as NAME')]);
    const released = await run('release', checkId, '--reason', 'A second part.', '--as', 'Cleo');
    expect(released.code).toBe(0);
    expect(released.out).toContain('A second part.');
    expect(released.out).toContain('--approval');
    expect((await run('show', checkId)).code).toBe(10);

    const unknown = await run('withdraw', id);
    expect([unknown.code, unknown.err]).toEqual([64, expect.stringContaining('--as NAME')]);
    const withdrawn = await run('withdraw', id, '--as', 'Cleo');
    expect(withdrawn.out).toContain('not to pay by it');
    const gone = await run('show', id, '--approval');
    expect([gone.code, gone.out]).toEqual([64, '']);
  });

  it('has two persons let a hold be paid', async () => {
    const { run, check, hold } = await openCommandLine();
    await hold();
    const held = await check('INV-7', '--json');
    expect(held.code).toBe(20);
    const { checkId } = JSON.parse(held.out);
    const ask = ['override', checkId, '--reason', 'We saw the invoice.', '--until', '2026-11-30'];
    const unnamed = await run(...ask);
    expect([unnamed.code, unnamed.err]).toEqual([64, expect.stringContaining('--as NAME')]);
    const asked = await run(...ask, '--as', 'Cleo');
    expect([asked.code, asked.err]).toEqual([0, 'Password: ']);
    const [, id = ''] = /Override (\S+) asked for/.exec(asked.out) ?? [];
    expect(asked.out.replace(/\s+/g, ' ')).toContain(`"hopsight payments agree ${id} --as NAME"`);
    expect((await run('list')).out).toContain('hold, override asked');
    const same = await run('agree', id, '--as', 'Cleo');
    expect([same.code, same.err]).toEqual([64, expect.stringContaining('Another person')]);
    const agreed = await run('agree', id, '--as', 'Dora');
    expect([agreed.code, agreed.err]).toEqual([0, 'Password: ']);
    expect(agreed.out).toContain('We saw the invoice.');
    const approval = JSON.parse((await run('show', checkId, '--approval')).out);
    expect(approval).toMatchObject({ checkId, decision: 'overridden-hold' });
    expect((await run('list')).out).toContain('hold, override agreed');
    const back = await run('withdraw-override', id, '--as', 'Dora');
    expect(back.out).toContain('not to pay by it');
    const gone = await run('show', checkId, '--approval');
    expect([gone.code, gone.err]).toEqual([64, expect.stringContaining('handed out no more')]);
    const late = await run('refuse', id, '--as', 'Cleo');
    expect([late.code, late.err]).toEqual([64, expect.stringContaining('withdrawn already')]);
  });

  it.each([
    [['show', '01JNOBODY'], 'No check of a payment has this id'],
    [['list', '--payee', 'nobody'], 'No payee has this id or reference.'],
    [['list', '--decision', 'maybe'], 'takes proceed, review, hold or incomplete'],
    [['withdraw', '01JNOBODY'], 'No check of a payment has this id'],
  ])('refuses %j', async (args, why) => {
    const { run } = await openCommandLine();
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([64, expect.stringContaining(why)]);
  });

  it('says what of a payment cannot be used, and prints nothing', async () => {
    const { check } = await openCommandLine();
    const { code, out, err } = await check('  ');
    expect([code, out, err]).toEqual([64, '', expect.stringContaining('invoice is missing')]);
  });
});
