import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../../src/core/asset.js';
import { createOverrideStore, type NewOverride } from '../../../src/store/overrideStore.js';
import { createPaymentStore } from '../../../src/store/paymentStore.js';
import { chainNamed } from '../../support/world.js';
import { createFolder, openForTest } from './temporaryDatabase.js';

const overrideOf = (parts: Partial<NewOverride> = {}): NewOverride => ({
  ...{ id: 'override-1', checkId: 'check-1', askedAt: '2026-11-22T10:00:00Z', askedBy: 'cleo' },
  ...{ reason: 'Sarah told us.', until: '2026-11-30', answerBy: '2026-11-29T10:00:00Z' },
  ...parts,
});
const agreed = { said: 'agreed', at: '2026-11-22T11:00:00Z', by: 'dora' } as const;
const approvalTo = (expiresAt: string) => ({
  ...{ approvalId: 'approval-1', issuedAt: '2026-11-22T11:00:00Z', expiresAt, approvalJson: '{}' },
});

/** A database with a check that came out so. */
function open(parts: { decision?: 'hold' | 'review'; complete?: boolean } = {}) {
  const file = join(createFolder(), 'overrides.sqlite');
  const db = openForTest(file);
  const payments = createPaymentStore(db, { randomBytes });
  payments.addPayment({
    ...{ checkId: 'check-1', payeeId: 'payee-1', walletId: 'wallet-1', family: 'utxo' },
    ...{ address: 'bc1q', chain: 'bitcoin', asset: nativeAssetId(chainNamed('bitcoin')) },
    ...{ amount: 1n, screeningId: 'screening-1', askedAt: '2026-11-22T09:00:00Z', askedBy: 'ann' },
    ...{ actor: { kind: 'person', id: 'ann' }, invoice: 'INV-7', invoiceKey: 'inv-7' },
  });
  payments.writeOutcome('check-1', {
    ...{ decidedAt: '2026-11-22T09:01:00Z', decision: 'hold', complete: true, signals: [] },
    ...{ summary: 'Why.', nextStep: 'What.', failure: null },
    ...parts,
  });
  return { db, file, payments, store: createOverrideStore(db, { randomBytes }) };
}

describe('an override of a hold', () => {
  it('is read with its check, and does without its reason when that is erased', () => {
    const { db, store, payments } = open();
    store.addOverride(overrideOf());
    store.writeAnswer('override-1', agreed);
    store.writeWithdrawal('override-1', { at: '2026-11-22T12:00:00Z', by: 'cleo' });
    const { checkId, ...asked } = overrideOf();
    expect(payments.readPayment(checkId)?.overrides).toEqual([
      { ...asked, answer: agreed, withdrawn: { at: '2026-11-22T12:00:00Z', by: 'cleo' } },
    ]);
    expect(store.findCheck('override-1')).toBe('check-1');
    expect(store.findCheck('override-2')).toBeNull();
    const tables = ['hold_override', 'hold_override_answer', 'hold_override_withdrawal'];
    const rows = tables.map((table) => JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()));
    expect(rows.join()).not.toContain('Sarah');
    db.exec('DELETE FROM hold_override_reason');
    expect(payments.readPayment(checkId)?.overrides[0]?.reason).toBeNull();
  });

  it('never changes and is never deleted, nor is what was said to it', () => {
    const { db, store } = open();
    store.addOverride(overrideOf());
    store.writeAnswer('override-1', agreed);
    store.writeWithdrawal('override-1', { at: '2026-11-22T12:00:00Z', by: 'dora' });
    for (const table of ['', '_answer', '_withdrawal']) {
      expect(() => db.exec(`UPDATE hold_override${table} SET override_id = 'x'`)).toThrow('never');
      expect(() => db.exec(`DELETE FROM hold_override${table}`), table).toThrow('never');
    }
  });

  it.each([
    ['came out review', { decision: 'review' }, {}],
    ['was not known whole', { complete: false }, {}],
    ['is to hold for 31 days', {}, { until: '2026-12-23' }],
  ] as const)('is none of what %s', (_, check, parts) => {
    const { store } = open(check);
    expect(() => store.addOverride(overrideOf(parts))).toThrow('complete hold');
  });

  it.each([
    ['the one who asked', { by: 'cleo' }],
    ['somebody too late', { at: '2026-11-29T10:00:01Z' }],
  ])('is not answered by %s', (_, parts) => {
    const { store } = open();
    store.addOverride(overrideOf());
    expect(() => store.writeAnswer('override-1', { ...agreed, ...parts })).toThrow('in time');
  });

  it('stands alone until it was refused, taken back or not answered in time', () => {
    const { store } = open();
    const next = (id: string, askedAt = '2026-11-22T12:00:00Z') =>
      store.addOverride(overrideOf({ id, askedAt }));
    store.addOverride(overrideOf());
    expect(() => next('override-2')).toThrow('one override at a time');
    store.writeAnswer('override-1', { ...agreed, said: 'refused' });
    next('override-2');
    expect(() =>
      store.writeWithdrawal('override-2', { at: '2026-11-22T12:00:00Z', by: 'dora' }),
    ).toThrow('one of the two');
    store.writeWithdrawal('override-2', { at: '2026-11-22T12:00:00Z', by: 'cleo' });
    next('override-3');
    expect(() => store.writeAnswer('override-2', agreed)).toThrow('in time');
    next('override-4', '2026-11-29T10:00:01Z');
  });

  it('gives no approval before it is agreed to, after it was taken back, or beyond its last day', () => {
    const { store, payments } = open();
    const approve = (expiresAt = '2026-11-30T23:59:59Z') =>
      payments.writeApproval('check-1', approvalTo(expiresAt));
    expect(() => approve()).toThrow('or an override');
    store.addOverride(overrideOf());
    expect(() => approve()).toThrow('or an override');
    store.writeAnswer('override-1', agreed);
    expect(() => approve('2026-12-01T00:00:00Z')).toThrow('or an override');
    approve();
    const other = open();
    other.store.addOverride(overrideOf());
    other.store.writeAnswer('override-1', agreed);
    other.store.writeWithdrawal('override-1', { at: '2026-11-22T12:00:00Z', by: 'dora' });
    expect(() =>
      other.payments.writeApproval('check-1', approvalTo('2026-11-23T00:00:00Z')),
    ).toThrow('or an override');
  });

  it('is answered once by two handles on one file', () => {
    const { file, store } = open();
    const again = createOverrideStore(openForTest(file), { randomBytes });
    store.addOverride(overrideOf());
    expect(() => again.addOverride(overrideOf({ id: 'override-2' }))).toThrow('at a time');
    again.writeAnswer('override-1', agreed);
    expect(() => store.writeAnswer('override-1', { ...agreed, by: 'eve' })).toThrow();
  });
});
