import { afterEach, describe, expect, it } from 'vitest';
import { compareWithHead, readWrittenHead } from '../../../src/app/service/writtenHead.js';
import { openTestApprovals } from '../../support/approvals.js';
import { type AccessWorld, openAccess } from './accessWorld.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A log with so many rows, and what signs its heads. */
function open(rows = 4) {
  const world = openAccess();
  const test = openTestApprovals();
  closing.push(test.close);
  append(world, rows);
  const sign = () =>
    test.approvals.signHead(() => {
      const head = world.audit.readHead();
      return { rows: head?.sequence ?? 0, hash: head?.hash ?? null };
    });
  const compare = (text: string) =>
    compareWithHead(readWrittenHead(text, test.approvals.listKeys()), world.audit);
  return { world, sign, compare };
}

function append({ audit }: AccessWorld, rows: number, subject = 'screening'): void {
  for (let row = 1; row <= rows; row += 1) {
    audit.append({ actor: null, action: 'screening-asked', subjectId: `${subject}-${row}` });
  }
}

/** As whoever can write the file may do it, with the counter put back too. */
function drop({ db }: AccessWorld, where: string): void {
  db.exec(`DROP TRIGGER audit_event_is_kept; DELETE FROM audit_event WHERE ${where};
    UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(sequence), 0) FROM audit_event)
    WHERE name = 'audit_event'`);
}

describe('a head that was kept outside', () => {
  it('agrees with the log that goes on from it', () => {
    const { world, sign, compare } = open();
    const kept = JSON.stringify(sign());
    expect(compare(kept)).toMatchObject({ outcome: 'same', written: { signature: 'valid' } });
    append(world, 3);
    expect(compare(kept).outcome).toBe('same');
    expect(compare(JSON.stringify(open(0).sign())).outcome).toBe('not-told');
  });

  it('shows a tail that was cut, which the chain alone does not', () => {
    const { world, sign, compare } = open();
    const kept = JSON.stringify(sign());
    drop(world, 'sequence > 2');
    expect(world.audit.findProblem()).toBeNull();
    expect(compare(kept).outcome).toBe('cut');
    // As many rows as before are others.
    append(world, 2, 'forged');
    expect(world.audit.findProblem()).toBeNull();
    expect(compare(kept).outcome).toBe('rewritten');
  });

  it('shows a log that was written anew in whole, which the chain alone does not', () => {
    const { world, sign, compare } = open();
    const kept = JSON.stringify(sign());
    drop(world, 'sequence > 0');
    append(world, 9, 'forged');
    expect(world.audit.findProblem()).toBeNull();
    expect(compare(kept).outcome).toBe('rewritten');
  });

  it.each([
    ['fewer rows', { rows: 3 }],
    ['another hash', { hash: `sha256:${'0'.repeat(64)}` }],
    ['another time', { at: '2026-11-23T10:00:00Z' }],
  ])('that was altered to %s tells nothing', (_, parts) => {
    const { sign, compare } = open();
    expect(compare(JSON.stringify({ ...sign(), ...parts }))).toMatchObject({
      outcome: 'not-told',
      written: { signature: 'altered' },
    });
  });

  it('of a key that is not known tells what differs, and not that all is well', () => {
    const { world, sign } = open();
    const head = readWrittenHead(JSON.stringify(sign()), []);
    expect(compareWithHead(head, world.audit).outcome).toBe('not-told');
    drop(world, 'sequence > 1');
    expect(compareWithHead(head, world.audit).outcome).toBe('cut');
  });

  it('is read from a summary, from what verify printed, and from a note', () => {
    const { world, compare } = open();
    const hash = world.audit.readHead()?.hash;
    for (const written of [
      { month: '2026-10', asOf: '2026-11-01T00:00:00Z', audit: { rows: 4, headHash: hash } },
      { ok: true, head: { sequence: 4, hash } },
      { sequence: 4, hash, time: '2026-11-01T00:00:00Z' },
      { rows: 4, hash },
      { rows: 0, hash: null },
    ]) {
      const told = compare(JSON.stringify(written));
      expect(told.outcome, JSON.stringify(written)).toBe('same');
      expect(told.written.signature).toBe('none');
    }
    expect(compare(JSON.stringify({ rows: 5, hash })).outcome).toBe('cut');
    expect(compare(JSON.stringify({ rows: 3, hash })).outcome).toBe('rewritten');
  });

  it.each([
    '',
    'rows: 4',
    '{}',
    '[]',
    '{"rows":4}',
    '{"rows":-1,"hash":null}',
    '{"rows":1,"hash":"x"}',
  ])('is not in %j', (text) => {
    expect(() => open().compare(text)).toThrow(/head/);
  });
});
