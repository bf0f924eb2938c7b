import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyPayments, paymentTo } from '../support/company.js';
import { type CompanyDesk, openCompanyDesk } from '../support/companyDesk.js';
import { COMPANY, IMITATION, PERSONAL, payeeNamed } from '../support/companyPeople.js';
import { useServices } from '../support/openTestService.js';
import { runCommand } from '../support/runCommand.js';

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
});

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
    const withdrawn = await desk.ann.post(`/payments/${idOf(checkIds, 'direct 1')}/withdraw`);
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
      'wallet-confirmed': 41,
      'proof-asked': 40,
      'proof-recorded': 40,
      'payment-checked': 50,
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
    ]);
    const db = new Database(join(service.folder, 'test.sqlite'), { readonly: true });
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const table of tables.map(String)) {
      const all = db.prepare(`SELECT * FROM "${table}"`).all();
      places.set(table, JSON.stringify(all));
    }
    db.close();
    const holding = [...places]
      .filter(([, text]) => PERSONAL.some((one) => text.toLowerCase().includes(one.toLowerCase())))
      .map(([place]) => place);
    expect(holding.toSorted()).toEqual([
      ...['payee', 'payee_change', 'payment_invoice', 'payment_release_reason', 'red_flag_note'],
      ...['roster_answer', 'screening_input', 'wallet_proof'],
    ]);
  });

  it('makes nobody warn of a leak', () => {
    expect(warnings).toEqual([]);
  });
});

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
