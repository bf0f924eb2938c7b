import { describe, expect, it } from 'vitest';
import { createJobStore, LEASE_MS } from '../../../src/store/jobStore.js';
import { createScreeningStore } from '../../../src/store/screeningStore.js';
import { screeningOf } from './screeningFixtures.js';
import { openForTest } from './temporaryDatabase.js';

/** Two services on one database, with a clock that is set by hand. */
function openTwo() {
  const db = openForTest();
  const clock = { ms: 1_000_000 };
  const gone = new Set<string>();
  const open = (owner: string) =>
    createJobStore(db, { owner, isGone: (one) => gone.has(one), nowMs: () => clock.ms });
  const add = (jobs: ReturnType<typeof open>, screeningId: string) =>
    jobs.add({
      ...{ screeningId, urgency: 'single', requestedAt: '2022-05-16T10:00:00Z', policyJson: '{}' },
      actor: { kind: 'person', id: 'p' },
      item: { text: 'typed text', payeeReference: 'a payee', onlyOn: null, asOf: null },
    });
  const [one, two] = [open('one'), open('two')];
  one.reopen();
  two.reopen();
  return { db, clock, gone, open, add, one, two };
}

const idsOf = (jobs: readonly { readonly screeningId: string }[]) =>
  jobs.map(({ screeningId }) => screeningId);

describe('a job', () => {
  it('stays with who was asked for it while that one says that it is there', () => {
    const { clock, add, one, two } = openTwo();
    add(one, 'a');
    expect([two.renew(), two.claim('a')]).toEqual([[], false]);
    clock.ms += LEASE_MS - 1;
    expect(two.renew()).toEqual([]);
    one.renew();
    clock.ms += LEASE_MS - 1;
    expect(two.renew()).toEqual([]);
    expect(one.claim('a')).toBe(true);
    expect(two.readOpen('a')).toEqual({ state: 'running', ahead: 0 });
  });

  it('is taken over once when the lease is over, and is lost to who had it', () => {
    const { db, clock, add, open, one, two } = openTwo();
    for (const id of ['a', 'b']) add(one, id);
    one.claim('a');
    clock.ms += LEASE_MS;
    expect(idsOf(two.renew())).toEqual(['a', 'b']);
    expect(idsOf(open('three').reopen())).toEqual([]);
    expect(two.readOpen('b')).toEqual({ state: 'queued', ahead: 1 });
    // Who wakes late neither runs it, nor ends it, nor puts it back.
    expect([one.claim('b'), one.noteCrash('a')]).toEqual([false, 0]);
    let isTold = false;
    const note = () => {
      isTold = true;
    };
    const failure = { code: 'bug', sentence: 'No.' };
    expect([one.fail('a', { failure, note }), isTold]).toEqual([false, false]);
    two.claim('a');
    one.park('a');
    expect(two.readOpen('a')?.state).toBe('running');
    expect(db.prepare('SELECT count(*) FROM screening_job_input').pluck().get()).toBe(2);
    expect([two.fail('a', { failure, note }), isTold]).toEqual([true, true]);
    expect(two.readFailure('a')).toEqual(failure);
    expect(two.readItem('a')).toBeNull();
  });

  it('is taken over at once from who has let go, or is known to have ended', () => {
    const { gone, add, open, one, two } = openTwo();
    add(one, 'a');
    one.release();
    expect(idsOf(two.renew())).toEqual(['a']);
    gone.add('two');
    expect(idsOf(open('three').reopen())).toEqual(['a']);
  });

  it("is its own again for an owner that comes back, and one of before there were owners is anybody's", () => {
    const { db, add, open, one } = openTwo();
    add(one, 'a');
    one.claim('a');
    expect(idsOf(open('one').reopen())).toEqual(['a']);
    expect(one.readOpen('a')?.state).toBe('queued');
    db.prepare('UPDATE screening_job SET owner_id = NULL').run();
    expect(idsOf(open('three').renew())).toEqual(['a']);
  });

  it('that was recorded meanwhile is done when its owner has ended', () => {
    const { db, clock, add, one, two } = openTwo();
    add(one, 'a');
    const screenings = createScreeningStore(db, { randomBytes: (size) => new Uint8Array(size) });
    const factsDigest = screenings.writeFactBundle('[]');
    screenings.appendScreening({ ...screeningOf('a'), factsDigest });
    clock.ms += LEASE_MS;
    expect(two.renew()).toEqual([]);
    expect(two.readOpen('a')).toBeNull();
    expect(db.prepare('SELECT count(*) FROM screening_job_input').pluck().get()).toBe(0);
  });

  it('leaves nothing of what was typed in its row', () => {
    const { db, add, one } = openTwo();
    add(one, 'a');
    one.fail('a', { failure: { code: 'aborted', sentence: 'It was taken out.' } });
    const rows = JSON.stringify(db.prepare('SELECT * FROM screening_job').all());
    expect(rows).not.toMatch(/typed text|a payee/);
    expect(one.readItem('a')).toBeNull();
  });
});
