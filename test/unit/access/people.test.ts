import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { InputError } from '../../../src/core/errors.js';
import { openAccess, PASSWORD } from './accessWorld.js';

const HOURS = 3600;

describe('the first administrator', () => {
  it('is made by a link that works once', async () => {
    const { access, signIn } = openAccess();
    expect(access.hasUsers()).toBe(false);
    const link = access.createSetupLink();
    expect(link?.expiresAt).toBe('2026-11-22T11:00:00Z');
    const setup = { secret: link?.secret ?? '', name: 'Ada', password: PASSWORD };
    expect(await access.setUp(setup)).toMatchObject({
      name: 'Ada',
      role: 'admin',
      hasPassword: true,
    });
    expect(access.hasUsers()).toBe(true);
    expect(access.createSetupLink()).toBeNull();
    await expect(access.setUp({ ...setup, name: 'Bob' })).rejects.toThrow(/link was used/);
    expect(await signIn('Ada')).toMatchObject({ kind: 'signed-in', actor: { role: 'admin' } });
  });

  it('is made by the newest link alone, for an hour', async () => {
    const { access, wait } = openAccess();
    const setup = { name: 'Ada', password: PASSWORD };
    const [first, second] = [access.createSetupLink(), access.createSetupLink()];
    await expect(access.setUp({ ...setup, secret: first?.secret ?? '' })).rejects.toThrow(
      InputError,
    );
    wait(1 * HOURS);
    await expect(access.setUp({ ...setup, secret: second?.secret ?? '' })).rejects.toThrow(
      InputError,
    );
    const third = access.createSetupLink();
    wait(1 * HOURS - 1);
    await access.setUp({ ...setup, secret: third?.secret ?? '' });
  });

  it('is one, also where two are made at the same time', async () => {
    const { access } = openAccess();
    const secret = access.createSetupLink()?.secret ?? '';
    const results = await Promise.allSettled(
      ['Ada', 'Bob'].map((name) => access.setUp({ secret, name, password: PASSWORD })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(access.listUsers()).toHaveLength(1);
  });

  it('is not made by the link of somebody who chooses a password', async () => {
    const { access } = openAccess();
    const { link } = access.addUser({ name: 'Ada', role: 'finance' }, LOCAL_ACTOR);
    const setup = { secret: link.secret, name: 'Bob', password: PASSWORD };
    await expect(access.setUp(setup)).rejects.toThrow(InputError);
  });
});

describe('a link to choose a password', () => {
  it('works once, for a day', async () => {
    const { access, wait } = openAccess();
    const choose = (secret: string) => access.choosePassword({ secret, password: PASSWORD });
    const { user, link } = access.addUser({ name: 'Ada', role: 'finance' }, LOCAL_ACTOR);
    expect(link.expiresAt).toBe('2026-11-23T10:00:00Z');
    expect(user).toMatchObject({ name: 'Ada', hasPassword: false, disabledAt: null });
    wait(24 * HOURS - 1);
    expect(await choose(link.secret)).toMatchObject({ id: user.id, hasPassword: true });
    await expect(choose(link.secret)).rejects.toThrow(/link was used/);
    const again = access.resetPassword(user.id, LOCAL_ACTOR);
    wait(24 * HOURS);
    await expect(choose(again.secret)).rejects.toThrow(/too old/);
  });

  it('is not used up by a weak password, and no password is by the name', async () => {
    const { access } = openAccess();
    const { link } = access.addUser({ name: 'Bartholomew', role: 'finance' }, LOCAL_ACTOR);
    const choose = (password: string) => access.choosePassword({ secret: link.secret, password });
    await expect(choose('short')).rejects.toThrow(/5 characters/);
    await expect(choose('bartholomew-1987')).rejects.toThrow(/easy to guess/);
    await choose(PASSWORD);
  });

  it('is used once, also where two choose at the same time', async () => {
    const { access } = openAccess();
    const { link } = access.addUser({ name: 'Ada', role: 'finance' }, LOCAL_ACTOR);
    const results = await Promise.allSettled(
      [PASSWORD, `${PASSWORD}!`].map((password) =>
        access.choosePassword({ secret: link.secret, password }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('ends with the next one, and when its person is disabled', async () => {
    const { access } = openAccess();
    const { user, link } = access.addUser({ name: 'Ada', role: 'finance' }, LOCAL_ACTOR);
    const second = access.resetPassword(user.id, LOCAL_ACTOR);
    access.disableUser(user.id, LOCAL_ACTOR);
    access.enableUser(user.id, LOCAL_ACTOR);
    for (const { secret } of [link, second]) {
      await expect(access.choosePassword({ secret, password: PASSWORD })).rejects.toThrow(
        InputError,
      );
    }
  });

  it('stands nowhere in the database', async () => {
    const { access, db } = openAccess();
    const { link } = access.addUser({ name: 'Ada', role: 'finance' }, LOCAL_ACTOR);
    expect(JSON.stringify(db.prepare('SELECT * FROM one_time_link').all())).not.toContain(
      link.secret,
    );
  });
});

describe('people', () => {
  it('have names that are taken once, and an error repeats none', async () => {
    const { access } = openAccess();
    access.addUser({ name: 'Ada Example', role: 'finance' }, LOCAL_ACTOR);
    const again = () => access.addUser({ name: ' ADA example ', role: 'admin' }, LOCAL_ACTOR);
    expect(again).toThrow(InputError);
    expect(again).not.toThrow(/ada/i);
    expect(() => access.addUser({ name: ' ', role: 'admin' }, LOCAL_ACTOR)).toThrow(/blank/);
    expect(access.listUsers()).toHaveLength(1);
  });

  it('lose password and second factor by a reset', async () => {
    const { access, add, signIn } = openAccess();
    const { id } = await add('Ada', 'finance');
    access.resetPassword(id, LOCAL_ACTOR);
    expect(await signIn('Ada')).toEqual({ kind: 'refused' });
    expect(access.listUsers()).toMatchObject([{ hasPassword: false, hasSecondFactor: false }]);
  });

  it('are not reset while they are disabled', async () => {
    const { access, add } = openAccess();
    const { id } = await add('Ada', 'finance');
    access.disableUser(id, LOCAL_ACTOR);
    expect(() => access.resetPassword(id, LOCAL_ACTOR)).toThrow(/disabled/);
  });

  it('are changed by who may manage alone', async () => {
    const { access, add, enter } = openAccess();
    const { id } = await add('Ada', 'compliance');
    const actor = access.readSession(await enter('Ada'))?.actor ?? LOCAL_ACTOR;
    const token = { name: 'bot', scopes: ['read' as const], expiresAt: '2026-12-01' };
    const before = access.listUsers();
    for (const change of [
      () => access.addUser({ name: 'Bob', role: 'admin' }, actor),
      () => access.changeRole(id, 'admin', actor),
      () => access.disableUser(id, actor),
      () => access.enableUser(id, actor),
      () => access.resetPassword(id, actor),
      () => access.issueToken(token, actor),
      () => access.revokeToken('any', actor),
    ]) {
      expect(change).toThrow(/"manage"/);
    }
    expect(access.listUsers()).toEqual(before);
  });

  it('are known by their ids', () => {
    const { access } = openAccess();
    expect(() => access.disableUser('01J', LOCAL_ACTOR)).toThrow(InputError);
    expect(() => access.changeRole('01J', 'admin', LOCAL_ACTOR)).toThrow(InputError);
  });
});

describe('the last administrator', () => {
  it('keeps the role and stays enabled until somebody else can sign in as one', async () => {
    const { access, add } = openAccess();
    const ada = await add('Ada', 'admin');
    const { user: bob, link } = access.addUser({ name: 'Bob', role: 'admin' }, LOCAL_ACTOR);
    expect(() => access.disableUser(ada.id, LOCAL_ACTOR)).toThrow(/last administrator/);
    expect(() => access.changeRole(ada.id, 'finance', LOCAL_ACTOR)).toThrow(/last administrator/);
    await access.choosePassword({ secret: link.secret, password: PASSWORD });
    access.changeRole(ada.id, 'finance', LOCAL_ACTOR);
    expect(() => access.disableUser(bob.id, LOCAL_ACTOR)).toThrow(/last administrator/);
    access.changeRole(bob.id, 'admin', LOCAL_ACTOR);
    expect(access.listUsers()).toMatchObject([
      { name: 'Ada', role: 'finance', disabledAt: null },
      { name: 'Bob', role: 'admin', disabledAt: null },
    ]);
  });

  it('is told by what another process has written by then', async () => {
    const { access, add, openAgain } = openAccess();
    const [ada, bob] = [await add('Ada', 'admin'), await add('Bob', 'admin')];
    openAgain().access.disableUser(ada.id, LOCAL_ACTOR);
    expect(() => access.disableUser(bob.id, LOCAL_ACTOR)).toThrow(/last administrator/);
  });
});
