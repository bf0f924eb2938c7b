import { describe, expect, it } from 'vitest';
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
      name: 'Ada Example',
      role: 'compliance',
      permissions: ['read', 'screen', 'labels', 'audit'],
    });
    expect(open?.csrfToken).toMatch(/^[\w-]{43}$/);
    expect(result.sessionSecret).toMatch(/^[\w-]{43}$/);
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
});
