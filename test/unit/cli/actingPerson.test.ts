import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ActingFlags, withActor } from '../../../src/cli/actingPerson.js';
import { readHiddenLine } from '../../../src/cli/hiddenLine.js';
import type { Session } from '../../../src/cli/session.js';
import { AbortedError, InputError } from '../../../src/core/errors.js';
import { codeAt, openAccess, PASSWORD } from '../access/accessWorld.js';
import { openTestTerminal } from './testTerminal.js';

const NEVER: Pick<Session, 'openApp' | 'finish'> = {
  openApp: () => Promise.reject(new Error('not asked for')),
  finish: () => undefined,
};

/** A command over an access with one person, and what it typed and read. */
async function openWorld() {
  const world = openAccess();
  const user = await world.add('Ada', 'compliance');
  const act = (flags: ActingFlags, given: Parameters<typeof openTestTerminal>[0] = {}) => {
    const { terminal } = openTestTerminal(given);
    const session = { ...NEVER, terminal };
    return withActor(session, world, flags, (actor) => actor);
  };
  const actions = () => world.audit.list({ before: null, limit: 9 }).map(({ action }) => action);
  return { ...world, user, act, actions };
}

describe('a command that acts for a person', () => {
  it('acts for whoever types the right password, and signs them out', async () => {
    const { act, user, actions } = await openWorld();
    const actor = await act({ as: 'ada' }, { hidden: [PASSWORD] });
    expect(actor).toMatchObject({ kind: 'person', id: user.id, personId: user.id });
    expect(actions().slice(0, 2)).toEqual(['signed-out', 'signed-in']);
  });

  it('reads the password from the input, its first line', async () => {
    const { act, user } = await openWorld();
    const flags = { as: 'Ada', passwordStdin: true } as const;
    for (const input of [PASSWORD, `${PASSWORD}\n`, `${PASSWORD}\r\nmore`]) {
      expect(await act(flags, { input })).toMatchObject({ id: user.id });
    }
    await expect(act(flags, { input: `\n${PASSWORD}` })).rejects.toThrow(/do not fit/);
  });

  it('signs them out too when the work fails', async () => {
    const world = await openWorld();
    const { terminal } = openTestTerminal({ hidden: [PASSWORD] });
    const work = () => {
      throw new InputError('No.');
    };
    const done = withActor({ ...NEVER, terminal }, world, { as: 'Ada' }, work);
    await expect(done).rejects.toThrow('No.');
    expect(world.actions()[0]).toBe('signed-out');
  });

  it('does nothing for a wrong password, an unknown name or a lock', async () => {
    const { act } = await openWorld();
    const wrong = { hidden: ['not the password at all'] };
    await expect(act({ as: 'Ada' }, wrong)).rejects.toThrow(/do not fit; nothing was done/);
    await expect(act({ as: 'Bob' }, wrong)).rejects.toThrow(/do not fit; nothing was done/);
    for (let attempt = 0; attempt < 30; attempt += 1) {
      await act({ as: 'Ada' }, wrong).catch(() => undefined);
    }
    await expect(act({ as: 'Ada' }, { hidden: [PASSWORD] })).rejects.toThrow(/try again after/);
  });

  it('asks for the code of a second factor where there is one', async () => {
    const { act, access, user, nowMs, wait } = await openWorld();
    const actor = await act({ as: 'Ada' }, { hidden: [PASSWORD] });
    const { secret } = access.beginSecondFactor(actor);
    access.confirmSecondFactor(actor, codeAt(secret, nowMs()));
    const nextCode = () => {
      wait(60);
      return codeAt(secret, nowMs());
    };
    const typed = await act({ as: 'Ada' }, { hidden: [PASSWORD, nextCode()] });
    expect(typed.id).toBe(user.id);
    const given = await act({ as: 'Ada', code: nextCode() }, { hidden: [PASSWORD] });
    expect(given.id).toBe(user.id);
    const piped = act({ as: 'Ada', passwordStdin: true }, { input: PASSWORD });
    await expect(piped).rejects.toThrow(/--code/);
  });

  it('acts as the local command line without a name, and takes no password for nobody', async () => {
    const { act } = await openWorld();
    expect((await act({})).id).toBe('local');
    await expect(act({ passwordStdin: true })).rejects.toThrow(/--as/);
    await expect(act({ code: '123456' })).rejects.toThrow(/--as/);
  });
});

describe('a line typed unseen', () => {
  const type = (...keys: readonly string[]) => {
    const input = new PassThrough();
    let shown = '';
    const line = readHiddenLine(input, (text) => (shown += text), 'Password: ');
    for (const key of keys) input.write(key);
    return { line, shown: () => shown, input };
  };

  it('is read whole, and nothing of it is shown', async () => {
    const { line, shown } = type('se', 'cret', '\r');
    expect(await line).toBe('secret');
    expect(shown()).toBe('Password: \n');
  });

  it('is taken back letter by letter as on any terminal', async () => {
    expect(await type('sX', '\u007f', 'ecret\r').line).toBe('secret');
  });

  it('does nothing when Ctrl-C or Ctrl-D ends it', async () => {
    await expect(type('sec', '\u0003').line).rejects.toThrow(AbortedError);
    await expect(type('\u0004').line).rejects.toThrow(AbortedError);
  });
});
