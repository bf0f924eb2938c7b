import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/app/records.js';
import { type App, type AppOptions, openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { migrationsFolder } from '../../../src/packageFiles.js';
import { parseMonthJson } from '../../../src/report/month/monthJson.js';
import { openDatabase } from '../../../src/store/open.js';
import { keepMonth } from '../../support/keptMonths.js';
import { fullMonth, NAMES, plainMonth } from '../../support/monthModel.js';
import { createMonthRows } from '../../support/monthRows.js';
import { evmAccount } from '../../support/sourceBench.js';
import { USDC } from '../../support/workedExample.js';
import { openTestTerminal } from './testTerminal.js';

const PASSWORD = 'correct horse battery staple';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Command lines over a database in a folder of its own. */
function openCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-summary-'));
  folders.push(folder);
  const config = join(folder, 'hopsight.json');
  const settings = {
    ...{ database: './test.sqlite', approvals: { keyFolder: './keys' }, chains: {} },
    ...{ prices: { source: 'none' }, labels: { builtIn: false, feeds: [] } },
  };
  const configure = (parts: object) =>
    writeFileSync(config, JSON.stringify({ ...settings, ...parts }));
  configure({});
  const run = async (
    args: readonly string[],
    terminal: Parameters<typeof openTestTerminal>[0] = {},
  ) => {
    const opened = openTestTerminal(terminal);
    const session = {
      terminal: opened.terminal,
      openApp: async (options: AppOptions) => openApp(options),
    };
    const code = await runCommandLine(['summary', ...args, '--config', config], session);
    return { code, out: opened.out(), err: opened.err() };
  };
  const withApp = async <Result>(work: (app: App) => Promise<Result>): Promise<Result> => {
    const { terminal } = openTestTerminal();
    const { loadConfig } = await import('../../../src/config.js');
    const loaded = loadConfig({ file: config, env: {}, profile: null });
    const app = openApp({
      ...{ config: loaded.config, rulesFile: null, env: {}, prices: null },
      ...{ nowMs: terminal.nowMs, random: terminal.random },
    });
    try {
      return await work(app);
    } finally {
      app.close();
    }
  };
  const exports = () =>
    withApp(async ({ audit }) =>
      audit
        .list({ before: null, limit: 50 })
        .filter(({ action }) => action === 'summary-exported')
        .map(({ subjectId }) => subjectId),
    );
  const addAda = () =>
    withApp(async ({ access }) => {
      const link = access.createSetupLink();
      await access.setUp({ secret: link?.secret ?? '', name: 'Ada', password: PASSWORD });
    });
  return { folder, run, configure, exports, addAda, database: join(folder, 'test.sqlite') };
}

describe('a month at a terminal', () => {
  it('tells what needs a look first, every sum, and where the rows are', async () => {
    const { run, database } = openCommandLine();
    keepMonth(database, fullMonth());
    const { code, out } = await run(['2026-10', '--version', 'kept']);
    expect(code).toBe(0);
    const [title, first] = out.split('\n');
    expect([title, first]).toEqual([
      'Exposure summary 2026-10',
      '5 payments on chain left our own accounts with no valid screening at the time.',
    ]);
    expect(out).toMatch(/\n {2}P4 .*USDC on ethereum.*李小龙\n/);
    expect(out).toMatch(/\n {2}Screening was no longer valid +3 +3,000\.000048 USD +0\n/);
    expect(out).toMatch(/entity: Lazarus Group .*at most 36\.4 %/s);
    expect(out).toMatch(/The rows behind each figure: --csv/);
    expect(out.split('\n').every((line) => line.length <= 110)).toBe(true);
    for (const name of Object.values(NAMES)) expect(out.split(name).length).toBeLessThan(5);
  });

  it('says of one that runs that it runs, and of one with nothing that nothing is known', async () => {
    const { run, exports } = openCommandLine();
    expect((await run(['2026-11'])).out).toMatch(/still running\n.*every figure may still change/s);
    const empty = await run(['2026-10']);
    expect(empty.out).toContain('Neither a payment nor a screening of this month is known.');
    expect(empty.out).not.toContain('still running');
    expect(await exports()).toEqual([]);
  });

  it('is short however many payments there were', async () => {
    const { run, database } = openCommandLine();
    keepMonth(database, plainMonth(2_000));
    const { out } = await run(['2026-10', '--version', 'kept']);
    expect(out).toContain('The first 50 of them;');
    expect(out.split('\n').length).toBeLessThan(300);
  });

  it.each([
    [['2026-13']],
    [['November']],
    [['2026-11', '--csv', '--json']],
    [['2026-11', '--version', '0']],
    [['2026-11', '--version', '1', '--sign']],
    [['2026-11', '--versions', '--pdf', 'x.pdf']],
    [['2026-11', '--fonts', 'x.ttf']],
    [['2027-01']],
  ])('refuses %s', async (args) => {
    const { code, out } = await openCommandLine().run(args);
    expect([code, out]).toEqual([64, '']);
  });
});

describe('the files of a month', () => {
  it('are written of one model, for their owner alone, and told in the audit log', async () => {
    const { run, folder, database, exports } = openCommandLine();
    const text = keepMonth(database, fullMonth());
    const at = (name: string) => join(folder, name);
    const args = ['2026-10', '--version', 'kept', '--pdf', at('a.pdf'), '--xlsx', at('a.xlsx')];
    const { code, out, err } = await run([...args, '--csv', at('a.csv'), '--json']);
    expect([code, out]).toEqual([0, text]);
    expect(err).toMatch(/No font of this document has U\+5C0F.*documents\.fonts/);
    expect(readFileSync(at('a.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(readFileSync(at('a.xlsx')).subarray(0, 2).toString()).toBe('PK');
    expect(readFileSync(at('a.csv'), 'utf8')).toContain('paid-by-chain');
    expect(statSync(at('a.pdf')).mode & 0o777).toBe(0o600);
    expect(await exports()).toEqual(Array(4).fill('2026-10'));

    const before = readFileSync(at('a.pdf'));
    const again = await run(args);
    expect([again.code, again.out]).toEqual([64, '']);
    expect(again.err).toMatch(/--pdf names is there already.*--force/);
    expect((await run([...args, '--force'])).code).toBe(0);
    expect(readFileSync(at('a.pdf')).equals(before)).toBe(true);
  });

  it('go to the output where no name is given', async () => {
    const { run, folder } = openCommandLine();
    const csv = await run(['2026-10', '--csv']);
    expect(csv.out).toMatch(/^month,zone,currency,as_of,row,/);
    const json = await run(['2026-10', '--json']);
    expect(parseMonthJson(json.out)).toMatchObject({ month: '2026-10', payments: [] });
    expect(existsSync(join(folder, 'undefined'))).toBe(false);
  });

  it('take the fonts that are named', async () => {
    const { run, folder, database } = openCommandLine();
    keepMonth(database, fullMonth());
    const file = join(folder, 'a.pdf');
    const args = ['2026-10', '--version', 'kept', '--pdf', file];
    const { code, err } = await run([...args, '--fonts', join(folder, 'none.ttf')]);
    expect([code, existsSync(file)]).toEqual([78, false]);
    expect(err).toMatch(/none\.ttf cannot be read/);
  });
});

describe('signing a month', () => {
  it('takes a person with a name, once, and gives it back word for word', async () => {
    const { run, addAda } = openCommandLine();
    await addAda();
    const nobody = await run(['2026-10', '--sign']);
    expect(nobody.code).toBe(64);
    expect(nobody.err).toMatch(/Only a person with a name signs a month/);
    const signed = await run(['2026-10', '--sign', '--as', 'Ada'], { hidden: [PASSWORD] });
    expect([signed.code, signed.out]).toEqual([
      0,
      expect.stringMatching(/^2026-10, version 1: signed by Ada on 2026-11-22 10:00 UTC\n/),
    ]);
    const [, digest] = /digest (sha256:\w+)/.exec(signed.out) ?? [];
    const { out } = await run(['2026-10', '--version', '1', '--json']);
    expect(digestOf(out)).toBe(digest);
    const twice = await run(['2026-10', '--sign', '--as', 'Ada'], { hidden: [PASSWORD] });
    expect(twice.err).toMatch(/Nothing changed since version 1/);
    const listed = await run(['2026-10', '--versions']);
    expect(listed.out).toContain('version 1: signed by Ada');
    expect((await run(['2026-09', '--versions'])).out).toBe('Nobody signed 2026-09 yet.\n');
    const running = await run(['2026-11', '--sign', '--as', 'Ada'], { hidden: [PASSWORD] });
    expect(running.err).toMatch(/not over yet/);
  });

  it('in another currency than before says so, and leaves what was signed as it was', async () => {
    const { run, configure, addAda } = openCommandLine();
    await addAda();
    const sign = () => run(['2026-10', '--sign', '--as', 'Ada'], { hidden: [PASSWORD] });
    await sign();
    const before = await run(['2026-10', '--version', '1', '--json']);
    configure({ currency: 'EUR' });
    const second = await sign();
    expect(second.out).toMatch(/version 2: .*The currency changed: .*currency: "USD" → "EUR"/s);
    expect(await run(['2026-10', '--version', '1', '--json'])).toEqual(before);
    expect(before.out).toContain('"currency":"USD"');
    expect((await run(['2026-10', '--version', '2', '--json'])).out).toContain('"currency":"EUR"');
  });
});

describe('a month in another currency than the dollar', () => {
  it('tells offline what is missing and what to do, and no sum in dollars', async () => {
    const { run, configure, database } = openCommandLine();
    configure({ currency: 'EUR' });
    expect((await run(['2026-10'])).code).toBe(0);
    const db = openDatabase({ file: database, migrationsFolder, now: () => 0 });
    createMonthRows(db).found({
      ...{ id: 'p1', account: evmAccount(7), asset: USDC, amount: 5_000_000n },
      ...{ at: '2026-10-08T10:00:00Z', rail: 'direct' },
    });
    db.close();
    const { code, out } = await run(['2026-10']);
    expect(code).toBe(0);
    const words = out.replace(/\s+/g, ' ');
    expect(words).toMatch(/on 1 day \(1 payment\) cannot be told in EUR: .* never fetched/);
    expect(words).toContain('run "hopsight summary" for the month online');
    expect(words).toContain('European Central Bank');
    expect(words).not.toMatch(/\d USD\b/);
  });
});
