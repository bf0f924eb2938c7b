import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { InputError } from '../../../src/core/errors.js';
import { type AccessWorld, codeAt, openAccess, PASSWORD } from './accessWorld.js';

/** Somebody with a second factor, whose clock has moved on to the next code since. */
async function withSecondFactor(world: AccessWorld) {
  const { access, add, enter, nowMs, wait } = world;
  await add('Ada', 'finance');
  const actor = access.readSession(await enter('Ada'))?.actor ?? LOCAL_ACTOR;
  const { secret, uri } = access.beginSecondFactor(actor);
  const codes = access.confirmSecondFactor(actor, codeAt(secret, nowMs()));
  wait(30);
  /** What the device shows, by a clock that goes wrong by some seconds. */
  const code = (seconds = 0) => codeAt(secret, nowMs() + seconds * 1000);
  return { actor, secret, uri, codes, code };
}

describe('a second factor', () => {
  it('is asked for once the password is right, and not before', async () => {
    const world = openAccess();
    const { code } = await withSecondFactor(world);
    expect(await world.signIn('Ada', { password: 'wrong' })).toEqual({ kind: 'refused' });
    expect(await world.signIn('Ada')).toEqual({ kind: 'code-needed' });
    expect(await world.signIn('Ada', { code: ' ' })).toEqual({ kind: 'code-needed' });
    expect(await world.signIn('Ada', { code: '000000' })).toEqual({ kind: 'refused' });
    expect(await world.signIn('Ada', { code: code() })).toMatchObject({ kind: 'signed-in' });
    expect(world.access.listUsers()).toMatchObject([{ hasSecondFactor: true }]);
  });

  it('has an address that authenticators read', async () => {
    const { uri, secret } = await withSecondFactor(openAccess());
    expect(uri).toContain(`otpauth://totp/Hopsight:Ada?issuer=Hopsight&secret=${secret}`);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('does not count before a code of it was typed', async () => {
    const { access, add, enter } = openAccess();
    await add('Ada', 'finance');
    const actor = access.readSession(await enter('Ada'))?.actor ?? LOCAL_ACTOR;
    expect(() => access.confirmSecondFactor(actor, '000000')).toThrow(/begin/);
    access.beginSecondFactor(actor);
    expect(() => access.confirmSecondFactor(actor, '000000')).toThrow(/wrong/);
    expect(access.listUsers()).toMatchObject([{ hasSecondFactor: false }]);
    await enter('Ada');
  });

  it('takes each code once, in whatever process', async () => {
    const world = openAccess();
    const { code } = await withSecondFactor(world);
    const shown = code();
    await world.enter('Ada', shown);
    const attempt = { name: 'Ada', password: PASSWORD, code: shown };
    expect(await world.signIn('Ada', attempt)).toEqual({ kind: 'refused' });
    expect(await world.openAgain().access.signIn(attempt)).toEqual({ kind: 'refused' });
    world.wait(30);
    expect(await world.signIn('Ada', { code: code() })).toMatchObject({ kind: 'signed-in' });
  });

  it('does not take the code again by which it was confirmed', async () => {
    const world = openAccess();
    const { code } = await withSecondFactor(world);
    expect(await world.signIn('Ada', { code: code(-30) })).toEqual({ kind: 'refused' });
  });

  it('does not take an older code than the last one', async () => {
    const world = openAccess();
    const { code } = await withSecondFactor(world);
    world.wait(60);
    await world.enter('Ada', code());
    expect(await world.signIn('Ada', { code: code(-30) })).toEqual({ kind: 'refused' });
  });

  it.each([
    [-60, 'refused'],
    [-30, 'signed-in'],
    [30, 'signed-in'],
    [60, 'refused'],
  ])('takes a code of a clock that goes wrong by %i seconds: %s', async (seconds, kind) => {
    const world = openAccess();
    const { code } = await withSecondFactor(world);
    world.wait(300);
    expect(await world.signIn('Ada', { code: code(seconds) })).toMatchObject({ kind });
  });

  it('has codes that count like passwords: five wrong ones lock the name', async () => {
    const world = openAccess();
    const { code, actor } = await withSecondFactor(world);
    for (let at = 0; at < 5; at += 1) {
      expect(await world.signIn('Ada')).toEqual({ kind: 'code-needed' });
      expect(await world.signIn('Ada', { code: '000000' })).toEqual({ kind: 'refused' });
    }
    expect(await world.signIn('Ada', { code: code() })).toMatchObject({ kind: 'locked' });
    expect(() => world.access.removeSecondFactor(actor, code())).toThrow(/try again after/);
  });

  it('is not removed by guessing from an open session', async () => {
    const { access, ...world } = openAccess();
    const { code, actor } = await withSecondFactor({ access, ...world });
    for (let at = 0; at < 5; at += 1) {
      expect(() => access.removeSecondFactor(actor, '000000')).toThrow(/wrong/);
    }
    expect(() => access.removeSecondFactor(actor, code())).toThrow(/try again after/);
    world.wait(15 * 60);
    access.removeSecondFactor(actor, code());
    expect(access.listUsers()).toMatchObject([{ hasSecondFactor: false }]);
    expect(() => access.removeSecondFactor(actor, code())).toThrow(/no second factor/);
    await world.enter('Ada');
  });

  it('is not replaced by another without a code of it', async () => {
    const { access, ...world } = openAccess();
    const { actor, code } = await withSecondFactor({ access, ...world });
    expect(() => access.beginSecondFactor(actor)).toThrow(/remove it first/);
    await world.enter('Ada', code());
  });

  it('is gone after a reset', async () => {
    const world = openAccess();
    const { actor } = await withSecondFactor(world);
    const { secret } = world.access.resetPassword(actor.id, LOCAL_ACTOR);
    await world.access.choosePassword({ secret, password: PASSWORD });
    expect(await world.signIn('Ada')).toMatchObject({ kind: 'signed-in' });
  });

  it('is for people alone', async () => {
    const { access } = openAccess();
    const scopes = ['manage' as const];
    const { secret } = access.issueToken(
      { name: 'bot', scopes, expiresAt: '2026-12-01' },
      LOCAL_ACTOR,
    );
    const actor = access.readToken(secret);
    expect(actor?.kind).toBe('token');
    for (const one of [actor ?? LOCAL_ACTOR, LOCAL_ACTOR]) {
      expect(() => access.beginSecondFactor(one)).toThrow(InputError);
    }
  });
});

describe('recovery codes', () => {
  it('are ten, of 120 random bits, and stand in the database as digests', async () => {
    const world = openAccess();
    const { codes } = await withSecondFactor(world);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){5}[a-z2-7]{4}$/);
    const kept = JSON.stringify(
      world.db.prepare('SELECT * FROM recovery_code').all(),
    ).toLowerCase();
    for (const code of codes) expect(kept).not.toContain(code.replaceAll('-', ''));
  });

  it('each let somebody in once, however they are typed', async () => {
    const world = openAccess();
    const { codes } = await withSecondFactor(world);
    const [first = '', second = ''] = codes;
    await world.enter('Ada', first);
    expect(await world.signIn('Ada', { code: first })).toEqual({ kind: 'refused' });
    await world.enter('Ada', ` ${second.replaceAll('-', ' ').toUpperCase()} `);
    expect(await world.signIn('Ada', { code: second })).toEqual({ kind: 'refused' });
  });

  it('are of one person alone', async () => {
    const world = openAccess();
    const { codes } = await withSecondFactor(world);
    await world.add('Bob', 'finance');
    const bob = world.access.readSession(await world.enter('Bob'))?.actor ?? LOCAL_ACTOR;
    const { secret } = world.access.beginSecondFactor(bob);
    world.access.confirmSecondFactor(bob, codeAt(secret, world.nowMs()));
    expect(await world.signIn('Bob', { code: codes[0] ?? '' })).toEqual({ kind: 'refused' });
    await world.enter('Ada', codes[0] ?? '');
  });

  it('end with the second factor', async () => {
    const world = openAccess();
    const { codes, actor, code } = await withSecondFactor(world);
    world.access.removeSecondFactor(actor, codes[3] ?? '');
    expect(world.db.prepare('SELECT count(*) FROM recovery_code').pluck().get()).toBe(0);
    world.wait(60);
    const { secret } = world.access.beginSecondFactor(actor);
    world.access.confirmSecondFactor(actor, codeAt(secret, world.nowMs()));
    expect(await world.signIn('Ada', { code: codes[4] ?? '' })).toEqual({ kind: 'refused' });
    expect(await world.signIn('Ada', { code: code() })).toEqual({ kind: 'refused' });
  });
});
