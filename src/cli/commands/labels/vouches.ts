import type { Command } from 'commander';
import { addressOfAccount } from '../../../core/account.js';
import type { StoredVouch } from '../../../core/vouch.js';
import { type Line, line, renderLines } from '../../../report/lines.js';
import { paintFor, writeJson } from '../../output.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../../session.js';

interface VouchFlags extends ConfigFlags {
  readonly reason: string;
  readonly author: string;
  readonly until: string;
}

/** Adds `vouch`, `unvouch` and `vouches` to `hopsight labels`. */
export function addVouchCommands(labels: Command, session: Session): void {
  const print = (lines: readonly Line[]) => {
    session.terminal.out.write(renderLines(lines, paintFor(session.terminal)));
  };
  labels
    .command('vouch')
    .description('answer the claims of researchers and vendors about an address, for a time')
    .argument('<address>', 'the address that the claims are about')
    .requiredOption('--reason <text>', 'why the claims do not hold; kept beside the record')
    .requiredOption('--author <name>', 'who vouches; verdicts name the author by number only')
    .requiredOption('--until <day>', 'the last day on which it holds, at most 366 days ahead')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
A vouch lowers no claim of a sanctions list or a government, and none that comes later.
Every verdict that it touches says so.

Example:
  $ hopsight labels vouch 0x… --reason "our own wallet" --author "A. Example" --until 2027-01-31`,
    )
    .action(async (address: string, flags: VouchFlags) => {
      const { config } = await readConfig(session, flags);
      const { vouch, answered, kept } = await withApp(session, { config, rulesFile: null }, (app) =>
        app.vouching.vouch({ ...flags, address }),
      );
      print([
        line(0, `Vouch ${vouch.vouchId} holds until ${vouch.until}. It lowers:`),
        ...answered.map(({ entity, set }) => line(2, `${entity} (set ${set})`)),
        ...(kept.length === 0 ? [] : [line(0, 'No vouch lowers these, which still count:')]),
        ...kept.map(({ entity, authority, set }) =>
          line(2, `${entity} (authority ${authority}, set ${set})`),
        ),
        line(0, `Withdraw it with: hopsight labels unvouch ${vouch.vouchId} --author NAME`),
      ]);
    });
  labels
    .command('unvouch')
    .description('withdraw a vouch; the record keeps both')
    .argument('<vouch>', 'the id that "hopsight labels vouches" prints')
    .requiredOption('--author <name>', 'who withdraws it')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight labels unvouch 01J… --author "A. Example"`,
    )
    .action(async (vouchId: string, flags: ConfigFlags & { readonly author: string }) => {
      const { config } = await readConfig(session, flags);
      const vouch = await withApp(session, { config, rulesFile: null }, (app) =>
        app.vouching.unvouch({ vouchId, author: flags.author }),
      );
      print([line(0, `Vouch ${vouch.vouchId} is withdrawn since ${vouch.withdrawnAt}.`)]);
    });
  labels
    .command('vouches')
    .description('list every vouch ever made, with its reason and author')
    .option('--json', 'print them as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight labels vouches --json`,
    )
    .action(async (flags: ConfigFlags & { readonly json?: true }) => {
      const { config } = await readConfig(session, flags);
      const all = await withApp(session, { config, rulesFile: null }, (app) => app.vouching.list());
      if (flags.json === true) writeJson(session.terminal.out, all);
      else print(all.length === 0 ? [line(0, 'No vouch was ever made.')] : all.flatMap(describe));
    });
}

function describe(vouch: StoredVouch): Line[] {
  const { vouchId, account, until, author, authorId, reason, answers, withdrawnAt } = vouch;
  const count = answers.length === 1 ? '1 claim' : `${answers.length} claims`;
  const ended = withdrawnAt === null ? '' : `, withdrawn ${withdrawnAt}`;
  return [
    line(0, `${vouchId}: ${count} about ${addressOfAccount(account)}, until ${until}${ended}`),
    line(2, `By ${author ?? '(erased)'} (author ${authorId}), made ${vouch.madeAt}`),
    line(2, `Reason: ${reason ?? '(erased)'}`),
  ];
}
