import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSheets } from '../../src/sheets/readSheets.js';
import { companyPayments, paymentTo } from '../support/company.js';
import { type CompanyDesk, openCompanyDesk, openDeskOver } from '../support/companyDesk.js';
import {
  payrollCells,
  payrollLines,
  payrollSheetRows,
  payrollWorkbook,
} from '../support/companyPayroll.js';
import { COMPANY, IMITATION, PERSONAL, payeeNamed } from '../support/companyPeople.js';
import { useServices } from '../support/openTestService.js';
import { runCommand } from '../support/runCommand.js';
import { unpackParts } from '../support/workbookFiles.js';

/** The command line runs once before the tests. */
const OPENING_MS = 120_000;
const services = useServices();
let desk: CompanyDesk;
/** Ids by mark. */
const payeeIds = new Map<string, string>();
const walletIds = new Map<string, string>();
/** Checks of the month by mark. */
const checkIds = new Map<string, string>();
const warnings: string[] = [];
const note = ({ message }: Error) => warnings.push(message);
/** A folder that has nothing of the company but what is put into it. */
const elsewhere = mkdtempSync(join(tmpdir(), 'hopsight-elsewhere-'));

beforeAll(async () => {
  process.on('warning', note);
  desk = await openCompanyDesk(services);
}, OPENING_MS);

afterAll(async () => {
  process.off('warning', note);
  await desk?.world.close();
  rmSync(elsewhere, { recursive: true });
});

const idOf = (ids: ReadonlyMap<string, string>, mark: string) => ids.get(mark) ?? '';
const heavy = (signals: readonly { readonly kind: string; readonly severity: string }[]) =>
  signals.filter(({ severity }) => severity !== 'info').map(({ kind }) => kind);
const kinds = (signals: readonly { readonly kind: string }[]) => signals.map(({ kind }) => kind);
/** Checks one payment and waits until it is decided. */
const check = async (mark: string, parts: object = {}) => {
  const payment = { ...paymentTo(payeeNamed(mark)), ...parts };
  const { payments } = await desk.ann.post('/payments/check?wait=60', payment);
  return payments[0];
};

describe('a company of forty payees', () => {
  it('is registered by one person, and each wallet confirmed by another and by nobody else', async () => {
    const { ann, ben, machine } = desk;
    for (const payee of COMPANY) {
      const { payeeId, walletId } = await desk.register(payee, ann);
      payeeIds.set(payee.mark, payeeId);
      walletIds.set(payee.mark, walletId);
      const confirm = `/wallets/${walletId}/confirm`;
      if (payee.mark === 'direct 1') {
        expect((await ann.post(confirm)).status).toBe(422);
        expect((await machine.post(confirm)).status).toBe(422);
        expect((await ann.get(`/wallets/${walletId}`)).confirmedAt).toBeNull();
      }
      if (payee.mark === 'unconfirmed') continue;
      expect(await ben.post(confirm), payee.mark).toMatchObject({ status: 200 });
    }
    const { payees } = await ann.get('/payees?limit=200');
    expect(payees.map(({ name }: { readonly name: string }) => name)).toEqual(
      COMPANY.map(({ name }) => name.normalize('NFC')),
    );
  });

  it('shows whose wallets they are by signatures of several standards, and by no other key', async () => {
    const methodOf = async (mark: string) => {
      const { proofs } = await desk.ann.get(`/wallets/${idOf(walletIds, mark)}`);
      return proofs.map(
        ({ kind, method }: { kind: string; method: string | null }) => method ?? kind,
      );
    };
    expect(await methodOf('direct 1')).toEqual(['EIP-191']);
    expect(await methodOf('safe')).toEqual(['EIP-1271 on ethereum']);
    expect(await methodOf('bitcoin 1')).toEqual(['BIP-322']);
    expect(await methodOf('bitcoin 3')).toEqual(['BIP-322']);
    expect(await methodOf('bitcoin 4')).toEqual(['BIP-137']);
    expect(await methodOf('statement')).toEqual(['statement']);
    for (const [mark, other] of [
      ['direct 1', 'direct 2'],
      ['bitcoin 1', 'bitcoin 2'],
      ['contract', 'direct 1'],
    ] as const) {
      const url = `/wallets/${idOf(walletIds, mark)}`;
      const { message } = await desk.ann.post(`${url}/proof-request`);
      const { showing } = payeeNamed(other);
      const signature = showing?.kind === 'signature' ? await showing.sign(message) : '';
      const given = await desk.ann.post(`${url}/proofs`, { kind: 'signature', signature });
      expect(given.status, mark).toBe(422);
    }
  });

  it('has a changed wallet paid by nobody before a second person has compared it', async () => {
    const { ann, ben, cleo } = desk;
    const before = payeeNamed('changed');
    const paid = await check('changed', { wallet: before.address, invoice: 'ZQ-2026/before' });
    expect(paid).toMatchObject({ decision: 'proceed', complete: true });
    expect(kinds(paid.signals)).toEqual(['first-payment']);
    const url = `/payees/${idOf(payeeIds, 'changed')}/wallets`;
    const wallet = await ann.post(url, { text: IMITATION, chains: ['ethereum'] });
    const early = await check('changed', { invoice: 'ZQ-2026/early' });
    expect(early).toMatchObject({ decision: 'review', complete: false, approval: null });
    expect(heavy(early.signals)).toEqual([
      ...['unconfirmed-wallet', 'changed-since-last-paid', 'lookalike'],
    ]);
    const release = { reason: 'Zarquon says it is fine' };
    expect((await cleo.post(`/payments/${early.checkId}/release`, release)).status).toBe(422);
    expect((await ben.post(`/wallets/${wallet.id}/confirm`)).status).toBe(200);
  });

  it('comes out, all forty checked at once by a machine, as was written down for each', async () => {
    desk.world.moveName();
    const { status, payments } = await desk.machine.post(
      '/payments/check?wait=60',
      companyPayments(),
    );
    expect(status).toBe(200);
    const found = COMPANY.map(({ mark }, at) => {
      const { checkId, decision, signals } = payments[at];
      checkIds.set(mark, checkId);
      return { mark, decision, signals: heavy(signals) };
    });
    expect(found).toEqual(COMPANY.map(({ mark, expected }) => ({ mark, ...expected })));
    for (const [at, { mark, expected }] of COMPANY.entries()) {
      const isFirst = mark !== 'changed';
      expect(kinds(payments[at].signals).includes('first-payment'), mark).toBe(true);
      expect(kinds(payments[at].signals).includes('changed-since-last-paid'), mark).toBe(!isFirst);
      expect(payments[at].approval !== null, mark).toBe(expected.decision === 'proceed');
    }
  });

  it('has links between those who planted them, and no honest payee in any', async () => {
    const { links, coverage } = await desk.ann.get('/roster');
    const markOf = (id: string) => [...payeeIds].find(([, payeeId]) => payeeId === id)?.[0];
    const found = links.map(
      (link: {
        kind: string;
        weighs: string;
        members: readonly { readonly payeeId: string }[];
      }) => ({
        ...{ kind: link.kind, weighs: link.weighs },
        marks: link.members.map(({ payeeId }) => markOf(payeeId)).sort(),
      }),
    );
    expect(found).toEqual([
      { kind: 'shared-consolidation', weighs: 'hold', marks: ['pool 1', 'pool 2', 'pool 3'] },
      { kind: 'shared-deposit', weighs: 'review', marks: ['box 1', 'box 2'] },
    ]);
    expect(coverage).toMatchObject({ wallets: 41, seen: 40 });
  });

  it('has its payroll given back as a CSV file with a decision in each row', async () => {
    const { ann } = desk;
    const lines = payrollLines(payrollCells('csv'));
    const file = Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);
    const uploaded = await ann.upload('/payrolls?name=november.csv', file, 'text/csv');
    expect(uploaded).toMatchObject({ status: 201, state: 'asks' });
    expect(uploaded.proposal).toMatchObject({ questions: [], reading: READING });
    const url = `/payrolls/${uploaded.payrollId}`;
    expect(await ann.post(`${url}/confirm`, {})).toMatchObject({ state: 'ready' });
    expect(await ann.post(`${url}/run?wait=60`)).toMatchObject({ status: 200, state: 'done' });
    const { bytes, type } = await ann.download(`${url}/file`);
    expect(type).toContain('text/csv');
    const text = bytes.toString('utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    const given = text.slice(1).split('\r\n');
    expect(given).toHaveLength(lines.length + 1);
    const decided = given.slice(0, -1).map((line, at) => {
      const sent = at > 0 ? defused(lines[at] ?? '') : (lines[at] ?? '');
      expect(line.startsWith(`${sent};`), sent).toBe(true);
      return line.slice(sent.length + 1).split(';')[0];
    });
    expect(decided).toEqual(['Hopsight decision', ...expectedDecisions()]);
  });

  it('has it given back as a workbook, with every cell of its own as it was', async () => {
    const { ann, machine } = desk;
    const rows = payrollSheetRows(payrollCells('xlsx'));
    const uploaded = await ann.upload(
      '/payrolls?name=november.xlsx',
      payrollWorkbook(rows),
      'application/octet-stream',
    );
    expect(uploaded.proposal).toMatchObject({
      questions: [],
      reading: { columns: READING.columns },
    });
    const url = `/payrolls/${uploaded.payrollId}`;
    await ann.post(`${url}/confirm`, {});
    expect(await machine.post(`${url}/run?wait=60`)).toMatchObject({ state: 'done' });
    const { bytes } = await ann.download(`${url}/file`);
    const written = unpackParts(bytes)['xl/worksheets/sheet1.xml'] ?? '';
    for (const row of rows) expect(written).toContain(row.replace('</row>', ''));
    const [sheet] = readSheets(bytes).sheets;
    expect(sheet?.rows.map((cells) => cells[8])).toEqual(
      ['Hopsight decision', ...expectedDecisions()].map((text) => ({ kind: 'text', text })),
    );
  });

  it('is asked what an amount means that can be read in two ways, before anything is checked', async () => {
    const { ann } = desk;
    const rows = ['direct 1', 'direct 2'].map((mark, at) => {
      const { payee, wallet, chain, asset } = paymentTo(payeeNamed(mark));
      return [payee, wallet, chain, asset, `${at + 1}.500`, `ZQ-2026/asked/${at}`].join();
    });
    const file = Buffer.from(['payee,wallet,chain,asset,amount,invoice', ...rows].join('\n'));
    const uploaded = await ann.upload('/payrolls?name=asked.csv', file, 'text/csv');
    const url = `/payrolls/${uploaded.payrollId}`;
    expect(uploaded.proposal.questions).toMatchObject([
      { about: 'decimalSign', rows: [2, 3], examples: ['1.500', '2.500'] },
    ]);
    expect((await ann.post(`${url}/run`)).status).toBe(422);
    await ann.post(`${url}/confirm`, { decimalSign: ',' });
    expect(await ann.post(`${url}/run?wait=60`)).toMatchObject({ counts: { proceed: 2 } });
    const told = (await ann.get(`${url}/rows`)).rows;
    expect(told.map((row: { payment: { amount: string } }) => row.payment.amount)).toEqual([
      ...['1500000000', '2500000000'],
    ]);
  });

  it('hands out approvals that anybody verifies with the exported key alone', async () => {
    const { ann, run } = desk;
    const keys = await run('keys', 'export');
    expect(keys.code).toBe(0);
    expect(keys.stdout).not.toContain('PRIVATE');
    writeFileSync(join(elsewhere, 'keys.json'), keys.stdout);
    const approvalOf = async (mark: string) => {
      const { status, ...approval } = await ann.get(`/payments/${idOf(checkIds, mark)}/approval`);
      return { status, approval };
    };
    for (const { mark, expected } of COMPANY) {
      const { status } = await approvalOf(mark);
      expect(status, mark).toBe(expected.decision === 'proceed' ? 200 : 404);
    }
    const evm = (await approvalOf('direct 1')).approval;
    const bitcoin = (await approvalOf('bitcoin 1')).approval;
    const { invoice } = payeeNamed('direct 1');
    const ended = await Promise.all([
      verify('evm', evm, invoice),
      verify('bitcoin', bitcoin, payeeNamed('bitcoin 1').invoice),
      verify('other', evm, payeeNamed('direct 2').invoice),
      verify('more', { ...evm, amount: `${evm.amount}0` }, invoice),
      verify('elsewhere', { ...evm, address: bitcoin.address }, invoice),
    ]);
    expect(ended.map(({ outcome }) => outcome)).toEqual([
      ...['valid', 'valid', 'other-invoice', 'altered', 'altered'],
    ]);
    expect(ended.map(({ code }) => code > 0)).toEqual([false, false, true, true, true]);
  });

  it('has a review released by compliance, with a reason, and nothing else by anybody', async () => {
    const { ann, cleo, machine } = desk;
    const release = (mark: string) => `/payments/${idOf(checkIds, mark)}/release`;
    const reason = { reason: 'Zarquon showed the invoice of that client' };
    expect((await ann.post(release('two hops away'), reason)).status).toBe(403);
    expect((await machine.post(release('two hops away'), reason)).status).toBe(422);
    expect((await cleo.post(release('two hops away'), { reason: ' ' })).status).toBe(422);
    for (const mark of [
      'pool 1',
      'frozen',
      'paid by the listed',
      'unseen',
      'unconfirmed',
      'direct 1',
    ]) {
      expect((await cleo.post(release(mark), reason)).status, mark).toBe(422);
    }
    const released = await cleo.post(release('two hops away'), reason);
    expect(released).toMatchObject({ status: 200, decision: 'review', release: reason });
    const { status: _, ...approval } = await ann.get(
      `/payments/${idOf(checkIds, 'two hops away')}/approval`,
    );
    expect(approval.decision).toBe('released-review');
    const { invoice } = payeeNamed('two hops away');
    expect(await verify('released', approval, invoice)).toEqual({ outcome: 'valid', code: 0 });
  });

  it('is asked about an invoice that comes a second time, in whatever spelling', async () => {
    const { invoice } = payeeNamed('direct 1');
    const again = await check('direct 1', { invoice: ` ${invoice.toLowerCase()} ` });
    expect(again).toMatchObject({ decision: 'review', approval: null });
    expect(heavy(again.signals)).toEqual(['invoice-paid-before']);
    const url = `/payments/${idOf(checkIds, 'direct 1')}/withdraw`;
    expect((await desk.ann.post(url)).status).toBe(422);
    const withdrawn = await desk.cleo.post(url);
    expect(withdrawn).toMatchObject({ status: 200, warning: expect.stringContaining('verif') });
    const instead = await check('direct 1', { invoice: invoice.toUpperCase() });
    expect(instead).toMatchObject({ decision: 'proceed' });
    const next = await check('direct 2', { invoice: 'ZQ-2026/next' });
    expect(next).toMatchObject({ decision: 'proceed' });
    expect(kinds(next.signals)).toEqual([]);
  });

  it('lets a link be explained, which no longer keeps its payees from being paid', async () => {
    const { ann, cleo } = desk;
    const { links } = await ann.get('/roster');
    const { id } = links.find(({ kind }: { readonly kind: string }) => kind === 'shared-deposit');
    const answer = { meaning: 'explained', reason: 'Zarquon and his sister' };
    expect((await ann.post(`/roster/${id}/answer`, answer)).status).toBe(403);
    expect(await cleo.post(`/roster/${id}/answer`, answer)).toMatchObject({ weighs: 'info' });
    const paid = await check('box 1', { invoice: 'ZQ-2026/explained' });
    expect(paid).toMatchObject({ decision: 'proceed' });
    expect(kinds(paid.signals)).toContain('roster-link');
  });

  it('shows a duplicate by its address at once, and merges it', async () => {
    const { ann, ben, cleo } = desk;
    const original = payeeNamed('direct 4');
    const twin = { ...original, reference: 'KQ7-004 bis', showing: null };
    const { payeeId, walletId } = await desk.register(twin, ann);
    await ben.post(`/wallets/${walletId}/confirm`);
    const shared = async () =>
      (await ann.get('/roster')).links
        .filter(({ kind }: { readonly kind: string }) => kind === 'shared-address')
        .map(
          ({
            weighs,
            goneSince,
          }: {
            readonly weighs: string;
            readonly goneSince: string | null;
          }) => ({
            ...{ weighs, isGone: goneSince !== null },
          }),
        );
    expect(await shared()).toEqual([{ weighs: 'review', isGone: false }]);
    const held = await check('direct 4', { invoice: 'ZQ-2026/twice' });
    expect(heavy(held.signals)).toEqual(['roster-link']);
    const merge = `/payees/${idOf(payeeIds, 'direct 4')}/merge`;
    expect((await cleo.post(merge, { duplicateId: payeeId })).status).toBe(200);
    expect(await shared()).toEqual([{ weighs: 'info', isGone: true }]);
    // Found by two references now: somebody else than who merged says that the wallet is still theirs.
    const early = await check('direct 4', { payee: twin.reference, invoice: 'ZQ-2026/early' });
    expect(early).toMatchObject({ decision: 'incomplete' });
    const confirm = `/wallets/${idOf(walletIds, 'direct 4')}/confirm`;
    expect((await cleo.post(confirm)).status).toBe(422);
    expect((await ben.post(confirm)).status).toBe(200);
    expect(
      await check('direct 4', { payee: twin.reference, invoice: 'ZQ-2026/once' }),
    ).toMatchObject({ decision: 'proceed', payeeId: idOf(payeeIds, 'direct 4') });
  });

  it('answers red flags, which change no decision', async () => {
    const { ann, ben } = desk;
    const url = `/payees/${idOf(payeeIds, 'direct 5')}/red-flags`;
    const { flags } = await ann.get(url);
    const [first, second] = flags;
    const answers = [
      { flagId: first.id, answer: 'seen', note: 'Zarquon never shows a face' },
      { flagId: second.id, answer: 'not-seen' },
    ];
    expect((await ann.post(url, answers)).status).toBe(201);
    expect((await ben.post(url, [{ flagId: first.id, answer: 'not-applicable' }])).status).toBe(
      201,
    );
    const [answered] = (await ann.get(url)).flags;
    expect(answered.answers.map(({ answer }: { readonly answer: string }) => answer)).toEqual([
      ...['not-applicable', 'seen'],
    ]);
    expect(await check('direct 5', { invoice: 'ZQ-2026/flags' })).toMatchObject({
      decision: 'proceed',
    });
  });

  it('tells a payee all that is kept of them', async () => {
    const { payee, changes, records } = await desk.ann.get(
      `/payees/${idOf(payeeIds, 'direct 5')}/export`,
    );
    const { reference, name, invoice, address } = payeeNamed('direct 5');
    expect(payee).toMatchObject({ reference, name: name.normalize('NFC') });
    expect(changes.map(({ what }: { readonly what: string }) => what).toSorted()).toEqual([
      ...['added', 'proof-recorded', 'wallet-confirmed', 'wallet-registered'],
    ]);
    expect(JSON.stringify(records.payments)).toContain(invoice);
    expect(JSON.stringify(records.redFlags)).toContain('Zarquon never shows a face');
    expect(JSON.stringify(records.screenings).toLowerCase()).toContain(address);
    const boxed = await desk.ann.get(`/payees/${idOf(payeeIds, 'box 1')}/export`);
    expect(JSON.stringify(boxed.records.links)).toContain('shared-deposit');
  });

  it('deletes who was never paid, and keeps the record of who was', async () => {
    const { ann, ben } = desk;
    const paid = await ann.remove(`/payees/${idOf(payeeIds, 'direct 6')}`);
    expect(paid).toMatchObject({ kind: 'deactivated', why: expect.stringContaining('payment') });
    const after = await check('direct 6', { invoice: 'ZQ-2026/after' });
    expect(after).toMatchObject({ decision: 'incomplete', approval: null });
    expect(heavy(after.signals)).toEqual(['payee-deactivated']);
    const { payeeId } = await desk.register(
      { ...payeeNamed('new'), reference: 'KQ7-gone', showing: null },
      ben,
    );
    expect(await ann.remove(`/payees/${payeeId}`)).toMatchObject({ kind: 'deleted' });
    expect((await ann.get(`/payees/${payeeId}`)).status).toBe(404);
  });

  it('can be audited: every step is an event, and the chain of them is whole', async () => {
    const counts: Record<string, number> = {};
    for (const { action } of desk.service.app.audit.list({ before: null, limit: 10_000 })) {
      counts[action] = (counts[action] ?? 0) + 1;
    }
    expect(counts).toMatchObject({
      'labels-synced': 1,
      'payee-added': 42,
      // Of the duplicate and of whom it was merged into.
      'payees-merged': 2,
      'payee-exported': 2,
      'payee-deactivated': 1,
      'payee-deleted': 1,
      'wallet-registered': 43,
      'wallet-confirmed': 42,
      'proof-asked': 40,
      'proof-recorded': 40,
      'payment-checked': 133,
      'payment-decided': 133,
      'payroll-uploaded': 3,
      'payroll-confirmed': 3,
      'payroll-run': 3,
      'payroll-exported': 2,
      'payment-released': 1,
      'payment-withdrawn': 1,
      'approval-key-made': 1,
      // Two planted ones; the address of the duplicate, and the two clients that paid it.
      'roster-link-found': 5,
      'roster-link-answered': 1,
      'red-flag-answered': 3,
    });
    const verified = await desk.run('audit', 'verify');
    expect(verified).toMatchObject({ code: 0 });
  });

  it('keeps what is personal in the tables that are made for it, and out of log and metrics', async () => {
    const { service } = desk;
    const metrics = await service.send({ url: '/v1/metrics', headers: service.token('read') });
    const places = new Map<string, string>([
      ['log', service.log.join('\n')],
      ['metrics', metrics.body],
      ...tablesOf(service.folder),
    ]);
    const holding = [...places]
      .filter(([, text]) => PERSONAL.some((one) => text.toLowerCase().includes(one.toLowerCase())))
      .map(([place]) => place);
    expect(holding.toSorted()).toEqual([
      ...['payee', 'payee_change', 'payment_invoice', 'payment_release_reason', 'payroll_file'],
      ...['payroll_row_text', 'red_flag_note', 'roster_answer', 'screening_input', 'wallet_proof'],
    ]);
  });

  it('forgets a payroll that is dropped, and keeps its checks', async () => {
    const { ann, service } = desk;
    const { payrolls } = await ann.get('/payrolls');
    const [, book, csv] = payrolls.map(
      ({ payrollId }: { readonly payrollId: string }) => payrollId,
    );
    expect(await ann.remove(`/payrolls/${csv}`)).toMatchObject({ state: 'dropped', fileName: '' });
    const holding = [...tablesOf(service.folder)]
      .filter(([, text]) => text.includes('ZQ-2026/csv/'))
      .map(([table]) => table);
    expect(holding).toEqual(['payment_invoice']);
    expect((await ann.get(`/payrolls/${book}`)).state).toBe('done');
  });

  it('runs a payroll on the command line, where nobody was screened before, with the same decisions', async () => {
    const other = await openDeskOver(desk.world, services);
    const marks = ['box 1', 'direct 1', 'box 2'];
    for (const mark of marks) {
      const { walletId } = await other.register(payeeNamed(mark), other.ann);
      await other.ben.post(`/wallets/${walletId}/confirm`);
    }
    const [heads = [], ...rows] = payrollCells('cli');
    const ours = rows.filter((_, at) => marks.includes(COMPANY[at]?.mark ?? ''));
    writeFileSync(join(other.service.folder, 'cli.csv'), payrollLines([heads, ...ours]).join('\n'));
    expect(await other.run('payroll', 'run', 'cli.csv', '--yes')).toMatchObject({ code: 10 });
    const given = readFileSync(join(other.service.folder, 'cli.checked.csv'), 'utf8').split('\n');
    expect(given.map((line) => line.split(';')[8])).toEqual([
      ...['Hopsight decision', 'proceed', 'review', 'review'],
    ]);
  });

  it('makes nobody warn of a leak', () => {
    expect(warnings).toEqual([]);
  });
});

/** How the payroll of the company is to be read, by its heads. */
const READING = {
  columns: { payee: 0, wallet: 2, chain: 3, asset: 4, amount: 5, invoice: 6 },
  decimalSign: ',',
};

const expectedDecisions = () => COMPANY.map(({ expected }) => expected.decision);

/** A line as it comes back: names that a spreadsheet would run have an apostrophe before them. */
function defused(line: string): string {
  return line.replace(/^([^;]*;"?)(?=[=+@-])/, "$1'");
}

/** All that stands in each table. Files are told as bytes, as texts too. */
function tablesOf(folder: string): ReadonlyMap<string, string> {
  const db = new Database(join(folder, 'test.sqlite'), { readonly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const texts = tables.map((table) => {
    const rows = db.prepare(`SELECT * FROM "${table}"`).raw().all();
    const cells = rows.flatMap((row) => (Array.isArray(row) ? row : []));
    const told = cells.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('utf8') : `${cell}`));
    return [`${table}`, told.join('\n')] as const;
  });
  db.close();
  return new Map(texts);
}

/** Verifies an approval as whoever pays does: with a file of it, and the public keys. */
async function verify(name: string, approval: object, invoice: string) {
  const file = join(elsewhere, `${name}.json`);
  writeFileSync(file, JSON.stringify(approval));
  const { code, stdout } = await runCommand(
    process.execPath,
    [services.main, 'verify', file, '--key', 'keys.json', '--invoice', invoice, '--json'],
    { cwd: elsewhere, env: { HOME: elsewhere } },
  );
  return { outcome: JSON.parse(stdout).outcome, code };
}
