import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPayees } from '../../../src/app/payees/createPayees.js';
import { createRedFlags } from '../../../src/app/redFlags/createRedFlags.js';
import { redFlagRecords } from '../../../src/app/redFlags/redFlagRecords.js';
import { createAuditLog } from '../../../src/app/service/createAuditLog.js';
import { InputError } from '../../../src/core/errors.js';
import { type Actor, permissionsOf, type Role } from '../../../src/core/role.js';
import { readRedFlags } from '../../../src/packageFiles.js';
import { openForTest } from '../store/temporaryDatabase.js';

const actorOf = (id: string, role: Role): Actor => ({
  ...{ kind: 'person', id, personId: id, name: id, role },
  permissions: permissionsOf(role),
});
const ADA = actorOf('01JADA', 'finance');
const BOB = actorOf('01JBOB', 'compliance');

/** A checklist over a new database, with one payee and a clock that a test moves. */
function openChecklist() {
  const db = openForTest();
  let nowMs = Date.UTC(2026, 10, 30, 9);
  let drawn = 0;
  const random = (size: number) => {
    drawn += 1;
    return new Uint8Array(createHash('sha512').update(`draw ${drawn}`).digest().subarray(0, size));
  };
  const means = { nowMs: () => nowMs, random };
  const payees = createPayees(db, {
    ...means,
    ports: {
      chains: ['ethereum'],
      resolveName: async () => Promise.reject(new InputError('no names here')),
      verifyControl: async () => ({ kind: 'not-shown', why: 'Not here.' }),
      countPayments: () => 0,
      countWalletPayments: () => 0,
      records: [redFlagRecords(db)],
    },
  });
  const redFlags = createRedFlags(db, { ...means, list: readRedFlags() });
  const payee = payees.add({ reference: 'S-1', name: 'Kim Example', told: '' }, ADA);
  return {
    ...{ db, payees, redFlags, payee },
    audit: createAuditLog(db, means),
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

const seen = (flagId: string, note = '') => ({ flagId, answer: 'seen', note }) as const;

describe('the checklist of a payee', () => {
  it('keeps who answered what and when; the newest counts, and none is lost', () => {
    const { redFlags, payee, wait } = openChecklist();
    redFlags.answer(
      payee.id,
      [seen('avoids-camera', ' camera off in May '), seen('copies-code')],
      ADA,
    );
    wait(60_000);
    redFlags.answer(payee.id, [{ flagId: 'avoids-camera', answer: 'not-seen', note: '' }], BOB);
    expect(redFlags.listAnswers(payee.id)).toMatchObject([
      { flagId: 'avoids-camera', answer: 'not-seen', by: '01JBOB', at: '2026-11-30T09:01:00Z' },
      { flagId: 'copies-code', answer: 'seen', by: '01JADA', at: '2026-11-30T09:00:00Z' },
    ]);
    expect(redFlags.listHistory(payee.id, 'avoids-camera')).toMatchObject([
      { answer: 'not-seen', note: '' },
      { answer: 'seen', note: 'camera off in May' },
    ]);
  });

  it('takes answers all or none', () => {
    const { redFlags, payee } = openChecklist();
    for (const [given, sentence] of [
      [seen('of-the-wrong-country'), /No red flag has this id/],
      [seen('copies-code', 'x'.repeat(20_000)), /note/i],
      [seen('copies-code', `0x${'4f'.repeat(32)}`), /The note is refused/],
    ] as const) {
      expect(() => redFlags.answer(payee.id, [seen('avoids-camera'), given], ADA)).toThrow(
        sentence,
      );
    }
    expect(redFlags.listAnswers(payee.id)).toEqual([]);
  });

  it('is answered only with the permission, and for a payee that there is', () => {
    const { redFlags, payees, payee } = openChecklist();
    const answer = (payeeId: string, by: Actor) =>
      redFlags.answer(payeeId, [seen('copies-code')], by);
    expect(() => answer(payee.id, actorOf('01JEVE', 'auditor'))).toThrow(
      /needs the permission "payees"/,
    );
    expect(() => answer('01JNOBODY', ADA)).toThrow(/No payee has this id/);
    const other = payees.add({ reference: 'S-2', name: 'Kim E.', told: '' }, ADA);
    payees.merge({ duplicateId: other.id, intoId: payee.id }, ADA);
    expect(() => answer(other.id, ADA)).toThrow(/merged into another/);
  });

  it('is told in the audit log by ids alone', () => {
    const { redFlags, payee, audit } = openChecklist();
    const [given] = redFlags.answer(payee.id, [seen('avoids-camera', 'camera off')], ADA);
    const [row] = audit.list({ before: null, limit: 1 });
    expect(row).toMatchObject({
      actor: { kind: 'person', id: '01JADA' },
      action: 'red-flag-answered',
      subjectId: given?.id,
    });
    expect(JSON.stringify(audit.list({ before: null, limit: 100 }))).not.toContain('camera');
  });

  it('has rows that are only added', () => {
    const { db, redFlags, payee } = openChecklist();
    redFlags.answer(payee.id, [seen('avoids-camera', 'camera off')], ADA);
    for (const sql of [
      "UPDATE red_flag_answer SET answer = 'not-seen'",
      'DELETE FROM red_flag_answer',
      "UPDATE red_flag_note SET note = 'other'",
    ]) {
      expect(() => db.exec(sql), sql).toThrow(/never (changes|deleted|changed)|is never deleted/);
    }
  });

  it('stands in what is given out of a payee, and its notes go with a payee who is deleted', () => {
    const { db, redFlags, payees, payee } = openChecklist();
    const other = payees.add({ reference: 'S-2', name: 'Kim E.', told: '' }, ADA);
    redFlags.answer(other.id, [seen('copies-code', 'seen in review')], BOB);
    redFlags.answer(payee.id, [seen('avoids-camera', 'camera off')], ADA);
    payees.merge({ duplicateId: other.id, intoId: payee.id }, ADA);
    const { records } = payees.exportAll(payee.id, ADA);
    expect(records.redFlags).toMatchObject([
      { flagId: 'avoids-camera', note: 'camera off', answeredBy: '01JADA' },
      { flagId: 'copies-code', note: 'seen in review', answeredBy: '01JBOB' },
    ]);
    expect(payees.remove(payee.id, ADA)).toEqual({ kind: 'deleted' });
    expect(db.prepare('SELECT count(*) AS notes FROM red_flag_note').get()).toEqual({ notes: 0 });
    expect(redFlags.listHistory(payee.id, 'avoids-camera')).toMatchObject([
      { answer: 'seen', note: '' },
    ]);
  });
});
