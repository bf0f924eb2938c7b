import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PaymentSignal } from '../../src/core/payment.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import { type DatabaseHandle, openDatabase } from '../../src/store/open.js';
import type { NewPayment, PaymentOutcome } from '../../src/store/paymentRows.js';
import { createPaymentStore } from '../../src/store/paymentStore.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { CLEO, openWorldOfTest, PROCEEDS } from '../support/paymentWorld.js';
import { NEVER } from '../support/payrollWorld.js';

const SENTENCES = {
  frozen: 'This wallet is frozen by the issuer of another asset.',
  name: 'The name of this wallet stands for another address now.',
};
const FROZEN: PaymentSignal = {
  ...{ kind: 'frozen-by-issuer', severity: 'review', sentence: SENTENCES.frozen },
};
const NAMED: PaymentSignal = {
  ...{ kind: 'ens-elsewhere', severity: 'review', sentence: SENTENCES.name },
};

/** What a screening has that was confined to some chains. */
const NARROWED = { kind: 'narrowed', sentence: 'On Bitcoin alone.', account: null };

/** An approved payment, and ways to record what was seen of its wallet in another look. */
async function approve() {
  const world = await openWorldOfTest({ ms: TEST_NOW_MS });
  const { checks } = world;
  const { id, screeningId } = await world.check();
  expect(checks.whyNoApproval(id)).toBeNull();
  const within = <Read>(work: (db: DatabaseHandle) => Read): Read => {
    const now = () => TEST_NOW_MS;
    const db = openDatabase({
      ...{ file: join(world.folder, 'test.sqlite'), migrationsFolder, now },
    });
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  let added = 0;
  const checked = (
    signals: readonly PaymentSignal[],
    parts: Partial<NewPayment> & Partial<Pick<PaymentOutcome, 'complete' | 'decidedAt'>> = {},
  ) =>
    within((db) => {
      const store = createPaymentStore(db, { randomBytes });
      const own = store.readPayment(id);
      if (own === null) throw new Error('The payment is not there.');
      const { complete = true, decidedAt = '2026-12-01T00:00:00Z', ...payment } = parts;
      added += 1;
      const checkId = `later-${added}`;
      store.addPayment({
        ...own,
        ...{ checkId, invoice: checkId, invoiceKey: checkId },
        ...payment,
      });
      const words = { summary: 'Why.', nextStep: 'What.', failure: null };
      const decision = signals.length === 0 ? 'proceed' : 'review';
      store.writeOutcome(checkId, { ...words, decidedAt, decision, complete, signals });
      return checkId;
    });
  const screened = (parts: Record<string, unknown>) =>
    within((db) => {
      const store = createScreeningStore(db, { randomBytes });
      const own = store.readScreening(screeningId);
      if (own === null) throw new Error('The screening is not there.');
      added += 1;
      const { decision, complete } = { ...own, ...parts };
      const verdict = { ...JSON.parse(own.verdictJson), ...parts, screeningId: `later-${added}` };
      store.appendScreening({
        ...{ ...own, input: PROCEEDS, payeeReference: null, decision, complete },
        ...{ screeningId: `later-${added}`, verdictJson: JSON.stringify(verdict) },
      });
    });
  const why = () => {
    expect(checks.readApproval(id) === null).toBe(checks.whyNoApproval(id) !== null);
    return checks.whyNoApproval(id);
  };
  return { world, id, checked, screened, why };
}

describe('the approval of a payment to a wallet that was checked again', () => {
  it('is withheld by what its chain told since, and says which check it was', async () => {
    const { checked, why } = await approve();
    const checkId = checked([FROZEN]);
    for (const part of [checkId, SENTENCES.frozen, 'check it again']) {
      expect(why()).toContain(part);
    }
  });

  it('is withheld by what nobody answered', async () => {
    const { checked, why } = await approve();
    checked([{ ...FROZEN, severity: 'incomplete' }], { complete: false });
    expect(why()).toContain(SENTENCES.frozen);
  });

  it('is not withheld by its own invoice, by what weighs nothing, or on another chain', async () => {
    const { checked, why } = await approve();
    checked([
      { kind: 'invoice-paid-before', severity: 'review', sentence: 'It was paid before.' },
      { ...FROZEN, severity: 'info' },
    ]);
    checked([FROZEN], { chain: 'ethereum' });
    checked([FROZEN], { address: '1KZn9CPSuk7eULP2u28v71akA77BBHjxWW' });
    checked([FROZEN], { decidedAt: '2026-01-01T00:00:00Z' });
    expect(why()).toBeNull();
  });

  it('is withheld by what is told of its address under another registration, its name apart', async () => {
    const { checked, why } = await approve();
    const other = { walletId: 'another' };
    checked([NAMED], other);
    expect(why()).toBeNull();
    checked([FROZEN], other);
    expect(why()).toContain(SENTENCES.frozen);
  });

  it('is handed out again once a newer check of that asset saw all and found nothing', async () => {
    const { checked, why } = await approve();
    checked([FROZEN], { decidedAt: '2026-12-01T00:00:00Z' });
    checked([NAMED], { decidedAt: '2026-12-01T00:00:00Z', complete: false });
    checked([], { decidedAt: '2026-12-02T00:00:00Z', complete: false });
    expect(why()).not.toBeNull();
    checked([], { decidedAt: '2026-12-03T00:00:00Z' });
    expect(why()).toBeNull();
  });
});

describe('the approval of a payment whose wallet was screened again', () => {
  it.each([
    ['came out review', { decision: 'review' }],
    ['is incomplete', { decision: 'incomplete', complete: false }],
  ])('is withheld where that %s, until it is screened whole', async (_, parts) => {
    const { screened, why } = await approve();
    screened({ ...parts, summary: 'It came out so.' });
    for (const part of ['later-1', 'It came out so.', 'check it again']) {
      expect(why()).toContain(part);
    }
    screened({ signals: [NARROWED] });
    expect(why()).not.toBeNull();
    screened({});
    expect(why()).toBeNull();
  });

  it('is withheld where that found by a rule what was not found before', async () => {
    const { screened, why } = await approve();
    const finding = { sentence: 'Found.', exposures: [], source: 'https://example.org' };
    screened({ findings: [{ ...finding, ruleId: 'a-rule', severity: 'info' }] });
    expect(why()).toBeNull();
    screened({ findings: [{ ...finding, ruleId: 'a-rule', severity: 'review' }] });
    expect(why()).toContain('later-2');
  });

  it('is not withheld by one of the past, or one that came out no worse', async () => {
    const { screened, why } = await approve();
    screened({});
    screened({ decision: 'review', asOf: '2022-01-01T00:00:00Z' });
    expect(why()).toBeNull();
  });
});

describe('the approval of a payment that was released', () => {
  it('is withheld only by what was not let pass', async () => {
    const { world, checked } = await approve();
    const { checks } = world;
    const { id, signals } = await world.check();
    await checks.release(id, 'It is a second part.', CLEO, NEVER);
    checked(signals);
    expect(checks.whyNoApproval(id)).toBeNull();
    checked([...signals, FROZEN]);
    expect(checks.whyNoApproval(id)).toContain(SENTENCES.frozen);
  });
});
