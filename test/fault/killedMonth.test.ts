import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand } from '../support/builtCommand.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { ANN, CLEO } from '../support/paymentWorld.js';

const CHILD = fileURLToPath(new URL('../support/monthChild.mjs', import.meta.url));
const CONFIG = { chains: {}, labels: { builtIn: false } };
const HEADS = 'Date,Payee,Wallet,Network,Coin,Amount,Invoice,Transaction hash';
const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const TX = `0x${'ab'.repeat(32)}`;
const ROWS = 10_000;
const PROGRESS = { onProgress: () => undefined, signal: new AbortController().signal };
const SIGNED = { kind: 'signed', version: 1 } as const;

const built = buildCommand();
const parent = mkdtempSync(join(tmpdir(), 'hopsight-killed-month-'));
const template = join(parent, 'template');
let goneId = '';

const importOne = ({ app }: TestApp, payee: string) => {
  const row = `2026-10-05,${payee},${WALLET},ethereum,ETH,0.5,INV-1,${TX}`;
  app.paid.importFile({ name: 'one.csv', bytes: Buffer.from(`${HEADS}\n${row}`) }, ANN);
};

/** A payment of October by mistake to one who is deleted later; the month is kept and signed with it. */
beforeAll(async () => {
  const world = openTestApp(CONFIG);
  const { payees, months } = world.app;
  goneId = payees.add({ reference: 'REF-4711', name: 'Zebedee', told: '' }, ANN).id;
  payees.add({ reference: 'BD-2', name: 'B. Dean', told: '' }, ANN);
  importOne(world, 'REF-4711');
  cpSync(world.folder, join(template, 'told'), { recursive: true });
  await months.keep('2026-10', PROGRESS);
  await months.sign('2026-10', CLEO, { ...PROGRESS, seen: null });
  importOne(world, 'BD-2');
  cpSync(world.folder, join(template, 'kept'), { recursive: true });
  world.close();
});
afterAll(() => {
  built.remove();
  rmSync(parent, { recursive: true });
});

/** Does something to a copy of a database in a process that is killed before its nth write. */
function killed(from: 'told' | 'kept', n: number, ...doing: readonly string[]) {
  const [what = '', ...about] = doing;
  const folder = join(parent, `${what}-${n}`);
  cpSync(join(template, from), folder, { recursive: true });
  const args = [CHILD, dirname(dirname(built.main)), join(folder, 'hopsight.json'), what, `${n}`];
  const { stdout, signal, stderr } = spawnSync(process.execPath, [...args, ...about], {
    encoding: 'utf8',
  });
  expect(signal === 'SIGKILL', stderr).toBe(stdout === '');
  const world = openTestApp(CONFIG, { folder, seed: 'after' });
  expect(world.app.audit.findProblem()).toBeNull();
  return { world, written: stdout === '' ? null : Number(stdout) };
}

const told = ({ app }: TestApp, action: string) =>
  app.audit.list({ before: null, limit: 100 }).filter((one) => one.action === action).length;

/** Kills before each write in turn, until one comes to its end; gives how often it was killed. */
async function killAtEach(
  doing: (n: number) => ReturnType<typeof killed>,
  check: (world: TestApp) => Promise<void>,
): Promise<number> {
  for (let n = 0; ; n += 1) {
    const { world, written } = doing(n);
    try {
      await check(world);
    } finally {
      world.close();
    }
    if (written !== null) return n;
  }
}

describe('a process that is killed before any of its writes', () => {
  it('kept the month with its text and its row of the log, or nothing of it', async () => {
    const kept = new Set<boolean>();
    const kills = await killAtEach(
      (n) => killed('told', n, 'keep'),
      async (world) => {
        const { months, keptMonths } = world.app;
        const isKept = keptMonths.read('2026-10') !== null;
        kept.add(isKept);
        expect(told(world, 'summary-kept')).toBe(isKept ? 1 : 0);
        expect(await months.keep('2026-10', PROGRESS)).toBe(!isKept);
        const { summary } = await months.read('2026-10', { kind: 'kept' }, PROGRESS);
        expect(summary.payments).toHaveLength(1);
      },
    );
    expect(kills).toBeGreaterThan(2);
    expect([...kept]).toEqual([false, true]);
  }, 120_000);

  it('signed the month with its text and its row of the log, or nothing of it', async () => {
    const signed = new Set<number>();
    const kills = await killAtEach(
      (n) => killed('told', n, 'sign'),
      async (world) => {
        const { months, signOffs } = world.app;
        const { length } = signOffs.listSigned('2026-10');
        signed.add(length);
        expect(told(world, 'month-signed')).toBe(length);
        if (length === 0) await months.sign('2026-10', CLEO, { ...PROGRESS, seen: null });
        const { summary } = await months.read('2026-10', SIGNED, PROGRESS);
        expect(summary.payments).toHaveLength(1);
      },
    );
    expect(kills).toBeGreaterThan(2);
    expect([...signed]).toEqual([0, 1]);
  }, 120_000);

  it('deleted a payee out of every month, or out of none', async () => {
    const erased = new Set<boolean>();
    const kills = await killAtEach(
      (n) => killed('kept', n, 'erase', goneId),
      async (world) => {
        const { months, payees } = world.app;
        const isErased = payees.read(goneId) === null;
        erased.add(isErased);
        expect(told(world, 'month-erased')).toBe(isErased ? 2 : 0);
        for (const edition of [SIGNED, { kind: 'kept' } as const]) {
          const { summary } = await months.read('2026-10', edition, PROGRESS);
          expect(summary.payments).toMatchObject([
            { payeeReference: isErased ? '(erased)' : 'REF-4711' },
          ]);
        }
        if (!isErased) expect(payees.remove(goneId, CLEO)).toEqual({ kind: 'deleted' });
      },
    );
    expect(kills).toBeGreaterThan(5);
    expect([...erased]).toEqual([false, true]);
  }, 240_000);

  it(`imported all of ${ROWS} payments, or none`, () => {
    const rows = Array.from(
      { length: ROWS },
      (_, at) => `2026-10-06,,${WALLET},ethereum,USDC,${at + 1},INV-${at},`,
    );
    const file = join(parent, 'many.csv');
    const bytes = Buffer.from([HEADS, ...rows].join('\n'));
    writeFileSync(file, bytes);
    const whole = killed('told', Number.MAX_SAFE_INTEGER, 'import', file);
    const writes = whole.written ?? 0;
    whole.world.close();
    expect(writes).toBeGreaterThan(ROWS);
    for (const n of [1, ROWS, writes - 1]) {
      const { world, written } = killed('told', n, 'import', file);
      const { paid } = world.app;
      expect(written).toBeNull();
      expect(paid.list({ fromDay: '2026-10-06', toDay: '2026-10-06' })).toEqual([]);
      expect(told(world, 'payments-imported')).toBe(1);
      if (n === ROWS) {
        const again = paid.importFile({ name: 'many.csv', bytes }, ANN);
        expect(again).toMatchObject({ added: ROWS, known: 0, problems: [] });
      }
      world.close();
    }
  }, 120_000);
});
