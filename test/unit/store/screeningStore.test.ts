import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Bug, StoreError } from '../../../src/core/errors.js';
import type { DatabaseHandle } from '../../../src/store/open.js';
import { createScreeningStore, type ScreeningStore } from '../../../src/store/screeningStore.js';
import { screeningOf } from './screeningFixtures.js';
import { openForTest } from './temporaryDatabase.js';

/** Values of `PRAGMA synchronous`. */
const [NORMAL, FULL] = [1, 2];

/** Bytes that differ from call to call, but not from run to run. */
function countingBytes(): (count: number) => Uint8Array {
  let calls = 0;
  return (count) => {
    calls += 1;
    return new Uint8Array(count).fill(calls);
  };
}

function openStore(db: DatabaseHandle): ScreeningStore {
  return createScreeningStore(db, { randomBytes: countingBytes() });
}

/** A record of screenings `01`, `02`, … each a day after the one before. */
function recordOf(count: number) {
  const db = openForTest();
  const store = openStore(db);
  const factsDigest = store.writeFactBundle('[{"kind":"transfer"}]');
  for (let n = 1; n <= count; n += 1) {
    const screenedAt = `2022-05-${(15 + n).toString()}T10:00:00Z`;
    store.appendScreening({ ...screeningOf(`0${n}`), screenedAt, factsDigest });
  }
  return { db, store, factsDigest };
}

/** Changes a record as somebody would who has the file and knows SQL. */
function tamper(db: DatabaseHandle, sql: string): void {
  db.pragma('foreign_keys = OFF');
  for (const trigger of ['screening_is_immutable', 'screening_is_kept']) {
    db.exec(`DROP TRIGGER ${trigger}`);
  }
  db.exec('DROP TRIGGER screening_input_is_immutable');
  db.exec(sql);
}

describe('the record of screenings', () => {
  it('gives a screening back as it was recorded', () => {
    const { store, factsDigest } = recordOf(1);
    const { input, payeeReference, ...recorded } = screeningOf('01');
    expect(store.readScreening('01')).toEqual({
      ...recorded,
      screenedAt: '2022-05-16T10:00:00Z',
      factsDigest,
      sequence: 1,
      rowHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      personal: { input, payeeReference },
    });
    expect(store.readScreening('99')).toBeNull();
  });

  it('lists a period from its start to before its end, newest last', () => {
    const { store } = recordOf(4);
    const period = { fromIso: '2022-05-17T10:00:00Z', toIso: '2022-05-19T10:00:00Z' };
    expect(store.listScreenings(period).map(({ screeningId }) => screeningId)).toEqual([
      '02',
      '03',
    ]);
    const days = { fromIso: '2022-05-01', toIso: '2022-06-01' };
    expect(store.listScreenings(days).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it('takes a screening only after its facts, and each id once', () => {
    const { store, factsDigest } = recordOf(1);
    expect(() => store.appendScreening(screeningOf('02'))).toThrow(Bug);
    expect(() => store.appendScreening({ ...screeningOf('01'), factsDigest })).toThrow(StoreError);
    expect(store.verifyChain()).toMatchObject({ ok: true, rows: 1 });
  });

  it('waits for the disk when a screening is added, and for nothing else', () => {
    const db = openForTest();
    const level = () => db.pragma('synchronous', { simple: true });
    const levels: unknown[] = [];
    const store = createScreeningStore(db, {
      randomBytes: (count) => {
        // Bytes are drawn while the screening is written.
        levels.push(level());
        return new Uint8Array(count);
      },
    });
    const factsDigest = store.writeFactBundle('[]');
    store.appendScreening({ ...screeningOf('01'), factsDigest });
    expect(() => store.appendScreening({ ...screeningOf('01'), factsDigest })).toThrow(StoreError);
    expect(levels).toEqual([FULL, FULL]);
    expect(level()).toBe(NORMAL);
  });

  it.each(['input', 'payeeReference'])('takes no verdict that holds the %s', (field) => {
    const { store, factsDigest } = recordOf(0);
    const verdictJson = JSON.stringify({ decision: 'proceed', [field]: 'Jane Roe' });
    const screening = { ...screeningOf('01'), factsDigest, verdictJson };
    expect(() => store.appendScreening(screening)).toThrow(Bug);
  });

  it('refuses every change of what is recorded', () => {
    const { db } = recordOf(2);
    expect(() => db.exec("UPDATE screening SET decision = 'proceed'")).toThrow(/never changes/);
    expect(() => db.exec('DELETE FROM screening WHERE sequence = 2')).toThrow(/never deleted/);
    expect(() => db.exec("UPDATE screening_input SET input = ''")).toThrow(/never changed/);
    expect(() => db.exec("UPDATE fact_bundle SET bytes = x'00'")).toThrow(/never change/);
    expect(() => db.exec('DELETE FROM fact_bundle')).toThrow(/FOREIGN KEY/);
  });
});

describe('the chain of screenings', () => {
  it('holds for an empty record and for one that nobody touched', () => {
    expect(recordOf(0).store.verifyChain()).toEqual({ ok: true, rows: 0, head: null });
    const { store } = recordOf(3);
    const head = store.readScreening('03')?.rowHash;
    expect(store.verifyChain()).toEqual({ ok: true, rows: 3, head });
  });

  it('starts equal records with equal hashes', () => {
    expect(recordOf(3).store.verifyChain()).toEqual(recordOf(3).store.verifyChain());
  });

  it.each([
    ["decision = 'hold'"],
    ['complete = 0'],
    ["screened_at = '2022-05-01T00:00:00Z'"],
    ["screening_id = 'another'"],
    ["valid_until = '2099-01-01T00:00:00Z'"],
    ["verdict_digest = 'sha256:0'"],
    ["facts_digest = 'sha256:0'"],
    ["rule_set_digest = 'sha256:0'"],
    ["policy_json = '{}'"],
    ['engine_version = 2'],
    [`anchors_json = '{"eip155:1":null}'`],
    ["label_snapshots_json = '[]'"],
    ["subjects_json = '[]'"],
    ["verdict_json = '{}'"],
    ["input_digest = 'sha256:0'"],
    ["row_hash = 'sha256:0'"],
  ])('shows an edited row: %s', (edit) => {
    const { db, store } = recordOf(3);
    tamper(db, `UPDATE screening SET ${edit} WHERE sequence = 2`);
    expect(store.verifyChain()).toMatchObject({
      ok: false,
      sequence: 2,
      problem: expect.stringContaining('changed'),
    });
  });

  it('covers every column of the table', () => {
    const { db } = recordOf(1);
    const columns = db.prepare("SELECT name FROM pragma_table_info('screening')").pluck().all();
    const edited = ['sequence', 'previous_hash', 'row_hash'];
    const listed = [
      ...['decision', 'complete', 'screened_at', 'screening_id', 'valid_until', 'verdict_digest'],
      ...['facts_digest', 'rule_set_digest', 'policy_json', 'engine_version', 'anchors_json'],
      ...['label_snapshots_json', 'subjects_json', 'verdict_json', 'input_digest'],
    ];
    expect([...columns].sort()).toEqual([...edited, ...listed].sort());
  });

  it.each([1, 2, 3])('shows that row %i of three was dropped', (sequence) => {
    const { db, store } = recordOf(3);
    tamper(db, `DELETE FROM screening WHERE sequence = ${sequence}`);
    expect(store.verifyChain()).toEqual({ ok: false, sequence, problem: 'The row is missing.' });
  });

  it.each([
    [1, 'UPDATE screening SET valid_until = 9 WHERE sequence = 1', 'was changed'],
    [2, 'UPDATE screening SET valid_until = 9 WHERE sequence = 1', null],
    [1, 'DELETE FROM screening WHERE sequence = 1', 'is missing'],
    [2, 'DELETE FROM screening WHERE sequence = 1', 'before it is missing'],
    [2, "UPDATE screening SET row_hash = '' WHERE sequence = 1", 'does not follow the row before'],
    [2, "UPDATE screening SET previous_hash = '' WHERE sequence = 3", 'does not follow it'],
    [3, "UPDATE screening SET previous_hash = '' WHERE sequence = 2", null],
    [1, 'DELETE FROM screening WHERE sequence = 3', null],
  ])('tells of row %i alone after %s', (sequence, sql, problem) => {
    const { db, store } = recordOf(3);
    expect(store.findProblem(`0${sequence}`)).toBeNull();
    tamper(db, sql);
    const found = store.findProblem(`0${sequence}`);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toContain(problem);
  });

  it('still shows a dropped last row after another was added', () => {
    const { db, store, factsDigest } = recordOf(3);
    tamper(db, 'DELETE FROM screening WHERE sequence = 3');
    store.appendScreening({ ...screeningOf('04'), factsDigest });
    expect(store.verifyChain()).toMatchObject({ ok: false, sequence: 3 });
  });

  it('shows a row that was dropped and closed up', () => {
    const { db, store } = recordOf(3);
    tamper(
      db,
      'DELETE FROM screening WHERE sequence = 2; UPDATE screening SET sequence = 2 WHERE sequence = 3',
    );
    expect(store.verifyChain()).toMatchObject({
      ok: false,
      sequence: 2,
      problem: expect.stringContaining('follow'),
    });
  });

  it('shows rows that changed places', () => {
    const { db, store } = recordOf(3);
    tamper(
      db,
      `UPDATE screening SET sequence = 9 WHERE sequence = 1;
       UPDATE screening SET sequence = 1 WHERE sequence = 2;
       UPDATE screening SET sequence = 2 WHERE sequence = 9`,
    );
    expect(store.verifyChain()).toMatchObject({
      ok: false,
      sequence: 1,
      problem: expect.stringContaining('follow'),
    });
  });

  it.each(["input = 'another wallet'", "payee_reference = 'payee 18'", "salt = x'00'"])(
    'shows a changed input: %s',
    (edit) => {
      const { db, store } = recordOf(3);
      tamper(db, `UPDATE screening_input SET ${edit} WHERE screening_id = '02'`);
      expect(store.verifyChain()).toMatchObject({
        ok: false,
        sequence: 2,
        problem: expect.stringContaining('input'),
      });
    },
  );
});

describe('what a person typed', () => {
  it('stands in no chained row, and its digest is salted', () => {
    const { db } = recordOf(2);
    const rows = db.prepare<[], { readonly input_digest: string }>('SELECT * FROM screening').all();
    expect(JSON.stringify(rows)).not.toMatch(/Jane Roe|payee 17/);
    expect(new Set(rows.map(({ input_digest }) => input_digest)).size).toBe(2);
  });

  it('can be erased, from the file too, while the chain still holds', () => {
    const { db, store } = recordOf(3);
    const readFile = () =>
      readFileSync(db.name, 'latin1') + readFileSync(`${db.name}-wal`, 'latin1');
    expect(readFile()).toContain('Jane Roe');
    for (const id of ['01', '02', '03']) expect(store.eraseInput(id)).toBe(true);
    expect(readFile()).not.toContain('Jane Roe');
    expect(store.eraseInput('02')).toBe(false);
    expect(store.readScreening('02')).toMatchObject({ screeningId: '02', personal: null });
    expect(store.verifyChain()).toMatchObject({ ok: true, rows: 3 });
  });

  it('may come without a payee reference', () => {
    const { store, factsDigest } = recordOf(0);
    store.appendScreening({ ...screeningOf('01'), factsDigest, payeeReference: null });
    expect(store.readScreening('01')?.personal?.payeeReference).toBeNull();
    expect(store.verifyChain()).toMatchObject({ ok: true });
  });
});

describe('the facts of a screening', () => {
  it('are stored once under the digest of their text, compressed', () => {
    const { db, store } = recordOf(0);
    const text = JSON.stringify(Array.from({ length: 500 }, () => ({ amount: '1', näme: '✓' })));
    const digest = store.writeFactBundle(text);
    expect(store.writeFactBundle(text)).toBe(digest);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(store.readFactBundle(digest)).toBe(text);
    const size = db.prepare<[string], number>(
      'SELECT length(bytes) FROM fact_bundle WHERE digest = ?',
    );
    expect(size.pluck().get(digest)).toBeLessThan(text.length / 10);
  });

  it('are not there for an unknown digest', () => {
    const { store } = recordOf(0);
    expect(store.readFactBundle('sha256:0')).toBeNull();
    expect(store.checkFactBundle('sha256:0')).toBe('missing');
  });

  it.each([
    ['other bytes', "x'00'"],
    ['another bundle', '(SELECT bytes FROM fact_bundle WHERE digest = @other)'],
  ])('are refused when the file holds %s under their digest', (_case, bytes) => {
    const { db, store, factsDigest } = recordOf(1);
    const other = store.writeFactBundle('[]');
    expect(store.checkFactBundle(factsDigest)).toBe('whole');
    db.exec('DROP TRIGGER fact_bundle_is_immutable');
    db.prepare(`UPDATE fact_bundle SET bytes = ${bytes} WHERE digest = @digest`).run({
      digest: factsDigest,
      other,
    });
    expect(() => store.readFactBundle(factsDigest)).toThrow(StoreError);
    expect(() => store.readFactBundle(factsDigest)).toThrow(/damaged/);
    expect(store.checkFactBundle(factsDigest)).toBe('damaged');
  });
});
