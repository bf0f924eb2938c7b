import type { Command } from 'commander';
import { findPerson } from '../../app/access/findPerson.js';
import { LOCAL_ACTOR } from '../../app/access/localActor.js';
import type { Access, OneTimeLink, User } from '../../app/service/access.js';
import { InputError } from '../../core/errors.js';
import { ROLES, type Role } from '../../core/role.js';
import { type Line, line } from '../../report/lines.js';
import type { Session } from '../session.js';
import { type AnswerFlags, writeAnswer } from './labels/answer.js';

/** Who the command line speaks for; said wherever people or tokens are changed. */
export const LOCAL_RULE = `
Whoever can write the database is its administrator: this asks for no password, and the audit log
names "local" as who did it.`;

const ROLE_LINES = `
Roles: finance screens; compliance screens, keeps labels and reads the audit log; admin does all that
and keeps people and tokens; auditor reads, the audit log too.`;

/** Adds `hopsight users`. */
export function addUsersCommand(program: Command, session: Session): void {
  const users = program
    .command('users')
    .description('add and disable the people who may sign in to the service')
    .addHelpText('after', `${ROLE_LINES}\n${LOCAL_RULE}\n\nExample:\n  $ hopsight users list`);
  const command = (name: string, description: string, help: string) =>
    users
      .command(name)
      .description(description)
      .option('--json', 'print the answer as JSON')
      .option('--config <file>', 'use this configuration')
      .addHelpText('after', help);
  /** A command that changes somebody, and says in one sentence what now holds. */
  const change = (
    name: string,
    texts: { readonly description: string; readonly help: string; readonly done: string },
    act: (access: Access, user: User) => void,
  ) =>
    command(name, texts.description, texts.help)
      .argument('<name>', 'whom')
      .action(async (who: string, flags: AnswerFlags) => {
        await writeAnswer(session, flags, {
          ask: ({ access }) => {
            act(access, findPerson(access, who));
            return findPerson(access, who);
          },
          describe: (user) => [line(0, `${user.name} ${texts.done}`)],
        });
      });

  command(
    'add',
    'add somebody, and print the link by which they choose a password',
    `${ROLE_LINES}\n${LOCAL_RULE}\n\nExample:\n  $ hopsight users add "A. Example" --role finance`,
  )
    .argument('<name>', 'the name to sign in with')
    .requiredOption('--role <role>', `what they are for: ${ROLES.join(', ')}`)
    .action(async (name: string, flags: AnswerFlags & { readonly role: string }) => {
      const role = parseRole(flags.role);
      await writeAnswer(session, flags, {
        ask: ({ access }) => tellLink(access.addUser({ name, role }, LOCAL_ACTOR)),
        describe: (told) => [line(0, `${told.user.name} is added as ${role}.`), ...linkLines(told)],
      });
    });
  command('list', 'print who may sign in', '\nExample:\n  $ hopsight users list --json').action(
    async (flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: ({ access }) => access.listUsers(),
        describe: (all) =>
          all.length === 0
            ? [line(0, 'Nobody may sign in yet; add somebody with "hopsight users add".')]
            : all.map(describeUser),
      });
    },
  );
  command(
    'role',
    'give somebody another role; it holds at once',
    `${ROLE_LINES}\n${LOCAL_RULE}\n\nExample:\n  $ hopsight users role "A. Example" compliance`,
  )
    .argument('<name>', 'whom')
    .argument('<role>', `what they are for: ${ROLES.join(', ')}`)
    .action(async (name: string, roleText: string, flags: AnswerFlags) => {
      const role = parseRole(roleText);
      await writeAnswer(session, flags, {
        ask: ({ access }) => {
          access.changeRole(findPerson(access, name).id, role, LOCAL_ACTOR);
          return findPerson(access, name);
        },
        describe: (user) => [line(0, `${user.name} is now ${user.role}.`)],
      });
    });
  change(
    'disable',
    {
      description: 'end all sessions of somebody, and let them sign in no more',
      help: `
Tokens that they gave out stop working too; "hopsight users enable" brings both back, not the sessions.
${LOCAL_RULE}

Example:
  $ hopsight users disable "A. Example"`,
      done: 'is disabled: every session has ended, and tokens that they gave out stopped working.',
    },
    (access, { id }) => access.disableUser(id, LOCAL_ACTOR),
  );
  change(
    'enable',
    {
      description: 'let somebody sign in again who was disabled',
      help: `${LOCAL_RULE}\n\nExample:\n  $ hopsight users enable "A. Example"`,
      done: 'may sign in again, with the password from before.',
    },
    (access, { id }) => access.enableUser(id, LOCAL_ACTOR),
  );
  command(
    'reset',
    'end all sessions of somebody, and print a link to choose another password',
    `
The password from before and the second factor no longer count, and a lock is opened.
${LOCAL_RULE}

Example:
  $ hopsight users reset "A. Example"`,
  )
    .argument('<name>', 'whom')
    .action(async (name: string, flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: ({ access }) => {
          const { id } = findPerson(access, name);
          const link = access.resetPassword(id, LOCAL_ACTOR);
          return tellLink({ user: findPerson(access, name), link });
        },
        describe: (told) => [
          line(0, `${told.user.name} is signed out everywhere and has no password.`),
          ...linkLines(told),
        ],
      });
    });
}

interface ToldLink {
  readonly user: User;
  readonly link: { readonly path: string; readonly expiresAt: string };
}

function tellLink({ user, link }: { readonly user: User; readonly link: OneTimeLink }): ToldLink {
  return { user, link: { path: `/welcome/${link.secret}`, expiresAt: link.expiresAt } };
}

function linkLines({ link }: ToldLink): Line[] {
  return [
    line(0, 'Give them this path under the address of the service, by a way that only they read:'),
    line(2, link.path),
    line(0, `It works once, until ${link.expiresAt}, and is not shown again.`),
  ];
}

function describeUser(user: User): Line {
  const { name, role, disabledAt, lastSignInAt, hasPassword, hasSecondFactor } = user;
  const signedIn = lastSignInAt === null ? 'never signed in' : `last signed in ${lastSignInAt}`;
  const states = [
    role,
    ...(disabledAt === null ? [] : [`disabled ${disabledAt}`]),
    hasPassword ? signedIn : 'has not chosen a password',
    ...(hasSecondFactor ? ['second factor'] : []),
  ];
  return line(0, `${name}: ${states.join(', ')}`);
}

function parseRole(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) throw new InputError(`A role is one of: ${ROLES.join(', ')}.`);
  return role;
}
