import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readApprovalKeys } from '../../src/app/payments/approvalKeys.js';
import { checkApproval } from '../../src/app/payments/checkApproval.js';
import { overrideStateAt } from '../../src/core/holdOverride.js';
import { createPaymentDocument } from '../../src/report/paymentDocument.js';
import { describePayment, describePaymentLine } from '../../src/report/paymentText.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import {
  ANN,
  CLEO,
  openWorldOfTest,
  type PaymentWorld,
  PROCEEDS,
  personOf,
} from '../support/paymentWorld.js';
import { NEVER } from '../support/payrollWorld.js';

const DAY_MS = 86_400_000;
const DORA = personOf('dora', 'compliance');
const EVE = personOf('eve', 'admin');
const ASKED = { reason: 'Sarah showed us where it came from.', until: '2026-11-30' };

/** Takes in a claim about the wallet to be paid. */
async function label({ app, write }: PaymentWorld, source = 'https://example.org/report') {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
  const row = `bitcoin,${PROCEEDS},Example Group,stolen-funds,lazarus,,${source},2022-04-14,official`;
  await app.importLabels({ file: write('l.csv', `${header}\n${row}\n`), set: 'test-labels' });
}

/** A payment to a wallet that a government calls DPRK-linked: it is held, and all of it is known. */
async function hold(clock = { ms: TEST_NOW_MS }, source?: string) {
  const world = await openWorldOfTest(clock);
  await label(world, source);
  const check = await world.check();
  expect(check).toMatchObject({ decision: 'hold', complete: true, approval: null });
  const ask = (by = CLEO, parts: Partial<typeof ASKED> = {}) =>
    world.checks.askOverride(check.id, { ...ASKED, ...parts }, by).overrides.at(-1)?.id ?? '';
  return { world, clock, id: check.id, ask };
}

const eventsOf = ({ app }: PaymentWorld, subjectId: string) =>
  app.audit
    .list({ before: null, limit: 100 })
    .filter((event) => event.subjectId === subjectId)
    .map(({ action, actor }) => `${actor?.id ?? 'nobody'} ${action}`)
    .reverse();

describe('a hold that one person asks to have paid and another agrees to', () => {
  it('has an approval that says so and verifies, and is told everywhere', async () => {
    const { world, id, ask } = await hold();
    const { checks, app } = world;
    const overrideId = ask();
    expect(checks.readApproval(id)).toBeNull();
    const agreed = await checks.answerOverride(overrideId, 'agreed', DORA, NEVER);
    expect(agreed.overrides).toMatchObject([
      {
        ...{ id: overrideId, askedBy: 'cleo', until: '2026-11-30', withdrawn: null },
        ...{ reason: ASKED.reason, answerBy: '2026-11-29T10:00:00Z' },
        answer: { said: 'agreed', by: 'dora' },
      },
    ]);
    const approval = checks.readApproval(id);
    expect(approval).toMatchObject({ decision: 'overridden-hold', checkId: id });
    const keys = readApprovalKeys({ path: join(world.folder, 'keys'), platform: process.platform });
    const by = { keys, invoice: 'INV-7', nowMs: TEST_NOW_MS };
    expect(checkApproval(JSON.stringify(approval), by).outcome).toBe('valid');
    const forged = JSON.stringify({ ...approval, decision: 'proceed' });
    expect(checkApproval(forged, by).outcome).toBe('altered');

    const page = { payeeId: world.payeeId, decision: 'hold', cursor: null, limit: 9 } as const;
    expect(checks.list(page).checks[0]?.overrides).toEqual(agreed.overrides);
    expect(checks.listPaid(world.payeeId)).toHaveLength(1);
    const asset = checks.assetOf(agreed.order.asset);
    const told = createPaymentDocument(agreed, { asset, nowIso: '2026-11-22T10:00:00Z' });
    expect(
      describePaymentLine(told)
        .pieces.map(({ text }) => text)
        .join(''),
    ).toContain('hold, override agreed');
    const lines = describePayment(told, 200).flatMap(({ pieces }) => pieces.map((one) => one.text));
    expect(lines.join('\n')).toContain(ASKED.reason);
    expect(eventsOf(world, id)).toEqual([
      ...['ann payment-checked', 'nobody payment-decided', 'cleo override-asked'],
      ...['dora override-agreed', 'dora payment-approved'],
    ]);
    expect(JSON.stringify(app.audit.list({ before: null, limit: 100 }))).not.toContain('Sarah');
    const exported = JSON.stringify(app.payees.exportAll(world.payeeId, ANN).records);
    expect(exported).toContain(ASKED.reason);
  });

  it.each([
    ['the verdict', '2026-11-30', '2026-11-22T09:59:59Z'],
    ['its last day', '2026-11-21', '2026-11-21T23:59:59Z'],
  ])('is approved no longer than until the end of %s', async (_, until, ends) => {
    const { world, id, ask } = await hold({ ms: TEST_NOW_MS - DAY_MS });
    await world.checks.answerOverride(ask(CLEO, { until }), 'agreed', DORA, NEVER);
    expect(world.checks.readApproval(id)?.expiresAt).toBe(ends);
  });

  it('is agreed to once, whoever of two handles comes first', async () => {
    const { world, id, ask } = await hold();
    const { signal } = new AbortController();
    const by = { offline: true, onProgress: () => undefined, signal };
    const second = world.app.openPaymentsHere(by);
    const overrideId = ask();
    await second.answerOverride(overrideId, 'agreed', EVE, NEVER);
    await expect(world.checks.answerOverride(overrideId, 'agreed', DORA, NEVER)).rejects.toThrow(
      'already',
    );
    await expect(world.checks.answerOverride(overrideId, 'refused', DORA, NEVER)).rejects.toThrow(
      'already',
    );
    expect(() => ask()).toThrow('overridden already');
    expect(eventsOf(world, id).filter((one) => one.endsWith('payment-approved'))).toHaveLength(1);
    await second.close();
  });

  it.skipIf(process.platform === 'win32')(
    'is not agreed to where nothing can be signed',
    async () => {
      const { world, id, ask } = await hold();
      const overrideId = ask();
      const keys = join(world.folder, 'keys');
      mkdirSync(keys);
      chmodSync(keys, 0o777);
      await expect(world.checks.answerOverride(overrideId, 'agreed', DORA, NEVER)).rejects.toThrow(
        'chmod 700',
      );
      expect(world.checks.read(id)?.overrides[0]?.answer).toBeNull();
      expect(eventsOf(world, id).at(-1)).toBe('cleo override-asked');
      chmodSync(keys, 0o700);
      expect(
        (await world.checks.answerOverride(overrideId, 'agreed', DORA, NEVER)).approval,
      ).not.toBeNull();
    },
  );
});

describe('an override', () => {
  it.each([
    ['somebody without the permission', ANN, {}, 'permission'],
    ['a token', { ...CLEO, kind: 'token' as const }, {}, 'never a token'],
    ['nobody named', { ...CLEO, id: 'local', personId: 'local' }, {}, '--as NAME'],
    ['who gives no reason', CLEO, { reason: '  ' }, 'needs a reason'],
    ['who names no day', CLEO, { until: 'soon' }, 'ends with a day'],
    ['who names a day that is none', CLEO, { until: '2026-11-31' }, 'ends with a day'],
    ['who names yesterday', CLEO, { until: '2026-11-21' }, 'over already'],
    ['who names a day too far off', CLEO, { until: '2026-12-23' }, '30 days'],
  ])('is not asked for by %s', async (_, by, parts, why) => {
    const { world, id, ask } = await hold();
    expect(() => ask(by, parts)).toThrow(why);
    expect(world.checks.read(id)?.overrides).toEqual([]);
    expect(ask(CLEO, { until: '2026-12-22' })).not.toBe('');
  });

  it.each([
    ['who asked', CLEO, 'Another person'],
    ['a token of somebody else', { ...DORA, kind: 'token' as const }, 'never a token'],
    ['a token of who asked', { ...CLEO, kind: 'token' as const, id: 't' }, 'never a token'],
    ['nobody named', { ...DORA, id: 'local', personId: 'local' }, '--as NAME'],
    ['somebody without the permission', ANN, 'permission'],
  ])('is not answered by %s', async (_, by, why) => {
    const { world, id, ask } = await hold();
    const overrideId = ask();
    for (const said of ['agreed', 'refused'] as const) {
      await expect(world.checks.answerOverride(overrideId, said, by, NEVER)).rejects.toThrow(why);
    }
    expect(world.checks.readApproval(id)).toBeNull();
    expect(world.checks.read(id)?.overrides[0]?.answer).toBeNull();
  });

  it('is of a complete hold alone', async () => {
    const { world } = await hold();
    const { payees } = world.app;
    const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
    const other = payees.add({ reference: 'new', name: 'B. Example', told: '' }, ANN);
    await payees.registerWallet(other.id, { text: PROCEEDS, ...anyTime }, ANN);
    const partly = await world.check({ payee: 'new' });
    expect(partly).toMatchObject({ decision: 'hold', complete: false });
    expect(() => world.checks.askOverride(partly.id, ASKED, CLEO)).toThrow('not all is known');
  });

  it('is never of what proceeds', async () => {
    const world = await openWorldOfTest({ ms: TEST_NOW_MS });
    const { id } = await world.check();
    expect(() => world.checks.askOverride(id, ASKED, CLEO)).toThrow('came out "hold"');
    expect(() => world.checks.askOverride('nothing', ASKED, CLEO)).toThrow('No check');
    await expect(world.checks.answerOverride('nothing', 'agreed', CLEO, NEVER)).rejects.toThrow(
      'No override',
    );
  });

  it('never lets a wallet be paid that a sanctions list names itself', async () => {
    const { world, id, ask } = await hold({ ms: TEST_NOW_MS }, 'OFAC SDN https://example.org');
    expect(() => ask()).toThrow('law forbids');
    expect(world.checks.read(id)?.overrides).toEqual([]);
  });

  it('is not agreed to once a list names the wallet', async () => {
    const { world, id, ask } = await hold();
    const overrideId = ask();
    await label(world, 'OFAC SDN https://example.org');
    await expect(world.checks.answerOverride(overrideId, 'agreed', DORA, NEVER)).rejects.toThrow(
      'changed since',
    );
    expect(world.checks.readApproval(id)).toBeNull();
  });

  it('is not agreed to once the verdict is over or something else came up', async () => {
    const { world, clock, ask } = await hold();
    const overrideId = ask();
    world.app.payees.deactivate(world.payeeId, ANN);
    await expect(world.checks.answerOverride(overrideId, 'agreed', DORA, NEVER)).rejects.toThrow(
      'deactivated',
    );
    world.app.payees.reactivate(world.payeeId, ANN);
    clock.ms += DAY_MS;
    await expect(world.checks.answerOverride(overrideId, 'agreed', DORA, NEVER)).rejects.toThrow(
      'over',
    );
    // Who would not have agreed may say so as long as it waits.
    expect(
      (await world.checks.answerOverride(overrideId, 'refused', DORA, NEVER)).approval,
    ).toBeNull();
  });

  it('waits for seven days and no longer', async () => {
    const { world, clock, id, ask } = await hold();
    const overrideId = ask();
    expect(() => ask(DORA)).toThrow('waits for a second person');
    clock.ms += 7 * DAY_MS;
    const [waiting] = world.checks.read(id)?.overrides ?? [];
    if (waiting === undefined) throw new Error('nothing was asked for');
    expect(overrideStateAt(waiting, '2026-11-29T10:00:00Z')).toBe('asked');
    expect(overrideStateAt(waiting, '2026-11-29T10:00:01Z')).toBe('lapsed');
    clock.ms += 1000;
    await expect(world.checks.answerOverride(overrideId, 'refused', DORA, NEVER)).rejects.toThrow(
      'in time',
    );
  });

  it('that was refused may be asked for again, and answered by another', async () => {
    const { world, id, ask } = await hold();
    await world.checks.answerOverride(ask(), 'refused', DORA, NEVER);
    expect(world.checks.readApproval(id)).toBeNull();
    const again = await world.checks.answerOverride(ask(DORA), 'agreed', CLEO, NEVER);
    expect(again.overrides.map(({ answer }) => answer?.said)).toEqual(['refused', 'agreed']);
    expect(again.approval).not.toBeNull();
  });

  it('is withdrawn by either of the two and by nobody else, and its approval handed out no more', async () => {
    const { world, id, ask } = await hold();
    const { checks } = world;
    const first = ask();
    expect(() => checks.withdrawOverride(first, DORA)).toThrow('One of the two');
    checks.withdrawOverride(first, CLEO);
    await expect(checks.answerOverride(first, 'agreed', DORA, NEVER)).rejects.toThrow(
      'withdrawn already',
    );
    const second = ask();
    await checks.answerOverride(second, 'agreed', DORA, NEVER);
    expect(() => checks.withdrawOverride(second, EVE)).toThrow('One of the two');
    const withdrawn = checks.withdrawOverride(second, DORA);
    expect(checks.withdrawOverride(second, DORA)).toEqual(withdrawn);
    expect(checks.readApproval(id)).toBeNull();
    const asset = checks.assetOf(withdrawn.order.asset);
    const told = createPaymentDocument(withdrawn, { asset, nowIso: '2026-11-22T11:00:00Z' });
    expect(told.warning).toContain('not to pay by it');
    expect(told.overrides.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    expect(eventsOf(world, id).slice(-1)).toEqual(['dora override-withdrawn']);
  });

  it('of a payment that was withdrawn is none any more', async () => {
    const { world, id, ask } = await hold();
    const overrideId = ask();
    world.checks.withdraw(id, ANN);
    await expect(world.checks.answerOverride(overrideId, 'agreed', DORA, NEVER)).rejects.toThrow(
      'withdrawn',
    );
    expect(() => ask()).toThrow();
  });
});
