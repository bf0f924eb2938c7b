import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AppOptions, openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { ANN, BEN, PROCEEDS, REVIEWED } from '../../support/paymentWorld.js';
import { RECORDED_CHAINS } from '../../support/payrollWorld.js';
import { openTestTerminal } from './testTerminal.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
const HEAD = 'Contractor;Wallet;Chain;Coin;Amount;Invoice';
const ROWS = [
  HEAD,
  `C-7;${PROCEEDS};bitcoin;BTC;0,015;R-1`,
  `C-8;${REVIEWED};bitcoin;BTC;0,02;R-2`,
];

/** Command lines over a database that has two payees, in a folder with a payroll. */
async function openCommandLine(lines: readonly string[] = ROWS) {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-payroll-'));
  folders.push(folder);
  const config = join(folder, 'hopsight.json');
  const settings = {
    ...{ database: './test.sqlite', approvals: { keyFolder: './keys' } },
    ...{ prices: { source: 'none' }, labels: { feeds: [] }, ...RECORDED_CHAINS },
  };
  writeFileSync(config, JSON.stringify(settings));
  const file = join(folder, 'november.csv');
  writeFileSync(file, lines.join('\n'));
  const openWithPayees = async (options: AppOptions) => {
    const app = openApp(options);
    for (const [reference, text] of [
      ['C-7', PROCEEDS],
      ['C-8', REVIEWED],
    ] as const) {
      if (app.payees.find(reference) !== null) continue;
      const { id } = app.payees.add({ reference, name: 'A. Example', told: '' }, ANN);
      const wallet = await app.payees.registerWallet(id, { text, ...anyTime }, ANN);
      app.payees.confirmWallet(wallet.id, BEN);
    }
    return app;
  };
  return {
    ...{ folder, file, checked: join(folder, 'november.checked.csv') },
    run: async (
      args: readonly string[],
      parts: Parameters<typeof openTestTerminal>[0] & { readonly interruptAt?: string } = {},
    ) => {
      const { interruptAt, ...opened } = parts;
      const { terminal, out, err, interrupt } = openTestTerminal(opened);
      const listening =
        interruptAt === undefined
          ? terminal
          : { ...terminal, err: interruptingAt(interruptAt, terminal.err, interrupt) };
      const code = await runCommandLine([...args, '--config', config], {
        terminal: listening,
        openApp: openWithPayees,
      });
      return { code, out: out(), err: err() };
    },
  };
}

/** Presses Ctrl-C once something was printed. */
function interruptingAt(
  text: string,
  outlet: ReturnType<typeof openTestTerminal>['terminal']['err'],
  interrupt: () => void,
) {
  let isDone = false;
  return {
    ...outlet,
    write: (written: string) => {
      outlet.write(written);
      if (isDone || !written.includes(text)) return;
      isDone = true;
      interrupt();
    },
  };
}

describe('hopsight payroll run', () => {
  it('prints how the file is read, checks it, and writes it beside with the decisions', async () => {
    const { run, file, checked } = await openCommandLine();
    const { code, out, err } = await run(['payroll', 'run', file, '--yes']);
    expect(code, err).toBe(10);
    expect(err).toContain('Wallet:    column B "Wallet"');
    expect(err).toContain('C-7 | C-8');
    expect(out).toContain('1 proceed, 1 review');
    expect(out).toContain('row 3: review C-8');
    const lines = readFileSync(checked, 'utf8').split('\n');
    expect(lines[1]).toMatch(/^C-7;.*;R-1;proceed;/);
    // What is there already is somebody's.
    const again = await run(['payroll', 'run', file, '--yes']);
    expect([again.code, again.err.includes('there already')]).toEqual([64, true]);
    const forced = await run(['payroll', 'run', file, '--yes', '--force', '--json']);
    // The same invoices were checked before.
    expect(forced.code).toBe(10);
    const told = JSON.parse(forced.out);
    expect(told).toMatchObject({ state: 'done', file: checked });
    expect(told.rows[0].payment.signals.map((one: { kind: string }) => one.kind)).toContain(
      'invoice-paid-before',
    );
  });

  it('asks on a terminal, and does nothing without a yes', async () => {
    const { run, file, checked } = await openCommandLine();
    const no = await run(['payroll', 'run', file], { isTty: true, shown: ['n'] });
    expect([no.code, existsSync(checked)]).toEqual([64, false]);
    expect(no.err).toContain('Check 2 payments as they are read above?');
    const nobody = await run(['payroll', 'run', file]);
    expect([nobody.code, nobody.err.includes('--yes')]).toEqual([64, true]);
    expect((await run(['payroll', 'list'])).out).toBe('');
    const yes = await run(['payroll', 'run', file], { isTty: true, shown: ['y'] });
    expect([yes.code, existsSync(checked)]).toEqual([10, true]);
  });

  it('runs nothing while something is in doubt, and names the option that answers it', async () => {
    const { run, file, checked } = await openCommandLine([
      'Contractor;Wallet;Chain;Coin;Amount;Net pay;Invoice',
      `C-7;${PROCEEDS};bitcoin;BTC;1.234;0.5;R-1`,
    ]);
    const asked = await run(['payroll', 'run', file, '--yes']);
    expect(asked.code).toBe(64);
    expect(asked.err).toContain('--column amount=LETTER');
    const half = await run(['payroll', 'run', file, '--yes', '--column', 'amount=E']);
    expect(half.code).toBe(64);
    expect(half.err).toContain('--decimal-sign');
    const other = await run(['payroll', 'run', file, '--yes', '--column', 'invoice=G']);
    expect(other.err).toContain('--column amount=LETTER');
    expect(existsSync(checked)).toBe(false);
    const said = ['--column', 'amount=E', '--decimal-sign', '.'];
    const { code } = await run(['payroll', 'run', file, '--yes', ...said]);
    expect([code, existsSync(checked)]).toEqual([0, true]);
  });

  it('counts a row that cannot be read as incomplete', async () => {
    const { run, file } = await openCommandLine([ROWS[0] ?? '', ROWS[1] ?? '', 'C-7;none;;;1,5;R']);
    const { code, out } = await run(['payroll', 'run', file, '--yes']);
    expect(code, out).toBe(30);
    expect(out).toContain('1 unreadable');
  });

  it('leaves a payroll that can be gone on with after Ctrl-C', async () => {
    const { run, file, checked, folder } = await openCommandLine();
    const stopped = await run(['payroll', 'run', file, '--yes'], {
      ...{ isTty: true, interruptAt: 'requests' },
    });
    expect(stopped.code).toBe(30);
    expect(existsSync(checked)).toBe(false);
    const [, id = ''] = /payroll resume (\w+)/.exec(stopped.err) ?? [];
    expect(stopped.out).toContain('1 rows are to be checked');
    const out = join(folder, 'out.csv');
    const resumed = await run(['payroll', 'resume', id, '--out', out]);
    expect(resumed.code, resumed.err).toBe(10);
    expect(readFileSync(out, 'utf8')).toMatch(/R-1;proceed;.*\n.*R-2;review;/);
    expect((await run(['payments', 'list'])).out.trim().split('\n').length).toBe(2);
  });
});

describe('a payroll that is kept', () => {
  it('is listed, shown and dropped', async () => {
    const { run, file } = await openCommandLine();
    await run(['payroll', 'run', file, '--yes']);
    const listed = await run(['payroll', 'list']);
    const [, id = ''] = /Z (\w+) done november\.csv: 1 proceed, 1 review/.exec(listed.out) ?? [];
    expect((await run(['payroll', 'show', id])).out).toContain('row 2: proceed C-7');
    expect((await run(['payroll', 'drop', id])).code).toBe(64);
    expect((await run(['payroll', 'drop', id, '--yes'])).out).toContain(`${id} dropped`);
    expect((await run(['payroll', 'resume', id])).code).toBe(64);
    expect((await run(['payroll', 'show', 'nothing'])).code).toBe(64);
  });
});
