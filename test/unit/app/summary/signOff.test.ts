import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuditLog } from '../../../../src/app/service/createAuditLog.js';
import { createSignOffs } from '../../../../src/app/summary/signOff.js';
import { formatCanonicalJson, type JsonValue } from '../../../../src/core/canonicalJson.js';
import { StoreError } from '../../../../src/core/errors.js';
import { createSignOffStore } from '../../../../src/store/signOffStore.js';
import { ANN, CLEO, personOf } from '../../../support/paymentWorld.js';
import { createFolder, openForTest } from '../../store/temporaryDatabase.js';

const NOW_MS = Date.UTC(2026, 10, 1, 0, 30);

/** Signed months on a file that others may have open too. */
function open(file = join(createFolder(), 'months.sqlite'), nowMs = NOW_MS) {
  const db = openForTest(file);
  const audit = createAuditLog(db, { nowMs: () => nowMs });
  let ids = 0;
  const signOffs = createSignOffs({
    ...{ db, audit, store: createSignOffStore(db), nowMs: () => nowMs },
    newId: () => `sign-off-${process.hrtime.bigint()}-${ids++}`,
  });
  const modelOf = (parts: Readonly<Record<string, JsonValue>> = {}): string => {
    const head = audit.readHead();
    return formatCanonicalJson({
      ...{ schemaVersion: 1, month: '2026-10', zone: 'UTC', asOf: '2026-11-01T00:00:00Z' },
      ...{ isRunning: false, payments: [{ id: 'p1', payeeReference: 'Sarah', worth: '5' }] },
      audit: { rows: head?.sequence ?? 0, headHash: head?.hash ?? null },
      ...parts,
    });
  };
  return { db, file, audit, signOffs, modelOf };
}

const OTHER = { payments: [{ id: 'p1', payeeReference: 'Sarah', worth: '6' }] };

describe('a month that somebody signs', () => {
  it('is kept word for word, with who, when and the head of the audit log', () => {
    const { audit, signOffs, modelOf, db } = open();
    audit.append({ actor: null, action: 'labels-synced', subjectId: null });
    const model = modelOf();
    const signed = signOffs.sign('2026-10', model, CLEO);
    expect(signed).toMatchObject({
      ...{ month: '2026-10', version: 1, signedBy: 'cleo', signedAt: '2026-11-01T00:30:00Z' },
      ...{ auditRows: 1, differences: [] },
    });
    expect(signed.auditHash).toBe(audit.readHashAt(1));
    expect(signOffs.readModel('2026-10', 1)).toBe(model);
    expect(signOffs.list('2026-10')).toEqual([signed]);
    expect(signOffs.list('2026-09')).toEqual([]);
    expect(audit.list({ before: null, limit: 1 })).toMatchObject([
      { action: 'month-signed', subjectId: signed.id, actor: { id: 'cleo' } },
    ]);
    for (const table of ['month_sign_off', 'audit_event']) {
      const rows = db.prepare(`SELECT * FROM ${table}`).all();
      expect(JSON.stringify(rows)).not.toContain('Sarah');
    }
  });

  it('is signed again over other figures alone, as a version that tells what differs', () => {
    const { signOffs, modelOf } = open();
    signOffs.sign('2026-10', modelOf(), CLEO);
    // Another moment and another head are no other figures.
    const later = modelOf({ asOf: '2026-11-01T00:20:00Z' });
    expect(() => signOffs.sign('2026-10', later, CLEO)).toThrow('Nothing changed');
    const second = signOffs.sign('2026-10', modelOf(OTHER), CLEO);
    expect(second).toMatchObject({
      version: 2,
      differences: [{ what: 'payments[p1].worth', before: '"5"', now: '"6"' }],
    });
    // Back to what it was is another change.
    expect(signOffs.sign('2026-10', modelOf(), CLEO).version).toBe(3);
    expect(signOffs.list('2026-10').map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it.each([
    ['somebody without the permission', ANN, 'permission'],
    ['an auditor', personOf('eve', 'auditor'), 'permission'],
    ['a token', { ...CLEO, kind: 'token' as const }, 'never a token'],
    ['nobody named', { ...CLEO, personId: 'local' }, '--as NAME'],
  ])('is not signed by %s', (_, by, why) => {
    const { signOffs, modelOf } = open();
    expect(() => signOffs.sign('2026-10', modelOf(), by)).toThrow(why);
    expect(signOffs.list('2026-10')).toEqual([]);
  });

  it.each([
    ['runs still, as it says itself', { isRunning: true }, 'not over'],
    ['is not over in its time zone', { zone: 'America/New_York' }, 'not over'],
    ['is another one', { month: '2026-09' }, 'no summary of 2026-10'],
    ['tells another head', { audit: { rows: 1, headHash: 'sha256:0' } }, 'does not have the head'],
    ['tells a head without rows', { audit: { rows: 0, headHash: 'sha256:0' } }, 'does not have'],
    ['tells no head', { audit: {} }, 'does not tell'],
  ])('is not signed where it %s', (_, parts, why) => {
    const { signOffs, modelOf } = open();
    expect(() => signOffs.sign('2026-10', modelOf(parts), CLEO)).toThrow(why);
  });

  it('is not signed where a payee was deleted since, who may stand in it', () => {
    const { signOffs, modelOf, audit } = open();
    const model = modelOf();
    audit.append({ actor: null, action: 'payee-deleted', subjectId: 'p1' });
    expect(() => signOffs.sign('2026-10', model, CLEO)).toThrow('A payee was deleted since');
    expect(signOffs.sign('2026-10', modelOf(), CLEO).version).toBe(1);
  });

  it.each(['', '{}', '[]', '{ "month": "2026-10" }'])('is no text such as %j', (text) => {
    expect(() => open().signOffs.sign('2026-10', text, CLEO)).toThrow();
  });

  it('is signed once by two handles that sign the same', () => {
    const one = open();
    const two = open(one.file);
    const model = one.modelOf();
    two.signOffs.sign('2026-10', model, CLEO);
    expect(() => one.signOffs.sign('2026-10', model, personOf('dora', 'admin'))).toThrow(
      'Nothing changed',
    );
    expect(one.signOffs.list('2026-10')).toHaveLength(1);
  });

  it('never changes, is never deleted, and follows its versions', () => {
    const { db, signOffs, modelOf } = open();
    signOffs.sign('2026-10', modelOf(), CLEO);
    expect(() => db.exec("UPDATE month_sign_off SET signed_by = 'x'")).toThrow('never');
    expect(() => db.exec('DELETE FROM month_sign_off')).toThrow('never');
    expect(() => db.exec("UPDATE month_sign_off_model SET model_json = ''")).toThrow('never');
    const copy = (id: string, version: number, digest: string) =>
      db.exec(`INSERT INTO month_sign_off SELECT '${id}', month, ${version}, signed_at, signed_by,
        model_digest, ${digest}, audit_rows, audit_hash FROM month_sign_off`);
    expect(() => copy('x', 3, "'other'")).toThrow('next version');
    expect(() => copy('x', 2, 'figures_digest')).toThrow('next version');
  });

  it('shows a model that was changed, and does without one that was erased', () => {
    const { db, signOffs, modelOf } = open();
    signOffs.sign('2026-10', modelOf(), CLEO);
    signOffs.sign('2026-10', modelOf(OTHER), CLEO);
    db.exec(`DROP TRIGGER month_sign_off_model_is_immutable;
      UPDATE month_sign_off_model SET model_json = replace(model_json, '"6"', '"7"')`);
    expect(() => signOffs.readModel('2026-10', 2)).toThrow(StoreError);
    db.exec('DELETE FROM month_sign_off_model');
    expect(signOffs.readModel('2026-10', 2)).toBeNull();
    expect(signOffs.list('2026-10')[0]?.differences).toBeNull();
  });

  it('is told together with its row of the audit log, or neither is', () => {
    const { db, signOffs, modelOf } = open();
    const model = modelOf();
    db.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON audit_event
      BEGIN SELECT RAISE(ABORT, 'full'); END`);
    expect(() => signOffs.sign('2026-10', model, CLEO)).toThrow(StoreError);
    expect(signOffs.list('2026-10')).toEqual([]);
  });
});
