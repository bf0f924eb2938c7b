import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { Bug, StoreError } from '../../../src/core/errors.js';
import type { DatabaseHandle } from '../../../src/store/open.js';
import { type AccessWorld, codeAt, openAccess, PASSWORD } from './accessWorld.js';

/** A log of some rows. */
function logOf(rows: number): AccessWorld {
  const world = openAccess();
  for (let at = 1; at <= rows; at += 1) {
    world.audit.append({
      actor: { kind: 'person', id: `person-${at}` },
      action: 'screening-asked',
      subjectId: `screening-${at}`,
    });
  }
  return world;
}

/** Writes as somebody does who edits the file: without the triggers. */
function tamper(db: DatabaseHandle, sql: string): void {
  db.exec('DROP TRIGGER audit_event_is_immutable; DROP TRIGGER audit_event_is_kept');
  db.exec(sql);
}

describe('the audit log', () => {
  it('is read from the newest row on, page by page', () => {
    const { audit } = logOf(5);
    const first = audit.list({ before: null, limit: 2 });
    expect(first.map(({ sequence }) => sequence)).toEqual([5, 4]);
    expect(first[0]).toEqual({
      ...{ sequence: 5, at: '2026-11-22T10:00:00Z', action: 'screening-asked' },
      actor: { kind: 'person', id: 'person-5' },
      subjectId: 'screening-5',
    });
    const rest = audit.list({ before: 4, limit: 9 });
    expect(rest.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  });

  it('has a head that can be written down elsewhere', () => {
    expect(openAccess().audit.readHead()).toBeNull();
    const head = logOf(3).audit.readHead();
    expect(head).toMatchObject({
      sequence: 3,
      hash: expect.stringMatching(/^sha256:[\da-f]{64}$/),
    });
  });

  it('refuses changes', () => {
    const { db } = logOf(1);
    expect(() => db.exec("UPDATE audit_event SET action = 'x'")).toThrow(/never changes/);
    expect(() => db.exec('DELETE FROM audit_event')).toThrow(/never deleted/);
  });

  it.each(['Ada Example', 'ada@example.com', 'Ольга', '', 'x'.repeat(65)])(
    'refuses %j, which is no id',
    (text) => {
      const { audit } = openAccess();
      const event = { actor: null, action: 'labels-imported', subjectId: null } as const;
      const actor = { kind: 'person', id: text } as const;
      expect(() => audit.append({ ...event, subjectId: text })).toThrow(Bug);
      expect(() => audit.append({ ...event, actor })).toThrow(Bug);
      expect(audit.list({ before: null, limit: 1 })).toEqual([]);
    },
  );

  it('says of a row that no Hopsight wrote that it cannot be read', () => {
    const { db, audit } = logOf(2);
    tamper(db, "UPDATE audit_event SET action = 'all-fine' WHERE sequence = 1");
    expect(() => audit.list({ before: null, limit: 9 })).toThrow(StoreError);
  });
});

describe('the chain of the audit log', () => {
  it('holds where nothing was changed', () => {
    expect(openAccess().audit.findProblem()).toBeNull();
    expect(logOf(4).audit.findProblem()).toBeNull();
  });

  it.each([
    ["at = '2020-01-01T00:00:00Z'"],
    ["actor_kind = 'token'"],
    ["actor_id = 'person-9'"],
    ['actor_id = NULL, actor_kind = NULL'],
    ["action = 'labels-synced'"],
    ["subject_id = 'screening-9'"],
    ['subject_id = NULL'],
    ["row_hash = 'sha256:0'"],
  ])('shows an edited row: %s', (edit) => {
    const { db, audit } = logOf(3);
    tamper(db, `UPDATE audit_event SET ${edit} WHERE sequence = 2`);
    expect(audit.findProblem()).toMatchObject({
      sequence: 2,
      problem: expect.stringContaining('changed'),
    });
  });

  it('covers every column of the table', () => {
    const { db } = openAccess();
    const columns = db.prepare("SELECT name FROM pragma_table_info('audit_event')").pluck().all();
    const edited = ['at', 'actor_kind', 'actor_id', 'action', 'subject_id'];
    expect([...columns].sort()).toEqual(
      [...edited, 'sequence', 'previous_hash', 'row_hash'].sort(),
    );
  });

  it.each([1, 2, 3])('shows that row %i of three was dropped', (sequence) => {
    const { db, audit } = logOf(3);
    tamper(db, `DELETE FROM audit_event WHERE sequence = ${sequence}`);
    expect(audit.findProblem()).toEqual({ sequence, problem: 'The row is missing.' });
  });

  it('shows a row that was dropped and closed up', () => {
    const { db, audit } = logOf(3);
    tamper(
      db,
      'DELETE FROM audit_event WHERE sequence = 2; UPDATE audit_event SET sequence = 2 WHERE sequence = 3',
    );
    expect(audit.findProblem()).toMatchObject({ sequence: 2 });
  });

  it('still shows a dropped last row after another was added', () => {
    const { db, audit } = logOf(3);
    tamper(db, 'DELETE FROM audit_event WHERE sequence = 3');
    audit.append({ actor: null, action: 'labels-synced', subjectId: null });
    expect(audit.findProblem()).toMatchObject({ sequence: 3 });
  });
});

describe('what the audit log tells', () => {
  const actionsOf = ({ audit }: AccessWorld) =>
    audit.list({ before: null, limit: 1000 }).map(({ action }) => action);

  it('is every change, by whom and to whom', async () => {
    const world = openAccess();
    const { access, audit, enter, nowMs, wait } = world;
    const secret = access.createSetupLink()?.secret ?? '';
    const ada = await access.setUp({ secret, name: 'Ada', password: PASSWORD });
    const session = await enter('Ada');
    const actor = access.readSession(session)?.actor ?? LOCAL_ACTOR;
    const { user, link } = access.addUser({ name: 'Bob', role: 'finance' }, actor);
    await access.choosePassword({ secret: link.secret, password: PASSWORD });
    await world.signIn('Bob', { password: 'wrong' });
    access.changeRole(user.id, 'auditor', actor);
    access.disableUser(user.id, actor);
    access.enableUser(user.id, actor);
    access.resetPassword(user.id, actor);
    const factor = access.beginSecondFactor(actor);
    access.confirmSecondFactor(actor, codeAt(factor.secret, nowMs()));
    wait(30);
    access.removeSecondFactor(actor, codeAt(factor.secret, nowMs()));
    const expiresAt = '2026-12-01';
    const { token } = access.issueToken({ name: 'bot', scopes: ['read'], expiresAt }, actor);
    access.revokeToken(token.id, actor);
    access.signOut(session);
    const rows = audit.list({ before: null, limit: 99 }).toReversed();
    expect(
      rows.map(({ action, actor: by, subjectId }) => [action, by?.id ?? null, subjectId]),
    ).toEqual([
      ['user-added', ada.id, ada.id],
      ['password-chosen', ada.id, ada.id],
      ['signed-in', ada.id, ada.id],
      ['user-added', ada.id, user.id],
      ['password-chosen', user.id, user.id],
      ['sign-in-refused', null, user.id],
      ['user-changed', ada.id, user.id],
      ['user-disabled', ada.id, user.id],
      ['user-enabled', ada.id, user.id],
      ['password-reset', ada.id, user.id],
      ['second-factor-added', ada.id, ada.id],
      ['second-factor-removed', ada.id, ada.id],
      ['token-issued', ada.id, token.id],
      ['token-revoked', ada.id, token.id],
      ['signed-out', ada.id, ada.id],
    ]);
    expect(audit.findProblem()).toBeNull();
  });

  it('is nothing where nothing changed, and nothing of what failed', async () => {
    const world = openAccess();
    const { id } = await world.add('Ada', 'admin');
    const before = actionsOf(world);
    world.access.changeRole(id, 'admin', LOCAL_ACTOR);
    world.access.enableUser(id, LOCAL_ACTOR);
    expect(() => world.access.disableUser(id, LOCAL_ACTOR)).toThrow();
    expect(() => world.access.addUser({ name: 'ada', role: 'admin' }, LOCAL_ACTOR)).toThrow();
    expect(actionsOf(world)).toEqual(before);
  });

  it('is told together with the change, or neither is', async () => {
    const { access, db } = openAccess();
    db.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON audit_event
      BEGIN SELECT RAISE(ABORT, 'full'); END`);
    expect(() => access.addUser({ name: 'Ada', role: 'admin' }, LOCAL_ACTOR)).toThrow(StoreError);
    expect(access.listUsers()).toEqual([]);
    expect(db.prepare('SELECT count(*) FROM one_time_link').pluck().get()).toBe(0);
  });

  it('is one refused sign-in of an unknown name a minute, so that nobody fills the log', async () => {
    const world = openAccess();
    for (const name of ['a', 'b', 'c']) await world.signIn(name);
    expect(actionsOf(world)).toEqual(['sign-in-refused']);
    world.wait(60);
    await world.signIn('d');
    expect(actionsOf(world)).toEqual(['sign-in-refused', 'sign-in-refused']);
  });

  it('is no name, whatever people and tokens are called', async () => {
    const names = fc
      .uniqueArray(fc.stringMatching(/^[A-Z][a-z]{5,9}( [A-Z][a-z]{5,9})?$/), {
        ...{ minLength: 3, maxLength: 3 },
        selector: (name) => name.toLowerCase(),
      })
      .map(([ada = '', bob = '', bot = '']) => ({ ada, bob, bot }));
    await fc.assert(
      fc.asyncProperty(names, async ({ ada, bob, bot }) => {
        const world = openAccess();
        const { access } = world;
        await world.add(ada, 'admin');
        const actor = access.readSession(await world.enter(ada))?.actor ?? LOCAL_ACTOR;
        const { user } = access.addUser({ name: bob, role: 'finance' }, actor);
        access.changeRole(user.id, 'auditor', actor);
        access.disableUser(user.id, actor);
        await world.signIn(bob);
        await world.signIn(bot);
        const token = { name: bot, scopes: ['read'], expiresAt: '2026-12-01' } as const;
        access.revokeToken(access.issueToken(token, actor).token.id, actor);
        const rows = JSON.stringify(world.db.prepare('SELECT * FROM audit_event').all());
        for (const name of [ada, bob, bot]) {
          expect(rows.toLowerCase()).not.toContain(name.toLowerCase());
        }
      }),
      { numRuns: 15 },
    );
  });
});
