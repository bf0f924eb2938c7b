import type { Command } from 'commander';
import type { RedFlagAnswer } from '../../app/redFlags/redFlags.js';
import type { App } from '../../app.js';
import { InputError } from '../../core/errors.js';
import type { Payee } from '../../core/payee.js';
import { RED_FLAG_ANSWERS, type RedFlag, type RedFlagAnswerWord } from '../../core/redFlag.js';
import { type Line, line } from '../../report/lines.js';
import { ACTING_RULE, type ActingFlags, addActingOptions, withActor } from '../actingPerson.js';
import type { Session } from '../session.js';
import { type AnswerFlags, writeAnswer } from './labels/answer.js';

interface GivenFlags extends AnswerFlags, ActingFlags {
  readonly note?: string;
}

/** Adds `hopsight red-flags`. */
export function addRedFlagsCommand(program: Command, session: Session): void {
  const redFlags = program
    .command('red-flags')
    .description('a checklist of published signs apart from the chain; it changes no decision')
    .addHelpText('after', '\nExample:\n  $ hopsight red-flags show ACME-7');
  const command = (name: string, description: string, help: string) =>
    redFlags
      .command(name)
      .description(description)
      .option('--json', 'print the answer as JSON')
      .option('--config <file>', 'use this configuration')
      .addHelpText('after', help);

  command(
    'list',
    'print every sign with its source',
    '\nExample:\n  $ hopsight red-flags list',
  ).action(async (flags: AnswerFlags) => {
    await writeAnswer(session, flags, {
      ask: ({ redFlags: list }) => ({ caution: list.listCautions(), flags: list.listFlags() }),
      describe: (told) => describeList(told),
    });
  });
  command(
    'show',
    'print what was answered about a payee, with everything from before',
    '\nExample:\n  $ hopsight red-flags show ACME-7',
  )
    .argument('<payee>', 'reference or id')
    .action(async (text: string, flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: (app) => {
          const { id: payeeId } = findPayee(app, text);
          const answered = app.redFlags.listFlags().flatMap((flag) => {
            const answers = app.redFlags.listHistory(payeeId, flag.id);
            return answers.length === 0 ? [] : [{ ...flag, answers }];
          });
          return { payeeId, caution: app.redFlags.listCautions(), flags: answered };
        },
        describe: ({ caution, flags: answered }) => [
          ...caution.map((sentence) => line(0, sentence)),
          ...(answered.length === 0 ? [line(0, 'Nothing was answered yet.')] : []),
          ...answered.flatMap(describeAnswered),
        ],
      });
    });
  addActingOptions(
    command(
      'answer',
      'say what was seen of one sign; answers from before are kept',
      `${ACTING_RULE}\n\nExample:\n  $ hopsight red-flags answer ACME-7 avoids-camera not-seen --note "call of 12 May"`,
    ),
  )
    .argument('<payee>', 'reference or id')
    .argument('<flag>', 'the id that "hopsight red-flags list" prints')
    .argument('<answer>', RED_FLAG_ANSWERS.join(', '))
    .option('--note <text>', 'what was seen; kept beside the answer')
    .action(async (payee: string, flagId: string, word: string, flags: GivenFlags) => {
      const given = { flagId, answer: parseWord(word), note: flags.note ?? '' };
      await writeAnswer(session, flags, {
        ask: (app) =>
          withActor(session, app, flags, (actor) =>
            app.redFlags.answer(findPayee(app, payee).id, [given], actor),
          ),
        describe: (added) =>
          added.map(({ flagId: id, answer, at }) => line(0, `${id}: ${answer}, ${at}`)),
      });
    });
}

function findPayee({ payees }: Pick<App, 'payees'>, text: string): Payee {
  const found = payees.find(text) ?? payees.read(text);
  if (found === null) {
    throw new InputError('No payee has this reference or id; "hopsight payees list" prints them.');
  }
  return found;
}

function parseWord(text: string): RedFlagAnswerWord {
  const word = RED_FLAG_ANSWERS.find((one) => one === text);
  if (word === undefined) {
    throw new InputError(`An answer is one of ${RED_FLAG_ANSWERS.join(', ')}.`);
  }
  return word;
}

function describeList({
  caution,
  flags,
}: {
  readonly caution: readonly string[];
  readonly flags: readonly RedFlag[];
}): readonly Line[] {
  return [
    ...caution.map((sentence) => line(0, sentence)),
    ...flags.flatMap(({ id, group, sentence, source }, at) => [
      ...(flags[at - 1]?.group === group ? [] : [line(0, group)]),
      line(2, `${id}: ${sentence}`),
      line(4, `${source.title}, ${source.date}: ${source.url}`),
    ]),
  ];
}

function describeAnswered({
  id,
  sentence,
  answers,
}: RedFlag & { readonly answers: readonly RedFlagAnswer[] }): readonly Line[] {
  return [
    line(0, `${id}: ${sentence}`),
    ...answers.map(({ answer, at, by, note }, newest) =>
      line(
        2,
        `${newest === 0 ? '' : 'before: '}${answer}, ${at}, by ${by}${note === '' ? '' : `: ${note}`}`,
      ),
    ),
  ];
}
