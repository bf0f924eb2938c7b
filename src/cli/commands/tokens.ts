import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../../app/access/localActor.js';
import type { ApiToken } from '../../app/service/access.js';
import { InputError } from '../../core/errors.js';
import { formatMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { PERMISSIONS, type Permission } from '../../core/role.js';
import { type Line, line } from '../../report/lines.js';
import type { Session } from '../session.js';
import { type AnswerFlags, writeAnswer } from './labels/answer.js';
import { LOCAL_RULE } from './users.js';

interface AddFlags extends AnswerFlags {
  readonly scopes: string;
  readonly expires: string;
}

/** Adds `hopsight tokens`. */
export function addTokensCommand(program: Command, session: Session): void {
  const tokens = program
    .command('tokens')
    .description('give out and end the tokens by which machines use the service')
    .addHelpText('after', `${LOCAL_RULE}\n\nExample:\n  $ hopsight tokens list`);
  const command = (name: string, description: string, help: string) =>
    tokens
      .command(name)
      .description(description)
      .option('--json', 'print the answer as JSON')
      .option('--config <file>', 'use this configuration')
      .addHelpText('after', help);

  command(
    'add',
    'give out a token; it is printed once',
    `
Scopes: read (screenings, labels, summaries), screen (have wallets screened), labels (vouch, sync and
import), manage (people and tokens), audit (read the audit log).
${LOCAL_RULE}

Example:
  $ hopsight tokens add payroll --scopes read,screen --expires 90d`,
  )
    .argument('<name>', 'what it is for')
    .requiredOption('--scopes <list>', `what it may do: ${PERMISSIONS.join(', ')}`)
    .requiredOption('--expires <when>', 'days from now such as 90d, or a day; a year at most')
    .action(async (name: string, flags: AddFlags) => {
      const scopes = parseScopes(flags.scopes);
      const expiresAt = parseEnd(flags.expires, session.terminal.nowMs());
      await writeAnswer(session, flags, {
        ask: ({ access }) => access.issueToken({ name, scopes, expiresAt }, LOCAL_ACTOR),
        describe: ({ token, secret }) => [
          line(0, `Token ${token.id} may ${token.scopes.join(', ')} until ${token.expiresAt}:`),
          line(2, secret),
          line(
            0,
            'Send it as "Authorization: Bearer TOKEN". It is kept nowhere, and not shown again.',
          ),
          line(0, `End it with: hopsight tokens revoke ${token.id}`),
        ],
      });
    });
  command(
    'list',
    'print every token ever given out, without its secret',
    '\nExample:\n  $ hopsight tokens list --json',
  ).action(async (flags: AnswerFlags) => {
    const now = formatMoment(Math.floor(session.terminal.nowMs() / 1000));
    await writeAnswer(session, flags, {
      ask: ({ access }) => access.listTokens(),
      describe: (all) =>
        all.length === 0
          ? [line(0, 'No token was ever given out.')]
          : all.map((token) => describeToken(token, now)),
    });
  });
  command(
    'revoke',
    'end a token, and those that were given out by means of it',
    `${LOCAL_RULE}\n\nExample:\n  $ hopsight tokens revoke 01J…`,
  )
    .argument('<token>', 'the id that "hopsight tokens list" prints')
    .action(async (tokenId: string, flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: ({ access }) => {
          access.revokeToken(tokenId, LOCAL_ACTOR);
          return { revoked: tokenId };
        },
        describe: ({ revoked }) => [line(0, `Token ${revoked} no longer works.`)],
      });
    });
}

function describeToken(token: ApiToken, now: string): Line {
  const { id, name, scopes, expiresAt, revokedAt, lastUsedAt } = token;
  const end =
    revokedAt !== null
      ? `revoked ${revokedAt}`
      : `${expiresAt <= now ? 'ended' : 'works until'} ${expiresAt}`;
  const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`;
  return line(0, `${id} ${name}: ${scopes.join(', ')}; ${end}; ${used}`);
}

function parseScopes(text: string): readonly Permission[] {
  return text.split(',').map((word) => {
    const scope = PERMISSIONS.find((one) => one === word.trim());
    if (scope === undefined) {
      throw new InputError(
        `The option --scopes takes some of ${PERMISSIONS.join(', ')}, with commas between.`,
      );
    }
    return scope;
  });
}

/** Days from now as a time; any other text as it is, for the rule about ends to judge. */
function parseEnd(text: string, nowMs: number): string {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days === undefined) return text;
  return formatMoment(Math.floor(nowMs / 1000) + Number.parseInt(days, 10) * SECONDS_PER_DAY);
}
