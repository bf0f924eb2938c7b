import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../../src/core/asset.js';
import { StoreError } from '../../../src/core/errors.js';
import { createHoldingChecks } from '../../../src/store/holdingChecks.js';
import type { NewPayment, PaymentOutcome } from '../../../src/store/paymentRows.js';
import { createPaymentStore } from '../../../src/store/paymentStore.js';
import { chainNamed } from '../../support/world.js';
import { openForTest } from './temporaryDatabase.js';

const paymentOf = (parts: Partial<NewPayment> = {}): NewPayment => ({
  ...{ checkId: 'check-1', payeeId: 'payee-1', walletId: 'wallet-1', family: 'evm' },
  ...{ address: '0x52908400098527886E0F7030069857D2E4169EE7', chain: 'ethereum' },
  ...{ asset: nativeAssetId(chainNamed('ethereum')), amount: 10n ** 30n + 1n },
  ...{ screeningId: 'screening-1', askedAt: '2022-05-16T12:00:00Z', askedBy: 'person-1' },
  ...{ actor: { kind: 'token', id: 'token-1' }, invoice: 'INV-7', invoiceKey: 'inv-7' },
  ...parts,
});
const outcomeOf = (parts: Partial<PaymentOutcome> = {}): PaymentOutcome => ({
  ...{ decidedAt: '2022-05-16T12:01:00Z', decision: 'proceed', complete: true, signals: [] },
  ...{ summary: 'Why.', nextStep: 'What.', failure: null },
  ...parts,
});
const approval = {
  ...{ approvalId: 'approval-1', issuedAt: '2022-05-16T12:01:00Z' },
  ...{ expiresAt: '2022-05-17T12:00:00Z', approvalJson: '{"a":1}' },
};
const open = () => {
  const db = openForTest();
  return { db, store: createPaymentStore(db, { randomBytes }) };
};

describe('a check of a payment', () => {
  it('is read as it was written, with all that became of it', () => {
    const { store } = open();
    const { invoiceKey: _, ...payment } = paymentOf();
    store.addPayment(paymentOf());
    const plain = { ...payment, sequence: 1, withdrawnAt: null, overrides: [] };
    const none = { outcome: null, release: null, approval: null };
    expect(store.readPayment('check-1')).toEqual({ ...plain, ...none });
    const signals = [{ kind: 'lookalike', severity: 'review', sentence: 'Alike.' }] as const;
    const outcome = outcomeOf({ decision: 'review', signals });
    expect(store.writeOutcome('check-1', outcome)).toBe('written');
    const release = { at: '2022-05-16T13:00:00Z', by: 'person-2', reason: 'We asked.' };
    store.writeRelease('check-1', release);
    store.writeApproval('check-1', approval);
    const { approvalJson, ...kept } = approval;
    expect(store.readPayment('check-1')).toEqual({ ...plain, outcome, release, approval: kept });
    expect(store.readApproval('check-1')).toBe(approvalJson);
    expect(store.readPayment('check-2')).toBeNull();
    expect(store.readApproval('check-2')).toBeNull();
  });

  it('is decided once', () => {
    const { store } = open();
    store.addPayment(paymentOf());
    store.writeOutcome('check-1', outcomeOf({ decision: 'hold' }));
    expect(store.writeOutcome('check-1', outcomeOf())).toBe('was-decided');
    expect(store.readPayment('check-1')?.outcome?.decision).toBe('hold');
  });

  it.each([
    ['came out hold', { decision: 'hold' }],
    ['came out incomplete', { decision: 'incomplete', complete: false }],
    ['came out review and was not released', { decision: 'review' }],
    ['came to nothing', { decision: null, failure: 'Why.' }],
    ['says proceed of what was not known whole', { complete: false }],
  ] as const)('that %s has no approval', (_, parts) => {
    const { store } = open();
    store.addPayment(paymentOf());
    store.writeOutcome('check-1', outcomeOf(parts));
    expect(() => store.writeApproval('check-1', approval)).toThrow('needs a decision to proceed');
  });

  it.each(['proceed', 'hold', 'incomplete'] as const)(
    'that came out %s is not released',
    (decision) => {
      const { store } = open();
      store.addPayment(paymentOf());
      store.writeOutcome('check-1', outcomeOf({ decision }));
      const release = { at: '2022-05-16T13:00:00Z', by: 'person-2', reason: 'We asked.' };
      expect(() => store.writeRelease('check-1', release)).toThrow('only a complete review');
    },
  );

  it('that was withdrawn is neither approved nor released', () => {
    const { store } = open();
    for (const [checkId, decision] of [
      ['check-1', 'proceed'],
      ['check-2', 'review'],
    ] as const) {
      store.addPayment(paymentOf({ checkId }));
      store.writeOutcome(checkId, outcomeOf({ decision }));
      store.writeWithdrawal(checkId, { at: '2022-05-16T13:00:00Z', by: 'person-1' });
    }
    expect(() => store.writeApproval('check-1', approval)).toThrow(StoreError);
    const release = { at: '2022-05-16T13:00:00Z', by: 'person-2', reason: 'We asked.' };
    expect(() => store.writeRelease('check-2', release)).toThrow(StoreError);
  });

  it('never changes and is never deleted, nor is what became of it', () => {
    const { db, store } = open();
    store.addPayment(paymentOf());
    store.writeOutcome('check-1', outcomeOf({ decision: 'review' }));
    store.writeRelease('check-1', { at: '2022-05-16T13:00:00Z', by: 'p', reason: 'r' });
    store.writeApproval('check-1', approval);
    store.writeWithdrawal('check-1', { at: '2022-05-16T14:00:00Z', by: 'p' });
    for (const table of ['check', 'outcome', 'release', 'approval', 'withdrawal']) {
      expect(() => db.exec(`UPDATE payment_${table} SET check_id = 'x'`), table).toThrow('never');
      expect(() => db.exec(`DELETE FROM payment_${table}`), table).toThrow('never');
    }
  });

  it('keeps what was typed apart, and does without it when it is erased', () => {
    const { db, store } = open();
    store.addPayment(paymentOf({ invoice: 'Sarah 7' }));
    store.writeOutcome('check-1', outcomeOf({ decision: 'review' }));
    store.writeRelease('check-1', { at: '2022-05-16T13:00:00Z', by: 'p', reason: 'I know Sarah.' });
    const tables = ['payment_check', 'payment_outcome', 'payment_release'];
    const rows = tables.map((table) => JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()));
    expect(rows.join()).not.toContain('Sarah');
    db.exec('DELETE FROM payment_invoice; DELETE FROM payment_release_reason');
    const read = store.readPayment('check-1');
    expect([read?.invoice, read?.release?.reason]).toEqual([null, null]);
    expect(read?.release?.by).toBe('p');
  });

  it('that no Hopsight wrote is told and not guessed', () => {
    const { db, store } = open();
    store.addPayment(paymentOf());
    db.exec(
      `INSERT INTO payment_outcome VALUES ('check-1', 'x', 'maybe', 1, '[]', 'w', 'n', NULL)`,
    );
    expect(() => store.readPayment('check-1')).toThrow(StoreError);
  });
});

describe('checks of payments', () => {
  const fill = () => {
    const { store } = open();
    const add = (checkId: string, parts: Partial<NewPayment>, issuedAt: string | null) => {
      store.addPayment(paymentOf({ checkId, ...parts }));
      store.writeOutcome(checkId, outcomeOf(issuedAt === null ? { decision: 'hold' } : {}));
      if (issuedAt === null) return;
      store.writeApproval(checkId, { ...approval, approvalId: `of ${checkId}`, issuedAt });
    };
    add('a', {}, '2022-05-16T12:03:00Z');
    add('b', { payeeId: 'payee-2', invoiceKey: 'inv-8' }, '2022-05-16T12:02:00Z');
    add('c', {}, null);
    add('d', { payeeId: 'payee-3', address: 'x', family: 'utxo' }, '2022-05-16T12:09:00Z');
    return store;
  };
  const idsOf = (all: readonly { readonly checkId: string }[]) => all.map(({ checkId }) => checkId);
  const all = { payeeIds: null, decision: null, before: null, limit: 10 };

  it('are listed newest first, by payee, by decision and page by page', () => {
    const store = fill();
    expect(idsOf(store.listPayments(all))).toEqual(['d', 'c', 'b', 'a']);
    expect(idsOf(store.listPayments({ ...all, limit: 2 }))).toEqual(['d', 'c']);
    expect(idsOf(store.listPayments({ ...all, before: 3 }))).toEqual(['b', 'a']);
    expect(idsOf(store.listPayments({ ...all, decision: 'hold' }))).toEqual(['c']);
    expect(idsOf(store.listPayments({ ...all, payeeIds: ['payee-1', 'payee-2'] }))).toEqual([
      ...['c', 'b', 'a'],
    ]);
    expect(store.listPayments({ ...all, payeeIds: [] })).toEqual([]);
  });

  it('count as paid where they have an approval and were not withdrawn', () => {
    const store = fill();
    expect(idsOf(store.listApproved(['payee-1', 'payee-2']))).toEqual(['a', 'b']);
    expect(idsOf(store.listApprovedFor('inv-7'))).toEqual(['d', 'a']);
    store.writeWithdrawal('a', { at: '2022-05-16T13:00:00Z', by: 'p' });
    expect(idsOf(store.listApproved(['payee-1', 'payee-2']))).toEqual(['b']);
    expect(idsOf(store.listApprovedFor('inv-7'))).toEqual(['d']);
  });
});

describe('checks that held by what their own chain told', () => {
  const WALLETS = ['wallet-1', 'wallet-2'];
  const holdBy = (kind: 'frozen-by-issuer' | 'roster-link') =>
    outcomeOf({ decision: 'hold', signals: [{ kind, severity: 'hold', sentence: 'Why.' }] });

  /** Which of the checks hold; they are `1`, `2`, … in the order of asking. */
  function holding(
    ...checks: readonly (readonly [Partial<NewPayment>, PaymentOutcome])[]
  ): readonly string[] {
    const { db, store } = open();
    for (const [at, [parts, outcome]] of checks.entries()) {
      const checkId = `${at + 1}`;
      store.addPayment(paymentOf({ ...parts, checkId }));
      store.writeOutcome(checkId, outcome);
      store.writeWithdrawal(checkId, { at: '2022-05-16T14:00:00Z', by: 'p' });
    }
    return createHoldingChecks(db)(WALLETS, ['roster-link']).map(({ checkId }) => checkId);
  }

  it('are found whatever became of them, and not for another wallet or another reason', () => {
    const frozen = holdBy('frozen-by-issuer');
    const other = { walletId: 'wallet-3' };
    expect(holding([{}, frozen], [{}, holdBy('roster-link')])).toEqual([]);
    expect(holding([{}, frozen], [other, frozen])).toEqual(['1']);
    expect(holding([{}, outcomeOf({ decision: 'hold' })])).toEqual([]);
  });

  it('end with a newer one of the same wallet, chain and asset that was told otherwise', () => {
    const frozen = holdBy('frozen-by-issuer');
    expect(holding([{}, frozen], [{ walletId: 'wallet-2' }, outcomeOf()])).toEqual([]);
    expect(holding([{}, frozen], [{ chain: 'polygon' }, outcomeOf()])).toEqual(['1']);
    expect(holding([{}, frozen], [{ address: '0x1' }, outcomeOf()])).toEqual(['1']);
    expect(holding([{}, frozen], [{}, outcomeOf({ complete: false })])).toEqual([]);
    expect(holding([{}, outcomeOf()], [{}, frozen])).toEqual(['2']);
  });
});
