import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readApprovalKeys } from '../../src/app/payments/approvalKeys.js';
import { checkApproval } from '../../src/app/payments/checkApproval.js';
import type { PaymentApproval } from '../../src/core/approval.js';
import { InputError } from '../../src/core/errors.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import {
  ANN,
  BEN,
  CLEO,
  openWorldOfTest,
  type PaymentWorld,
  PROCEEDS,
  personOf,
  REVIEWED,
} from '../support/paymentWorld.js';
import { NEVER } from '../support/payrollWorld.js';

const DAY_MS = 86_400_000;
/** What the audit log tells of a payment that proceeds; the program decides it. */
const DECIDED = ['ann payment-checked', 'nobody payment-decided', 'ann payment-approved'];

async function open(clock = { ms: TEST_NOW_MS }): Promise<PaymentWorld> {
  const world = await openWorldOfTest(clock);
  return world;
}

const verify = ({ folder }: PaymentWorld, approval: PaymentApproval | null, invoice = 'INV-7') =>
  checkApproval(JSON.stringify(approval), {
    keys: readApprovalKeys({ path: join(folder, 'keys'), platform: process.platform }),
    ...{ invoice, nowMs: TEST_NOW_MS },
  }).outcome;

const told = (check: Awaited<ReturnType<PaymentWorld['check']>>) =>
  check.signals.map(({ kind, severity }) => `${kind}: ${severity}`);

const eventsOf = ({ app }: PaymentWorld, subjectId: string) =>
  app.audit
    .list({ before: null, limit: 100 })
    .filter((event) => event.subjectId === subjectId)
    .map(({ action, actor }) => `${actor?.id ?? 'nobody'} ${action}`)
    .reverse();

describe('a payment to a wallet that was confirmed and screened', () => {
  it('has an approval that binds it, and that nobody can alter', async () => {
    const world = await open();
    const check = await world.check();
    expect(check).toMatchObject({ state: 'decided', decision: 'proceed', complete: true });
    const approval = world.checks.readApproval(check.id);
    expect(approval).toMatchObject({
      ...{ checkId: check.id, payeeId: world.payeeId, address: PROCEEDS, chain: 'bitcoin' },
      ...{ amount: '1500000', decision: 'proceed', screeningId: check.screeningId },
    });
    expect(verify(world, approval)).toBe('valid');
    expect(verify(world, approval, 'INV-8')).toBe('other-invoice');
    for (const altered of [
      { amount: '1500001' },
      { address: REVIEWED },
      { chain: 'ethereum' },
      { payeeId: 'x' },
      { walletId: 'x' },
      { expiresAt: '2027-01-01T00:00:00Z' },
    ]) {
      const other = approval === null ? null : { ...approval, ...altered };
      expect(verify(world, other), JSON.stringify(altered)).toBe('altered');
    }
    expect(eventsOf(world, check.id)).toEqual(DECIDED);
  });

  it('is approved no longer than the verdict is valid', async () => {
    const world = await open();
    const { screeningId, approval } = await world.check();
    const [record] = world.app.listScreenings({ fromIso: '2026', toIso: '2027' });
    expect(record?.document.screeningId).toBe(screeningId);
    const { validUntil = '' } = record?.document ?? {};
    const endsMs = Date.parse(validUntil);
    expect(endsMs).toBeLessThanOrEqual(TEST_NOW_MS + DAY_MS);
    expect(Date.parse(approval?.expiresAt ?? '')).toBe(endsMs - 1000);
  });

  it('is approved no longer than the wallet may be paid', async () => {
    const world = await open({ ms: TEST_NOW_MS - DAY_MS / 2 });
    const [wallet] = world.app.payees.read(world.payeeId)?.wallets ?? [];
    world.app.payees.editWallet(wallet?.id ?? '', { validUntil: '2026-11-21' }, ANN);
    const check = await world.check();
    expect(check).toMatchObject({ decision: 'proceed' });
    expect(check.approval?.expiresAt).toBe('2026-11-21T23:59:59Z');
  });

  it('rests on the same screening as another one of the day, and on another the day after', async () => {
    const clock = { ms: TEST_NOW_MS };
    const world = await open(clock);
    const first = await world.check();
    const second = await world.check({ invoice: 'INV-8' });
    expect(second.screeningId).toBe(first.screeningId);
    clock.ms += DAY_MS;
    const third = await world.check({ invoice: 'INV-9' });
    expect(third.screeningId).not.toBe(first.screeningId);
  });
});

describe('a wallet that nobody else confirmed', () => {
  it('is not paid, and no reason lets it be', async () => {
    const world = await open();
    const { payees } = world.app;
    const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
    const { id } = payees.add({ reference: 'new', name: 'B. Example', told: '' }, ANN);
    const wallet = await payees.registerWallet(id, { text: REVIEWED, ...anyTime }, ANN);
    const check = await world.check({ payee: 'new', wallet: wallet.id });
    expect(check).toMatchObject({ decision: 'review', complete: false, approval: null });
    expect(told(check)).toContain('unconfirmed-wallet: incomplete');
    await expect(world.checks.release(check.id, 'We know them.', CLEO, NEVER)).rejects.toThrow(
      'second person',
    );
    payees.confirmWallet(wallet.id, BEN);
    // What was decided stays; it is checked anew.
    await expect(world.checks.release(check.id, 'We know them.', CLEO, NEVER)).rejects.toThrow(
      'second person',
    );
    const again = await world.check({ payee: 'new', wallet: wallet.id });
    expect(again).toMatchObject({ decision: 'review', complete: false });
  });
});

describe('what has to be looked at', () => {
  const twice = async () => {
    const world = await open();
    await world.check();
    const check = await world.check({ invoice: ' inv-7 ' });
    expect(check).toMatchObject({ decision: 'review', complete: true, approval: null });
    expect(told(check)).toContain('invoice-paid-before: review');
    return { world, check };
  };

  it('is released by one named person with a reason, and then approved', async () => {
    const { world, check } = await twice();
    const released = await world.checks.release(check.id, ' It is a second part. ', CLEO, NEVER);
    expect(released.release).toMatchObject({ by: 'cleo', reason: 'It is a second part.' });
    const approval = world.checks.readApproval(check.id);
    expect(approval?.decision).toBe('released-review');
    expect(verify(world, approval, 'inv-7')).toBe('valid');
    expect(eventsOf(world, check.id)).toEqual([
      ...['ann payment-checked', 'nobody payment-decided'],
      ...['cleo payment-released', 'cleo payment-approved'],
    ]);
    await expect(world.checks.release(check.id, 'Again.', CLEO, NEVER)).rejects.toThrow('already');
  });

  it.each([
    ['somebody without the permission', ANN, 'A reason.', 'permission'],
    ['a token', { ...CLEO, kind: 'token' as const }, 'A reason.', 'never a token'],
    ['nobody named', { ...CLEO, id: 'local', personId: 'local' }, 'A reason.', '--as NAME'],
    ['who gives no reason', CLEO, '   ', 'needs a reason'],
    ['who writes too much', CLEO, 'x'.repeat(1001), 'at most 1000'],
  ])('is not released by %s', async (_, by, reason, why) => {
    const { world, check } = await twice();
    await expect(world.checks.release(check.id, reason, by, NEVER)).rejects.toThrow(why);
    expect(world.checks.read(check.id)?.release).toBeNull();
    expect(world.checks.readApproval(check.id)).toBeNull();
  });

  it('is not released once the verdict is over', async () => {
    const clock = { ms: TEST_NOW_MS };
    const world = await open(clock);
    await world.check();
    const check = await world.check();
    clock.ms += DAY_MS;
    await expect(world.checks.release(check.id, 'A reason.', CLEO, NEVER)).rejects.toThrow('over');
  });

  it('is not released once something else came up', async () => {
    const { world, check } = await twice();
    const { payees } = world.app;
    payees.deactivate(world.payeeId, ANN);
    await expect(world.checks.release(check.id, 'A reason.', CLEO, NEVER)).rejects.toThrow(
      'deactivated',
    );
    payees.reactivate(world.payeeId, ANN);
    const other = await world.check();
    await world.checks.release(other.id, 'A reason.', CLEO, NEVER);
    await expect(world.checks.release(check.id, 'A reason.', CLEO, NEVER)).rejects.toThrow(
      'came up',
    );
  });

  it('is nothing that proceeds or is held', async () => {
    const world = await open();
    const check = await world.check();
    await expect(world.checks.release(check.id, 'A reason.', CLEO, NEVER)).rejects.toThrow(
      'Only a payment',
    );
    await expect(world.checks.release('nothing', 'A reason.', CLEO, NEVER)).rejects.toThrow(
      InputError,
    );
  });
});

describe('an approval', () => {
  const approved = async (clock = { ms: TEST_NOW_MS }) => {
    const world = await open(clock);
    const { id } = await world.check();
    const [wallet] = world.app.payees.read(world.payeeId)?.wallets ?? [];
    expect([world.checks.whyNoApproval(id), wallet?.confirmedBy]).toEqual([null, 'ben']);
    return { world, id, walletId: wallet?.id ?? '', clock };
  };
  const withheld = ({ checks }: PaymentWorld, id: string) => {
    expect(checks.readApproval(id)).toBeNull();
    return checks.whyNoApproval(id);
  };

  it('is handed out no more once its wallet was taken out of use', async () => {
    const { world, id, walletId } = await approved();
    world.app.payees.endWallet(walletId, ANN);
    expect(withheld(world, id)).toContain('taken out of use');
  });

  it('is handed out no more once its wallet has to be confirmed anew, until it is', async () => {
    const { world, id, walletId } = await approved();
    world.app.payees.editWallet(walletId, { custody: 'custodial' }, ANN);
    expect(withheld(world, id)).toContain('No second person has confirmed');
    world.app.payees.editWallet(walletId, { custody: 'own' }, ANN);
    world.app.payees.confirmWallet(walletId, BEN);
    expect(world.checks.readApproval(id)).not.toBeNull();
  });

  it('is handed out no more while its payee is deactivated', async () => {
    const { world, id } = await approved();
    world.app.payees.deactivate(world.payeeId, ANN);
    expect(withheld(world, id)).toContain('deactivated');
    world.app.payees.reactivate(world.payeeId, ANN);
    expect(world.checks.readApproval(id)).not.toBeNull();
  });

  it('is handed out no more once a label speaks about its wallet', async () => {
    const { world, id } = await approved();
    const file = world.write(
      'labels.csv',
      `chain,address,entity,category,actor,event,source,source_date,confidence\nbitcoin,${PROCEEDS},Somebody,stolen-funds,lazarus,theft,https://example.org/a,2022-04-14,official\n`,
    );
    await world.app.importLabels({ file, set: 'new' });
    expect(withheld(world, id)).toContain('labels that speak about it changed');
  });

  it('is handed out no more once another payee has the same address, unless that is explained', async () => {
    const { world, id } = await approved();
    await world.register('contractor 8', PROCEEDS);
    expect(withheld(world, id)).toContain('Something came up');
  });

  it('is handed out within its last second, and not after it', async () => {
    const { world, id, clock } = await approved();
    const endsMs = Date.parse(world.checks.read(id)?.approval?.expiresAt ?? '');
    clock.ms = endsMs + 999;
    expect(world.checks.readApproval(id)).not.toBeNull();
    clock.ms = endsMs + 1000;
    expect(withheld(world, id)).toContain('ended');
  });

  it('is no finding against itself, whatever was approved before and after it', async () => {
    const { world, id } = await approved();
    const second = await world.check();
    await world.checks.release(second.id, 'It is a second part.', CLEO, NEVER);
    for (const one of [id, second.id]) {
      expect(world.checks.whyNoApproval(one)).toBeNull();
    }
  });
});

describe('an invoice', () => {
  it('that was asked about and not approved is no finding', async () => {
    const world = await open();
    world.app.payees.deactivate(world.payeeId, ANN);
    const first = await world.check();
    expect(first.decision).toBe('incomplete');
    world.app.payees.reactivate(world.payeeId, ANN);
    expect((await world.check()).decision).toBe('proceed');
  });

  it('that was withdrawn may be paid again', async () => {
    const world = await open();
    const first = await world.check();
    expect(() => world.checks.withdraw(first.id, personOf('eve', 'auditor'))).toThrow('"pay"');
    const withdrawn = world.checks.withdraw(first.id, CLEO);
    expect(withdrawn.withdrawnAt).not.toBeNull();
    expect(world.checks.readApproval(first.id)).toBeNull();
    expect(world.checks.withdraw(first.id, CLEO)).toEqual(withdrawn);
    expect(world.checks.listPaid(world.payeeId)).toEqual([]);
    expect((await world.check()).decision).toBe('proceed');
    expect(eventsOf(world, first.id).at(-1)).toBe('cleo payment-withdrawn');
  });

  it('of two checks at a time is approved once', async () => {
    const world = await open();
    const asking = { urgency: 'batch', idempotencyKey: null } as const;
    const asked = world.checks.check([world.requestOf(), world.requestOf()], asking, ANN);
    const signal = new AbortController().signal;
    const both = await Promise.all(asked.map(({ id }) => world.checks.settled(id, signal)));
    expect(both.map((check) => check?.decision).sort()).toEqual(['proceed', 'review']);
    expect(world.checks.listPaid(world.payeeId)).toHaveLength(1);
  });

  it('counts for the payee into whom another was merged', async () => {
    const world = await open();
    const id = await world.register('contractor 8', PROCEEDS);
    // The two share an address, which one person has to look at.
    const first = await world.check({ payee: 'contractor 8' });
    expect(told(first)).toContain('roster-link: review');
    await world.checks.release(first.id, 'They are one.', CLEO, NEVER);
    world.app.payees.merge({ duplicateId: id, intoId: world.payeeId }, CLEO);
    expect(world.checks.listPaid(world.payeeId)).toHaveLength(1);
    const again = await world.check({ payee: 'contractor 8' });
    expect(again.order.payeeId).toBe(world.payeeId);
    expect(told(again)).toContain('invoice-paid-before: review');
  });
});

describe('a payee with payments', () => {
  it('is deactivated and not deleted, and an export has the payments', async () => {
    const world = await open();
    await world.check();
    const { payees } = world.app;
    expect(payees.remove(world.payeeId, ANN)).toMatchObject({ kind: 'deactivated' });
    const { records } = payees.exportAll(world.payeeId, ANN);
    expect(JSON.parse(JSON.stringify(records)).payments).toMatchObject([
      { decision: 'proceed', order: { amount: '1500000', invoice: 'INV-7' } },
    ]);
  });
});

describe('a check that was not decided when its process ended', () => {
  /** Asks in a process that ends before the wallet is screened. */
  const askAndEnd = async (clock = { ms: TEST_NOW_MS }) => {
    const world = await open(clock);
    const screeningId = '01JD9Q4Z3K8M5T7V2W6X0Y1A2B';
    const ended = world.app.openPayments({
      submit: () => [screeningId],
      settled: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(null), { once: true });
        }),
      isOpen: () => true,
      readDocument: () => null,
    });
    const asking = { urgency: 'single', idempotencyKey: null } as const;
    const [asked] = ended.check([world.requestOf()], asking, ANN);
    await ended.close();
    const signal = new AbortController().signal;
    const openAgain = () =>
      world.app.openPaymentsHere({ offline: false, onProgress: () => undefined, signal });
    return { world, screeningId, signal, openAgain, id: asked?.id ?? '' };
  };

  it('is decided by the next one that reads it, once', async () => {
    const { world, screeningId, signal, openAgain, id } = await askAndEnd();
    const [one, two] = [openAgain(), openAgain()];
    expect((await one.settled(id, signal))?.state).toBe('screening');
    await world.screen(PROCEEDS, { screeningId });
    one.read(id);
    const both = await Promise.all([one.settled(id, signal), two.settled(id, signal)]);
    expect(both.map((check) => check?.decision)).toEqual(['proceed', 'proceed']);
    expect(eventsOf(world, id)).toEqual(DECIDED);
    await one.close();
    await two.close();
  });

  it('has failed where its verdict was over before', async () => {
    const clock = { ms: TEST_NOW_MS };
    const { world, screeningId, signal, openAgain, id } = await askAndEnd(clock);
    await world.screen(PROCEEDS, { screeningId });
    clock.ms += DAY_MS;
    const other = openAgain();
    expect(await other.settled(id, signal)).toMatchObject({
      ...{ state: 'failed', decision: null, approval: null },
      failure: expect.stringContaining('over'),
    });
    await other.close();
  });

  it('is not approved by labels that are no longer those of now', async () => {
    const { world, screeningId, signal, openAgain, id } = await askAndEnd();
    await world.screen(PROCEEDS, { screeningId });
    const file = world.write(
      'labels.csv',
      `chain,address,entity,category,actor,event,source,source_date,confidence\nbitcoin,${PROCEEDS},Somebody,stolen-funds,lazarus,theft,https://example.org/a,2022-04-14,official\n`,
    );
    await world.app.importLabels({ file, set: 'new' });
    const other = openAgain();
    expect(await other.settled(id, signal)).toMatchObject({
      ...{ state: 'failed', decision: null, approval: null },
      failure: expect.stringContaining('Labels'),
    });
    await other.close();
    expect((await world.check()).decision).toBe('hold');
  });

  it('is approved where labels changed that say nothing of its accounts', async () => {
    const { world, screeningId, signal, openAgain, id } = await askAndEnd();
    await world.screen(PROCEEDS, { screeningId });
    const file = world.write(
      'labels.csv',
      'chain,address,entity,category,actor,event,source,source_date,confidence\nethereum,0x52908400098527886E0F7030069857D2E4169EE7,Somebody,stolen-funds,lazarus,theft,https://example.org/a,2022-04-14,official\n',
    );
    await world.app.importLabels({ file, set: 'new' });
    const other = openAgain();
    expect(await other.settled(id, signal)).toMatchObject({ decision: 'proceed' });
    await other.close();
  });

  it('whose screening nobody makes has failed after an hour, and not before', async () => {
    const clock = { ms: TEST_NOW_MS };
    const { signal, openAgain, id } = await askAndEnd(clock);
    const other = openAgain();
    const read = async () => (await other.settled(id, signal))?.state;
    expect(await read()).toBe('screening');
    clock.ms += 3_599_000;
    expect(await read()).toBe('screening');
    clock.ms += 1000;
    expect(await read()).toBe('failed');
    await other.close();
  });
});

describe('payments that cannot be used', () => {
  it('are told all at once, by place and field, and nothing is taken', async () => {
    const world = await open();
    const requests = [
      world.requestOf(),
      world.requestOf({ payee: 'nobody', amount: '1,5' }),
      world.requestOf({ wallet: REVIEWED, asset: 'DOGE' }),
      world.requestOf({ chain: 'ethereum', invoice: ' ' }),
      world.requestOf({ amount: '0.000000001' }),
    ];
    expect(
      world.checks.problemsOf(requests).map(({ index, field }) => `${index} ${field}`),
    ).toEqual(['1 payee', '1 amount', '2 wallet', '2 asset', '3 chain', '3 invoice', '4 amount']);
    const asking = { urgency: 'batch', idempotencyKey: null } as const;
    expect(() => world.checks.check(requests, asking, ANN)).toThrow('Payment 2 of 5');
    const page = { payeeId: null, decision: null, cursor: null, limit: 10 };
    expect(world.checks.list(page).checks).toEqual([]);
  });

  it('are told without what was typed', async () => {
    const world = await open();
    const secret = 'Sarah Example 4711';
    const parts = { payee: secret, wallet: secret, chain: secret, asset: secret, amount: secret };
    const problems = world.checks.problemsOf([world.requestOf(parts)]);
    expect(problems.length).toBeGreaterThan(1);
    expect(JSON.stringify(problems)).not.toContain('Sarah');
  });

  it('are refused to whoever may not pay', async () => {
    const world = await open();
    const asking = { urgency: 'single', idempotencyKey: null } as const;
    const eve = personOf('eve', 'auditor');
    expect(() => world.checks.check([world.requestOf()], asking, eve)).toThrow('"pay"');
  });
});
