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
});
