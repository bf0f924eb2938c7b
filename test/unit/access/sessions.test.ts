import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { openAccess, PASSWORD } from './accessWorld.js';

const HOURS = 3600;

describe('a session', () => {
  it('has a secret of 256 random bits, of which the database holds a digest', async () => {
    const { add, enter, db } = openAccess();
    await add('Ada', 'finance');
    const secret = await enter('Ada');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const kept = JSON.stringify(db.prepare('SELECT * FROM session').all());
    expect(kept).not.toContain(secret);
    expect(kept).toContain('sha256:');
  });

  it('is another one at each sign-in, and so is what its forms bring along', async () => {
    const { access, add, enter } = openAccess();
    await add('Ada', 'finance');
    const secrets = [await enter('Ada'), await enter('Ada')];
    const tokens = secrets.map((secret) => access.readSession(secret)?.csrfToken);
    expect(new Set(secrets).size).toBe(2);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens[0]).toMatch(/^[\w-]{43}$/);
    expect(access.readSession(secrets[0] ?? '')?.csrfToken).toBe(tokens[0]);
    expect(secrets).not.toContain(tokens[0]);
  });

  it('ends when nobody asked for eight hours, and not before', async () => {
    const { access, add, enter, wait } = openAccess();
    await add('Ada', 'finance');
    const [used, idle] = [await enter('Ada'), await enter('Ada')];
    wait(8 * HOURS - 1);
    expect(access.readSession(used)).not.toBeNull();
    wait(1);
    expect(access.readSession(idle)).toBeNull();
    expect(access.readSession(used)).not.toBeNull();
  });

  it('ends after a day however often it is used', async () => {
    const { access, add, enter, wait } = openAccess();
    await add('Ada', 'finance');
    const secret = await enter('Ada');
    for (let hour = 1; hour < 24; hour += 1) {
      wait(HOURS);
      expect(access.readSession(secret)).not.toBeNull();
    }
    wait(HOURS - 1);
    expect(access.readSession(secret)).not.toBeNull();
    wait(1);
    expect(access.readSession(secret)).toBeNull();
  });

  it('ends when its person signs out, and no other does', async () => {
    const { access, add, enter } = openAccess();
    await add('Ada', 'finance');
    const [here, there] = [await enter('Ada'), await enter('Ada')];
    access.signOut(here);
    expect(access.readSession(here)).toBeNull();
    expect(access.readSession(there)).not.toBeNull();
    access.signOut(here);
  });

  it('is not opened by anything else', async () => {
    const { access, add, enter, db } = openAccess();
    await add('Ada', 'finance');
    await enter('Ada');
    const digest = db.prepare<[], string>('SELECT session_digest FROM session').pluck().get();
    for (const secret of ['', 'x', digest ?? '']) expect(access.readSession(secret)).toBeNull();
  });

  it('writes down its use once a minute, so that few requests write', async () => {
    const { access, add, enter, db, wait } = openAccess();
    await add('Ada', 'finance');
    const secret = await enter('Ada');
    const writes = () => db.prepare<[], number>('SELECT total_changes()').pluck().get();
    const before = writes();
    for (let second = 0; second < 59; second += 1) {
      wait(1);
      access.readSession(secret);
    }
    expect(writes()).toBe(before);
    wait(1);
    access.readSession(secret);
    access.readSession(secret);
    expect(writes()).toBe((before ?? 0) + 1);
  });

  it('leaves no row once it is over and somebody else signs in', async () => {
    const { add, enter, db, wait } = openAccess();
    await add('Ada', 'finance');
    await enter('Ada');
    wait(8 * HOURS + 1);
    await enter('Ada');
    expect(db.prepare('SELECT count(*) FROM session').pluck().get()).toBe(1);
  });
});

describe('what another process changes', () => {
  it('ends the sessions of who is disabled at once', async () => {
    const { access, add, enter, openAgain } = openAccess();
    const { id } = await add('Ada', 'finance');
    await add('Bob', 'finance');
    const [ada, bob] = [await enter('Ada'), await enter('Bob')];
    expect(access.readSession(ada)).not.toBeNull();
    openAgain().access.disableUser(id, LOCAL_ACTOR);
    expect(access.readSession(ada)).toBeNull();
    expect(access.readSession(bob)).not.toBeNull();
    openAgain().access.enableUser(id, LOCAL_ACTOR);
    expect(access.readSession(ada)).toBeNull();
  });

  it('ends them also where the row of the person alone was written', async () => {
    const { access, add, enter, db } = openAccess();
    await add('Ada', 'finance');
    const secret = await enter('Ada');
    db.exec("UPDATE app_user SET disabled_at = '2026-11-22T10:00:00Z'");
    expect(access.readSession(secret)).toBeNull();
  });

  it('ends the sessions of who gets another password at once', async () => {
    const { access, add, enter, openAgain } = openAccess();
    const { id } = await add('Ada', 'finance');
    const before = await enter('Ada');
    const { secret } = openAgain().access.resetPassword(id, LOCAL_ACTOR);
    expect(access.readSession(before)).toBeNull();
    await access.choosePassword({ secret, password: PASSWORD });
    expect(access.readSession(before)).toBeNull();
    expect(access.readSession(await enter('Ada'))).not.toBeNull();
  });

  it('gives another role at once', async () => {
    const { access, add, enter, openAgain } = openAccess();
    const { id } = await add('Ada', 'finance');
    const secret = await enter('Ada');
    openAgain().access.changeRole(id, 'auditor', LOCAL_ACTOR);
    expect(access.readSession(secret)?.actor.permissions).toEqual(['read', 'audit']);
  });
});
