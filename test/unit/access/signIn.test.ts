import { parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { createPasswords, NOBODYS_HASH } from '../../../src/app/access/passwords.js';
import { AbortedError } from '../../../src/core/errors.js';
import { createRefusalStore } from '../../../src/store/refusalStore.js';
import { openAccess, PASSWORD } from './accessWorld.js';

describe('signing in', () => {
  it('opens a session for the right password, whatever the case of the name', async () => {
    const { add, signIn, access } = openAccess();
    const user = await add('Ada Example', 'compliance');
    const result = await signIn('  ada  EXAMPLE ');
    if (result.kind !== 'signed-in') throw new Error('not let in');
    const open = access.readSession(result.sessionSecret);
    expect(open?.actor).toEqual({
      kind: 'person',
      id: user.id,
      personId: user.id,
      name: 'Ada Example',
      role: 'compliance',
      permissions: ['read', 'screen', 'payees', 'pay', 'release', 'labels', 'audit'],
    });
    expect(access.listUsers()).toMatchObject([{ lastSignInAt: '2026-11-22T10:00:00Z' }]);
  });

  it.each([
    ['another password', 'Ada', `${PASSWORD}!`],
    ['an unknown name', 'Bob', PASSWORD],
    ['no password', 'Ada', ''],
  ])('is refused for %s', async (_, name, password) => {
    const { add, signIn } = openAccess();
    await add('Ada', 'finance');
    expect(await signIn(name, { password })).toEqual({ kind: 'refused' });
  });

  it('is refused in the same words for who is disabled, and for who has no password yet', async () => {
    const { access, add, signIn } = openAccess();
    const { id } = await add('Ada', 'finance');
    access.disableUser(id, LOCAL_ACTOR);
    access.addUser({ name: 'Bob', role: 'finance' }, LOCAL_ACTOR);
    expect(await signIn('Ada')).toEqual({ kind: 'refused' });
    expect(await signIn('Bob', { password: '' })).toEqual({ kind: 'refused' });
    access.enableUser(id, LOCAL_ACTOR);
    expect(await signIn('Ada')).toMatchObject({ kind: 'signed-in' });
  });

  it('is refused where the password was reset while it was looked at', async () => {
    const { access, add, signIn } = openAccess();
    const { id } = await add('Ada', 'finance');
    const attempt = signIn('Ada');
    access.resetPassword(id, LOCAL_ACTOR);
    expect(await attempt).toEqual({ kind: 'refused' });
  });

  it('takes a password as it is meant, not as a keyboard composes it', async () => {
    const { access, signIn } = openAccess();
    const { link } = access.addUser({ name: 'Ada', role: 'finance' }, LOCAL_ACTOR);
    await access.choosePassword({
      secret: link.secret,
      password: 'cafe\u0301 horse battery staple',
    });
    const password = 'caf\u00e9 horse battery staple';
    expect(await signIn('Ada', { password })).toMatchObject({ kind: 'signed-in' });
  });
});

describe('the lock of a name', () => {
  const wrong = { password: 'another password of hers' };

  it.each(['Ada', 'Nobody Known'])(
    'falls after five refusals and opens again: %s',
    async (name) => {
      const { add, signIn, wait } = openAccess();
      await add('Ada', 'finance');
      for (let at = 0; at < 5; at += 1)
        expect(await signIn(name, wrong)).toEqual({ kind: 'refused' });
      const locked = { kind: 'locked', untilIso: '2026-11-22T10:15:00Z' };
      expect(await signIn(name, wrong)).toEqual(locked);
      expect(await signIn(name)).toEqual(locked);
      wait(15 * 60 - 1);
      expect(await signIn(name)).toEqual(locked);
      wait(1);
      expect(await signIn(name, wrong)).toEqual({ kind: 'refused' });
      if (name === 'Ada') expect(await signIn(name)).toMatchObject({ kind: 'signed-in' });
    },
  );

  it('does not fall where the fifth attempt is right, which clears the count', async () => {
    const { add, signIn } = openAccess();
    await add('Ada', 'finance');
    for (let round = 0; round < 2; round += 1) {
      for (let at = 0; at < 4; at += 1) await signIn('Ada', wrong);
      expect(await signIn('Ada')).toMatchObject({ kind: 'signed-in' });
    }
  });

  it('does not fall for refusals that are a quarter of an hour apart', async () => {
    const { add, signIn, wait } = openAccess();
    await add('Ada', 'finance');
    await signIn('Ada', wrong);
    wait(15 * 60);
    for (let at = 0; at < 4; at += 1) await signIn('Ada', wrong);
    expect(await signIn('Ada')).toMatchObject({ kind: 'signed-in' });
  });

  it('lets no more than five guesses be made at the same time', async () => {
    const { add, signIn } = openAccess();
    await add('Ada', 'finance');
    const results = await Promise.all(Array.from({ length: 12 }, () => signIn('Ada', wrong)));
    expect(results.filter(({ kind }) => kind === 'refused')).toHaveLength(5);
    expect(results.filter(({ kind }) => kind === 'locked')).toHaveLength(7);
  });

  it('holds for other processes, and for one name alone', async () => {
    const { add, signIn, openAgain } = openAccess();
    await add('Ada', 'finance');
    await add('Bob', 'finance');
    for (let at = 0; at < 5; at += 1) await signIn('Ada', wrong);
    const attempt = { password: PASSWORD, code: null };
    const other = openAgain().access;
    expect(await other.signIn({ ...attempt, name: 'Ada' })).toMatchObject({ kind: 'locked' });
    expect(await other.signIn({ ...attempt, name: 'Bob' })).toMatchObject({ kind: 'signed-in' });
  });

  it('does not fall where somebody cannot get through a crowd', async () => {
    const { add, signIn } = openAccess();
    await add('A. Example', 'finance');
    const crowd = Array.from({ length: 60 }, (_, at) => `made up ${at}`);
    const mine = Array.from({ length: 10 }, () => 'A. Example');
    const came = await Promise.allSettled([...crowd, ...mine].map((name) => signIn(name)));
    const refused = came.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.every((reason) => reason instanceof AbortedError)).toBe(true);
    expect(came.slice(-10).map(({ status }) => status)).toEqual(mine.map(() => 'rejected'));
    expect((await signIn('A. Example', { password: 'wrong' })).kind).toBe('refused');
    expect((await signIn('A. Example')).kind).toBe('signed-in');
  });

  it('is opened by a reset', async () => {
    const { access, add, signIn } = openAccess();
    const { id } = await add('Ada', 'finance');
    for (let at = 0; at < 5; at += 1) await signIn('Ada', wrong);
    const { secret } = access.resetPassword(id, LOCAL_ACTOR);
    await access.choosePassword({ secret, password: PASSWORD });
    expect(await signIn('Ada')).toMatchObject({ kind: 'signed-in' });
  });

  it('keeps rows of the last half hour alone', async () => {
    const { db, signIn, wait } = openAccess();
    const rows = db.prepare<[], number>('SELECT count(*) FROM sign_in_refusal').pluck();
    for (const name of ['a', 'b', 'c']) await signIn(name);
    expect(rows.get()).toBe(3);
    wait(30 * 60 + 1);
    await signIn('d');
    expect(rows.get()).toBe(1);
  });
});

describe('the record of refusals', () => {
  it('is bounded, however many names are made up', () => {
    const { db } = openAccess();
    const refusals = createRefusalStore(db);
    const add = (at: number) =>
      refusals.addRefusal({ nameKey: `name ${at}`, atSeconds: at, sinceSeconds: 0 });
    db.transaction(() => {
      for (let at = 1; at <= 10_001; at += 1) add(at);
    })();
    expect(db.prepare('SELECT count(*) FROM sign_in_refusal').pluck().get()).toBe(10_000);
    expect(refusals.listRefusals('name 1', 0)).toEqual([]);
    expect(refusals.listRefusals('name 2', 0)).toEqual([2]);
    expect(refusals.listRefusals('name 10001', 0)).toEqual([10_001]);
  });

  it('names nobody', async () => {
    const { db, signIn } = openAccess();
    await signIn('Ada Example');
    const rows = JSON.stringify(db.prepare('SELECT * FROM sign_in_refusal').all());
    expect(rows).toContain('sha256:');
    expect(rows.toLowerCase()).not.toContain('example');
  });
});

describe('the hash of a password', () => {
  const passwords = createPasswords((size) => new Uint8Array(size).fill(7));

  it('is argon2id at the cost that is cited', async () => {
    const hash = await passwords.hash(PASSWORD);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.isOf(PASSWORD, hash)).toBe(true);
    expect(await passwords.isOf(`${PASSWORD}.`, hash)).toBe(false);
  });

  it('is computed beside everything else: what waits meanwhile has its turn', async () => {
    let hadItsTurn = false;
    setImmediate(() => {
      hadItsTurn = true;
    });
    await passwords.hash(PASSWORD);
    expect(hadItsTurn).toBe(true);
  });

  it('takes as much work where there is none', async () => {
    const hash = await passwords.hash(PASSWORD);
    expect(parseOptions(NOBODYS_HASH)).toEqual(parseOptions(hash));
    expect(await passwords.isOf('', null)).toBe(false);
  });
});
