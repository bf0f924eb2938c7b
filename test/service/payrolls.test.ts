import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.js';
import { ANN, BEN, PROCEEDS, personOf, REVIEWED } from '../support/paymentWorld.js';
import {
  ALL,
  endlessQueue,
  NEVER,
  openPayrollWorld,
  type PayrollWorld,
} from '../support/payrollWorld.js';

const opened: PayrollWorld[] = [];

afterEach(async () => {
  for (const world of opened.splice(0)) await world.close();
});

function open(pace: 'queue' | 'one-by-one' = 'queue'): PayrollWorld {
  const world = openPayrollWorld(pace);
  opened.push(world);
  return world;
}

const HEAD = 'Contractor;Wallet;Chain;Coin;Amount;Invoice';
const rowOf = (payee: string, wallet: string, invoice: string, amount = '0,015') =>
  `${payee};${wallet};bitcoin;BTC;${amount};${invoice}`;

/** Addresses of nobody, each of another payee. */
async function registerMany(world: PayrollWorld, count: number): Promise<readonly string[]> {
  const rows: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const address = `0x${(2n ** 159n + BigInt(at)).toString(16)}`;
    await world.register({ reference: `C-${at}`, address });
    rows.push(`C-${at};${address};ethereum;USDC;10,50;INV-${at}`);
  }
  return rows;
}

describe('a payroll', () => {
  it('is read, asks for confirmation, checks each row, and comes back with what became of it', async () => {
    const world = open();
    await world.register({ reference: 'C-7', name: 'Ann Example', address: PROCEEDS });
    await world.register({ reference: 'C-8', address: REVIEWED });
    const { payrolls } = world;
    const bytes = Buffer.from(
      [HEAD, rowOf('C-7', PROCEEDS, 'R-1'), rowOf('C-8', REVIEWED, 'R-2')].join('\r\n'),
    );
    const uploaded = payrolls.upload({ name: '/tmp/november.csv', bytes }, ANN);
    expect(uploaded).toMatchObject({ state: 'asks', fileName: 'november.csv', toTake: 0 });
    expect(uploaded.proposal?.questions).toEqual([]);
    expect(uploaded.proposal?.samples[0]?.[0]).toBe('C-7');
    await expect(payrolls.run(uploaded.id, ANN, NEVER)).rejects.toThrow('not confirmed');
    expect(payrolls.confirm(uploaded.id, {}, ANN).state).toBe('ready');
    const done = await world.run(uploaded.id);
    expect(done).toMatchObject({ state: 'done', counts: { proceed: 1, review: 1, waiting: 0 } });
    const returned = payrolls.exportFile(uploaded.id, ANN);
    expect(returned).toMatchObject({ name: 'november.checked.csv', mediaType: 'text/csv' });
    const lines = Buffer.from(returned.bytes).toString().split('\r\n');
    expect(lines[0]).toBe(
      `${HEAD};Hopsight decision;Hopsight reason;Hopsight verdict age;Hopsight link`,
    );
    const [row] = payrolls.listRows(uploaded.id, ALL);
    expect(lines[1]).toMatch(/^C-7;.*;R-1;proceed;.*;0 min;\/payments\//);
    expect(lines[1]).toContain(`/payments/${row?.check?.id}`);
    expect(lines[2]).toMatch(/;R-2;review;/);
    // What is not paid by now is not paid by this file.
    const [wallet] = world.app.payees.find('C-7')?.wallets ?? [];
    world.app.payees.endWallet(wallet?.id ?? '', ANN);
    const later = Buffer.from(payrolls.exportFile(uploaded.id, ANN).bytes).toString();
    expect(later.split('\r\n')[1]).toMatch(/;R-1;check again \(was proceed\);"?Do not pay it\. /);
  });

  it('is for who may pay', async () => {
    const world = open();
    const auditor = personOf('eve', 'auditor');
    const id = world.upload(HEAD, rowOf('C-7', PROCEEDS, 'R-1'));
    const { payrolls } = world;
    const file = { name: 'a.csv', bytes: Buffer.from(HEAD) };
    expect(() => payrolls.upload(file, auditor)).toThrow(InputError);
    expect(() => payrolls.confirm(id, {}, auditor)).toThrow(InputError);
    await expect(payrolls.run(id, auditor, NEVER)).rejects.toThrow(InputError);
    expect(() => payrolls.exportFile(id, auditor)).toThrow(InputError);
    expect(() => payrolls.drop(id, auditor)).toThrow(InputError);
  });

  it('asks again for what is in doubt still, and keeps what was said', () => {
    const world = open();
    const { payrolls } = world;
    const bytes = Buffer.from(
      [
        'Contractor;Wallet;Chain;Coin;Amount;Net pay;Invoice',
        `C-7;${PROCEEDS};bitcoin;BTC;1.234;1.234;R`,
      ].join('\n'),
    );
    const { id, proposal } = payrolls.upload({ name: 'a.csv', bytes }, ANN);
    const about = (run: ReturnType<typeof payrolls.read>) =>
      run?.proposal?.questions.map((question) => question.about);
    expect(proposal?.questions.map((question) => question.about)).toContain('amount');
    const sure = payrolls.confirm(id, { decimalSign: ',' }, ANN);
    expect(about(sure)).toEqual(['amount']);
    expect(sure.state).toBe('asks');
    const columns = { payee: 0, wallet: 1, chain: 2, asset: 3, amount: 4, invoice: 6 };
    const all = payrolls.confirm(id, { columns }, ANN);
    expect(all).toMatchObject({ state: 'ready', proposal: { reading: { decimalSign: ',' } } });
    expect(about(payrolls.read(id))).toEqual([]);
  });
});

describe('rows', () => {
  it('of one wallet rest on one screening, and a repeated invoice is found', async () => {
    const world = open();
    await world.register({ reference: 'C-7', address: PROCEEDS });
    const id = world.upload(
      HEAD,
      rowOf('C-7', PROCEEDS, 'R-1'),
      rowOf('C-7', PROCEEDS.toUpperCase(), 'R-2'),
      rowOf('C-7', PROCEEDS, 'r-1 '),
    );
    await world.run(id);
    expect(world.countScreenings()).toBe(1);
    const rows = world.payrolls.listRows(id, ALL);
    expect(new Set(rows.map(({ check }) => check?.screeningId)).size).toBe(1);
    expect(world.outcomes(id)).toEqual(['2 proceed', '3 proceed', '4 review']);
    expect(rows[2]?.check?.signals.map(({ kind }) => kind)).toContain('invoice-paid-before');
  });

  it('name a payee by reference, by a name that one alone has, or by the wallet', async () => {
    const world = open();
    await world.register({ reference: 'C-7', name: 'Ann Example', address: PROCEEDS });
    await world.register({ reference: 'C-8', name: 'Ben Example', address: REVIEWED });
    await world.register({
      reference: 'C-9',
      name: 'ben  example',
      address: `0x${'5'.repeat(40)}`,
    });
    const named = world.upload(
      HEAD,
      rowOf('c-7', PROCEEDS, 'R-1'),
      rowOf('ANN EXAMPLE', PROCEEDS, 'R-2'),
      rowOf('Ben Example', REVIEWED, 'R-3'),
      rowOf('Nobody', PROCEEDS, 'R-4'),
      rowOf('C-8', PROCEEDS, 'R-5'),
    );
    const problems = world.payrolls.previewRows(named).map(({ problem }) => problem);
    expect(problems.slice(0, 2)).toEqual([null, null]);
    expect(problems[2]).toContain('Several payees');
    expect(problems[3]).toContain('register the payee first');
    expect(problems[4]).toContain('not registered for this payee');
    await world.run(named);
    expect(world.outcomes(named)).toEqual([
      ...['2 proceed', '3 proceed'],
      ...['4 unreadable', '5 unreadable', '6 unreadable'],
    ]);
    const unnamed = world.payrolls.upload(
      {
        name: 'b.csv',
        bytes: Buffer.from(
          `Wallet;Chain;Coin;Amount;Invoice\n${PROCEEDS};bitcoin;BTC;0,5;R-6\n0x${'6'.repeat(40)};ethereum;ETH;0,5;R-7`,
        ),
      },
      ANN,
    );
    const columns = { payee: null, wallet: 0, chain: 1, asset: 2, amount: 3, invoice: 4 };
    world.payrolls.confirm(unnamed.id, { columns }, ANN);
    expect(world.payrolls.previewRows(unnamed.id).map(({ problem }) => problem)).toEqual([
      null,
      'The row names no payee, and its wallet is registered for nobody.',
    ]);
  });

  it('whose payee went after the run began keep no other row from being checked', async () => {
    const world = open();
    const gone = await world.register({ reference: 'C-1', address: `0x${'7'.repeat(40)}` });
    await world.register({ reference: 'C-7', address: PROCEEDS });
    const id = world.upload(
      HEAD,
      `C-1;0x${'7'.repeat(40)};ethereum;USDC;1,5;R-1`,
      rowOf('C-7', PROCEEDS, 'R-2'),
    );
    const stopped = new AbortController();
    stopped.abort();
    await world.payrolls.run(id, ANN, stopped.signal);
    expect(world.payrolls.read(id)).toMatchObject({ state: 'running', toTake: 2 });
    expect(world.app.payees.remove(gone, ANN).kind).toBe('deleted');
    await world.run(id);
    expect(world.outcomes(id)).toEqual(['2 unreadable', '3 proceed']);
  });
});

describe('a run that is stopped', () => {
  it('goes on in another process, and nothing is checked twice', async () => {
    const world = open();
    const rows = await registerMany(world, 130);
    const id = world.upload(HEAD, ...rows);
    const queue = endlessQueue(1000);
    const stop = new AbortController();
    // It ends at the second slice, as a process does that is killed.
    const dying = world.app.openPayrolls(
      world.app.openPayments({
        ...queue,
        submit: (...given) => {
          if (queue.taken.length >= 100) throw new Error('killed');
          return queue.submit(...given);
        },
      }),
      'queue',
    );
    await expect(dying.run(id, ANN, stop.signal)).rejects.toThrow('killed');
    expect(dying.read(id)).toMatchObject({ state: 'running', toTake: 30 });
    const before = dying.listRows(id, ALL).map(({ check }) => check?.id ?? null);
    const { app } = world.openAgain();
    const next = app.openPayrolls(app.openPayments(queue), 'queue');
    expect(await next.run(id, BEN, NEVER)).toMatchObject({ toTake: 0, counts: { waiting: 130 } });
    const after = next.listRows(id, ALL).map(({ check }) => check?.id ?? null);
    expect(after.slice(0, 100)).toEqual(before.slice(0, 100));
    expect(new Set(after).size).toBe(130);
    expect(queue.taken.length).toBe(130);
    expect(new Set(queue.taken).size).toBe(130);
    await next.run(id, BEN, NEVER);
    expect(queue.taken.length).toBe(130);
  });

  it('is gone on with once fewer wait', async () => {
    const world = open();
    const id = world.upload(HEAD, ...(await registerMany(world, 110)));
    const full = endlessQueue(100);
    const payrolls = world.app.openPayrolls(world.app.openPayments(full), 'queue');
    await expect(payrolls.run(id, ANN, NEVER)).rejects.toThrow('Too many wallets wait');
    expect(payrolls.read(id)).toMatchObject({ state: 'running', toTake: 10 });
    const free = world.app.openPayrolls(
      world.app.openPayments({ ...endlessQueue(1000), isOpen: () => true }),
      'queue',
    );
    expect(await free.run(id, ANN, NEVER)).toMatchObject({ toTake: 0 });
    expect(full.taken.length).toBe(100);
  });

  it('has each row checked once, however many run it at once', async () => {
    const world = open();
    const id = world.upload(HEAD, ...(await registerMany(world, 130)));
    const queue = endlessQueue(1000);
    const { app } = world.openAgain();
    const handles = [world.app, app].map((one) =>
      one.openPayrolls(one.openPayments(queue), 'queue'),
    );
    const [first] = handles;
    await Promise.all(handles.map((payrolls) => payrolls.run(id, ANN, NEVER)));
    const ids = first?.listRows(id, ALL).map(({ check }) => check?.id) ?? [];
    expect(new Set(ids).size).toBe(130);
    expect(world.app.openPayments(queue).list({ ...EVERY, limit: 200 }).checks.length).toBe(130);
    expect(queue.taken.length).toBe(130);
    const audited = world.app.audit.list({ before: null, limit: 1000 });
    expect(audited.filter(({ action }) => action === 'payment-checked').length).toBe(130);
    expect(audited.filter(({ action }) => action === 'payroll-run').length).toBe(1);
  });

  it('leaves checks that nobody will decide, which are made anew and the old ones taken back', async () => {
    const world = open();
    await world.register({ reference: 'C-7', address: PROCEEDS });
    const id = world.upload(HEAD, rowOf('C-7', PROCEEDS, 'R-1'));
    // A process that screens by itself took it, and ended.
    const lost = { ...endlessQueue(10), isOpen: () => false };
    await world.app.openPayrolls(world.app.openPayments(lost), 'queue').run(id, ANN, NEVER);
    const [before] = world.payrolls.listRows(id, ALL);
    expect(world.payrolls.read(id)).toMatchObject({ state: 'running', toTake: 1 });
    await world.run(id);
    const [after] = world.payrolls.listRows(id, ALL);
    expect(after).toMatchObject({ outcome: 'proceed' });
    expect(after?.check?.id).not.toBe(before?.check?.id);
    expect(world.checks.read(before?.check?.id ?? '')?.withdrawnAt).not.toBeNull();
  });

  it('is left to the process that runs it where wallets are screened one by one', async () => {
    const world = open('one-by-one');
    await world.register({ reference: 'C-7', address: PROCEEDS });
    const id = world.upload(HEAD, rowOf('C-7', PROCEEDS, 'R-1'));
    const { payrolls } = world.openAgain();
    const running = world.payrolls.run(id, ANN, NEVER);
    await expect(payrolls.run(id, ANN, NEVER)).rejects.toThrow('Another process');
    expect(await running).toMatchObject({ state: 'done', counts: { proceed: 1 } });
    expect(await payrolls.run(id, ANN, NEVER)).toMatchObject({ state: 'done' });
    expect(world.countScreenings()).toBe(1);
  });
});

const EVERY = { payeeId: null, decision: null, cursor: null } as const;

describe('what stands in a file', () => {
  const SECRET = 'Marker-Wilhelmina-Quist';

  it('can be read in the database no more once it is dropped, and the checks stay', async () => {
    const world = open();
    await world.register({ reference: 'C-7', address: PROCEEDS });
    const bytes = Buffer.from(
      [
        `${HEAD};Note`,
        `${rowOf('C-7', PROCEEDS, 'R-1')};${SECRET}`,
        `${rowOf(SECRET, PROCEEDS, 'R-2')};`,
      ].join('\n'),
    );
    const { payrolls } = world;
    const { id } = payrolls.upload({ name: `${SECRET}.csv`, bytes }, ANN);
    payrolls.confirm(id, {}, ANN);
    payrolls.confirm(id, { defaultChain: 'bitcoin' }, ANN);
    await world.run(id);
    const found = () =>
      readdirSync(world.folder)
        .filter((name) => name.startsWith('test.sqlite'))
        .filter((name) => readFileSync(join(world.folder, name)).includes(SECRET));
    expect(found()).not.toEqual([]);
    payrolls.drop(id, ANN);
    expect(found()).toEqual([]);
    expect(payrolls.read(id)).toMatchObject({ state: 'dropped', fileName: '', proposal: null });
    expect(payrolls.list()).toMatchObject([
      { id, state: 'dropped', counts: { proceed: 1, unreadable: 1 } },
    ]);
    const [row] = payrolls.listRows(id, ALL);
    expect(row).toMatchObject({ given: null, outcome: 'proceed' });
    expect(() => payrolls.exportFile(id, ANN)).toThrow('dropped');
    await expect(payrolls.run(id, ANN, NEVER)).rejects.toThrow('dropped');
  });

  it('is told in no event, problem or summary', async () => {
    const world = open();
    await world.register({ reference: 'C-7', address: PROCEEDS });
    const id = world.upload(
      `${HEAD};Note`,
      `${rowOf(SECRET, PROCEEDS, SECRET)};${SECRET}`,
      `${rowOf('C-7', PROCEEDS, SECRET)};`,
      `${rowOf('C-7', PROCEEDS, 'R-1', SECRET)};`,
    );
    await world.run(id);
    world.payrolls.exportFile(id, ANN);
    const events = world.app.audit.list({ before: null, limit: 100 });
    expect(events.map(({ action }) => action)).toContain('payroll-exported');
    expect(JSON.stringify(events)).not.toContain(SECRET);
    const rows = world.payrolls.listRows(id, ALL);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['unreadable', 'proceed', 'unreadable']);
    expect(rows.map(({ problem }) => problem).join()).not.toContain(SECRET);
  });

  it('runs as no formula when it comes back, nor does what is added', async () => {
    const world = open();
    await world.register({ reference: 'C-7', name: '=1+1', address: PROCEEDS });
    const id = world.upload(
      `${HEAD};Note`,
      `${rowOf('C-7', PROCEEDS, '=HYPERLINK(A1)')};=cmd|' /C calc'!A0`,
    );
    await world.run(id);
    const { bytes, defusedRows } = world.payrolls.exportFile(id, ANN);
    expect(defusedRows).toEqual([2]);
    const [, line = ''] = Buffer.from(bytes).toString().split('\r\n');
    expect(line.split(';').filter((cell) => /^"?\s*[=+@-]/.test(cell))).toEqual([]);
  });

  it('is not read again to list payrolls', async () => {
    const world = open();
    const ids = Array.from({ length: 3 }, () => world.upload(HEAD, rowOf('C-7', PROCEEDS, 'R-1')));
    // A file that cannot be read any more would be noticed by whoever reads it.
    const db = new (await import('better-sqlite3')).default(join(world.folder, 'test.sqlite'));
    db.exec("UPDATE payroll_file SET bytes = x'00'");
    db.close();
    expect(world.payrolls.list().map(({ id, state }) => `${id} ${state}`)).toEqual(
      ids.reverse().map((id) => `${id} ready`),
    );
    expect(world.payrolls.read(ids[0] ?? '')?.state).toBe('ready');
  });
});
