import type { Command } from 'commander';
import type { App } from '../../app.js';
import { InputError } from '../../core/errors.js';
import { readAssets } from '../../packageFiles.js';
import {
  createLinkDocument,
  createRosterDocument,
  type RosterDocument,
} from '../../report/rosterDocument.js';
import { describeRoster, describeRosterLink } from '../../report/rosterText.js';
import { ACTING_RULE, type ActingFlags, addActingOptions, withActor } from '../actingPerson.js';
import type { Session } from '../session.js';
import { type AnswerFlags, writeAnswer } from './labels/answer.js';

interface GivenFlags extends AnswerFlags, ActingFlags {
  readonly reason: string;
}

/** Adds `hopsight roster`. */
export function addRosterCommand(program: Command, session: Session): void {
  const roster = program
    .command('roster')
    .description('links between your own payees, from screenings that are recorded')
    .addHelpText('after', '\nExample:\n  $ hopsight roster list');
  const command = (name: string, description: string, help: string) =>
    roster
      .command(name)
      .description(description)
      .option('--json', 'print the answer as JSON, with ids alone')
      .option('--config <file>', 'use this configuration')
      .addHelpText('after', help);
  const print = async (flags: AnswerFlags, ask: (app: App) => RosterDocument) => {
    let names: ReadonlyMap<string, string> = new Map();
    await writeAnswer(session, flags, {
      ask: (app) => {
        names = namesOfWallets(app);
        return ask(app);
      },
      describe: (told, width) => describeRoster(told, { nameOf: nameIn(names), width }),
    });
  };

  command(
    'list',
    'print who shares an address, a deposit address, a collecting account, a gas funder or a payer',
    '\nNobody is asked: what the recorded screenings saw is read.\n\nExample:\n  $ hopsight roster list',
  ).action((flags: AnswerFlags) =>
    print(flags, (app) =>
      createRosterDocument(app.roster.list(), app.roster.coverage(), readAssets()),
    ),
  );
  command(
    'refresh',
    'find the links anew, whether or not anything changed',
    '\nExample:\n  $ hopsight roster refresh',
  ).action((flags: AnswerFlags) =>
    print(flags, (app) =>
      createRosterDocument(app.roster.refresh(), app.roster.coverage(), readAssets()),
    ),
  );
  command(
    'show',
    'print one link with every transaction that shows it',
    '\nExample:\n  $ hopsight roster show 3f0c…',
  )
    .argument('<link>', 'the id that "hopsight roster list" prints')
    .action(async (linkId: string, flags: AnswerFlags) => {
      let names: ReadonlyMap<string, string> = new Map();
      await writeAnswer(session, flags, {
        ask: (app) => {
          const link = app.roster.read(linkId);
          if (link === null) {
            throw new InputError('No link has this id; "hopsight roster list" prints them.');
          }
          names = namesOfWallets(app);
          return createLinkDocument(link, readAssets());
        },
        describe: (link, width) => describeRosterLink(link, { nameOf: nameIn(names), width }),
      });
    });
  addActingOptions(
    command(
      'answer',
      'say whether a link is explained; an explained one weighs nothing until it changes',
      `
A link that holds payments counts as explained once two persons with names explained it.
${ACTING_RULE}

Example:
  $ hopsight roster answer 3f0c… explained --reason "one household" --as ada`,
    ),
  )
    .argument('<link>', 'the id that "hopsight roster list" prints')
    .argument('<meaning>', 'explained or not-explained')
    .requiredOption('--reason <text>', 'why; kept beside the answer')
    .action(async (linkId: string, word: string, flags: GivenFlags) => {
      const meaning = parseMeaning(word);
      let names: ReadonlyMap<string, string> = new Map();
      await writeAnswer(session, flags, {
        ask: (app) =>
          withActor(session, app, flags, (actor) => {
            const { reason } = flags;
            const answered = app.roster.answer(linkId, { meaning, reason }, actor);
            names = namesOfWallets(app);
            return createLinkDocument(answered, readAssets());
          }),
        describe: (link, width) => describeRosterLink(link, { nameOf: nameIn(names), width }),
      });
    });
}

function parseMeaning(word: string): 'explained' | 'not-explained' {
  if (word === 'explained' || word === 'not-explained') return word;
  throw new InputError('A link is "explained" or "not-explained".');
}

/** What the payees of all linked and all unseen wallets are called, by wallet. */
function namesOfWallets({ roster, payees }: App): ReadonlyMap<string, string> {
  const wallets = [
    ...roster.list().flatMap(({ link }) => link.members.map(({ walletId }) => walletId)),
    ...roster.coverage().unseen,
  ];
  return new Map(
    wallets.flatMap((walletId) => {
      const wallet = payees.readWallet(walletId);
      const payee = wallet === null ? null : payees.read(wallet.payeeId);
      return payee === null ? [] : [[walletId, `${payee.reference} (${payee.name})`] as const];
    }),
  );
}

/** A wallet by its payee; by its id where the payee is no more. */
function nameIn(names: ReadonlyMap<string, string>): (walletId: string) => string {
  return (walletId) => names.get(walletId) ?? walletId;
}
