import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { InputError } from '../../../src/core/errors.js';
import type { Actor, Permission } from '../../../src/core/role.js';
import { type AccessWorld, openAccess } from './accessWorld.js';

const issue = (
  { access }: Pick<AccessWorld, 'access'>,
  {
    by = LOCAL_ACTOR,
    scopes = ['read'],
    expiresAt = '2026-12-22T10:00:00Z',
  }: {
    readonly by?: Actor;
    readonly scopes?: readonly Permission[];
    readonly expiresAt?: string;
  } = {},
) => access.issueToken({ name: 'payroll', scopes, expiresAt }, by);

/** Somebody who signed in, as who asks. */
async function actorOf({ access, enter }: AccessWorld, name: string): Promise<Actor> {
  const session = access.readSession(await enter(name));
  if (session === null) throw new Error(`${name} is not signed in`);
  return session.actor;
}

describe('a token', () => {
  it('speaks for itself, with its scopes and without a role', () => {
    const world = openAccess();
    const { token, secret } = issue(world, { scopes: ['screen', 'read'] });
    expect(world.access.readToken(secret)).toEqual({
      ...{ kind: 'token', id: token.id, name: 'payroll', role: null },
      personId: LOCAL_ACTOR.id,
      permissions: ['read', 'screen'],
    });
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(world.db.prepare('SELECT * FROM api_token').all())).not.toContain(secret);
  });

  it('is not made up', () => {
    const world = openAccess();
    const { token, secret } = issue(world);
    for (const other of ['', token.id, `${secret}A`, secret.slice(1)]) {
      expect(world.access.readToken(other)).toBeNull();
    }
  });

  it('ends at its time, and not a second before', () => {
    const world = openAccess();
    const { secret } = issue(world, { expiresAt: '2026-11-22T10:00:10Z' });
    world.wait(9);
    expect(world.access.readToken(secret)).not.toBeNull();
    world.wait(1);
    expect(world.access.readToken(secret)).toBeNull();
  });

  it('ends when it is revoked, at once and in every process', () => {
    const world = openAccess();
    const [one, other] = [issue(world), issue(world)];
    world.openAgain().access.revokeToken(one.token.id, LOCAL_ACTOR);
    expect(world.access.readToken(one.secret)).toBeNull();
    expect(world.access.readToken(other.secret)).not.toBeNull();
    world.access.revokeToken(one.token.id, LOCAL_ACTOR);
    expect(world.access.listTokens().map(({ revokedAt }) => revokedAt)).toContain(
      '2026-11-22T10:00:00Z',
    );
    expect(() => world.access.revokeToken('01J', LOCAL_ACTOR)).toThrow(InputError);
  });

  it('can manage only where an administrator gave it out', async () => {
    const world = openAccess();
    await world.add('Ada', 'admin');
    const { secret } = issue(world, { by: await actorOf(world, 'Ada'), scopes: ['manage'] });
    expect(world.access.readToken(secret)?.permissions).toEqual(['manage']);
    await world.add('Bob', 'compliance');
    const bob = await actorOf(world, 'Bob');
    expect(() => issue(world, { by: bob, scopes: ['manage'] })).toThrow(InputError);
  });

  it('never does more than its issuer may do by now', async () => {
    const world = openAccess();
    await world.add('Ada', 'admin');
    await world.add('Bob', 'admin');
    const bob = await actorOf(world, 'Bob');
    const { secret } = issue(world, { by: bob, scopes: ['read', 'labels', 'manage'] });
    const { secret: manageOnly } = issue(world, { by: bob, scopes: ['manage'] });
    world.access.changeRole(bob.id, 'auditor', LOCAL_ACTOR);
    expect(world.access.readToken(secret)?.permissions).toEqual(['read']);
    expect(world.access.readToken(manageOnly)).toBeNull();
    world.access.disableUser(bob.id, LOCAL_ACTOR);
    expect(world.access.readToken(secret)).toBeNull();
    world.access.enableUser(bob.id, LOCAL_ACTOR);
    world.access.changeRole(bob.id, 'admin', LOCAL_ACTOR);
    expect(world.access.readToken(secret)?.permissions).toEqual(['read', 'labels', 'manage']);
  });

  it('writes down its use once a minute', () => {
    const world = openAccess();
    const { secret } = issue(world);
    const lastUsed = () => world.access.listTokens()[0]?.lastUsedAt;
    expect(lastUsed()).toBeNull();
    world.access.readToken(secret);
    expect(lastUsed()).toBe('2026-11-22T10:00:00Z');
    world.wait(59);
    world.access.readToken(secret);
    expect(lastUsed()).toBe('2026-11-22T10:00:00Z');
    world.wait(1);
    world.access.readToken(secret);
    expect(lastUsed()).toBe('2026-11-22T10:01:00Z');
  });
});

describe('a token that is given out by means of a token', () => {
  const bot = (world: AccessWorld, by: Actor = LOCAL_ACTOR): { actor: Actor; id: string } => {
    const { secret, token } = issue(world, { by, scopes: ['read', 'manage'] });
    const actor = world.access.readToken(secret);
    if (actor === null) throw new Error('the token does not work');
    return { actor, id: token.id };
  };

  it('has no scope and lasts no longer than that one', () => {
    const world = openAccess();
    const { actor } = bot(world);
    expect(() => issue(world, { by: actor, scopes: ['screen'] })).toThrow(/"screen"/);
    expect(() => issue(world, { by: actor, expiresAt: '2026-12-22T10:00:01Z' })).toThrow(/longer/);
    expect(world.access.readToken(issue(world, { by: actor }).secret)).not.toBeNull();
  });

  it('is revoked with it, in whatever line', () => {
    const world = openAccess();
    const parent = bot(world);
    const child = bot(world, parent.actor);
    const grandchild = issue(world, { by: child.actor });
    const stranger = issue(world);
    world.access.revokeToken(parent.id, LOCAL_ACTOR);
    expect(world.access.readToken(grandchild.secret)).toBeNull();
    expect(world.access.readToken(stranger.secret)).not.toBeNull();
    const revoked = world.audit.list({ before: null, limit: 9 });
    expect(
      revoked.filter(({ action }) => action === 'token-revoked').map(({ subjectId }) => subjectId),
    ).toEqual([grandchild.token.id, child.id, parent.id]);
  });

  it('ends with the person who answers for the first of the line', async () => {
    const world = openAccess();
    await world.add('Ada', 'admin');
    await world.add('Bob', 'admin');
    const bob = await actorOf(world, 'Bob');
    const { secret } = issue(world, { by: bot(world, bob).actor });
    expect(world.access.readToken(secret)).not.toBeNull();
    world.access.disableUser(bob.id, LOCAL_ACTOR);
    expect(world.access.readToken(secret)).toBeNull();
  });
});
