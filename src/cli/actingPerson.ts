import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../app/access/localActor.js';
import type { SignInResult } from '../app/service/access.js';
import type { App } from '../app.js';
import { InputError } from '../core/errors.js';
import type { Actor } from '../core/role.js';
import type { Session } from './session.js';
import type { Terminal } from './terminal.js';

/** Options that say who a command acts for. */
export interface ActingFlags {
  readonly as?: string;
  readonly passwordStdin?: true;
  readonly code?: string;
}

/** Who a command acts for; said where a second person counts. */
export const ACTING_RULE = `
With --as NAME the command acts for that person: their password is typed unseen, or read with
--password-stdin from the input, and so is the code of their second factor where they have one.
Without it the command acts as "local", whoever can write the database.`;

/** Adds the options by which a command acts for a person who signs in. */
export function addActingOptions(command: Command): Command {
  return command
    .option('--as <name>', 'act for this person, who signs in with their password')
    .option('--password-stdin', 'read the password from the input, its first line')
    .option('--code <code>', 'the code of the second factor, or a recovery code');
}

/**
 * Does a piece of work for the person that the options name, who is signed out after it; without one
 * for the local command line.
 *
 * @throws {InputError} when the person cannot be let in; nothing tells whether it was name or password.
 */
export async function withActor<Result>(
  session: Session,
  { access }: Pick<App, 'access'>,
  flags: ActingFlags,
  work: (actor: Actor) => Result | Promise<Result>,
): Promise<Result> {
  const { as: name } = flags;
  if (name === undefined) {
    if (flags.passwordStdin === true || flags.code !== undefined) {
      throw new InputError('The options --password-stdin and --code go with --as NAME; add it.');
    }
    return work(LOCAL_ACTOR);
  }
  const { sessionSecret, actor } = await signIn(session.terminal, access, { ...flags, name });
  try {
    return await work(actor);
  } finally {
    access.signOut(sessionSecret);
  }
}

async function signIn(
  terminal: Terminal,
  access: App['access'],
  { name, passwordStdin, code }: Omit<ActingFlags, 'as'> & { readonly name: string },
) {
  const mayAsk = passwordStdin !== true;
  const password = mayAsk
    ? await terminal.readHidden('Password: ')
    : firstLine(await terminal.readInput());
  const first = await access.signIn({ name, password, code: code ?? null });
  if (first.kind !== 'code-needed' || !mayAsk) return letIn(first);
  const typed = await terminal.readHidden('Code of the second factor: ');
  return letIn(await access.signIn({ name, password, code: typed }));
}

function letIn(result: SignInResult) {
  switch (result.kind) {
    case 'signed-in':
      return result;
    case 'code-needed':
      throw new InputError('This person has a second factor; give a code of it with --code.');
    case 'refused':
      throw new InputError('Name, password or code do not fit; nothing was done.');
    case 'locked':
      throw new InputError(`Too many attempts failed; try again after ${result.untilIso}.`);
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
