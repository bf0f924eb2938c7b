import type { Command } from 'commander';
import { line } from '../../../report/lines.js';
import { ACTING_RULE, addActingOptions, withActor } from '../../actingPerson.js';
import { writeJson } from '../../output.js';
import { readConfig, type Session, withApp } from '../../session.js';
import { type AnswerFlags, writeAnswer } from '../labels/answer.js';
import { describeChange, describeWhole } from './describePayee.js';
import {
  type ChangeFlags,
  changingCommand,
  findPayee,
  readingCommand,
  writeChange,
} from './payeeCommand.js';
import { todayOf } from './people.js';

/** Adds `history`, `undo` and `export`. */
export function addHistoryCommands(payees: Command, session: Session): void {
  readingCommand(payees, 'history', {
    description: 'print what was changed of a payee, newest first, and what can be taken back',
    example: 'hopsight payees history AC-17',
  })
    .argument('<payee>', 'their reference or id')
    .action(async (text: string, flags: AnswerFlags) => {
      let names: ReadonlyMap<string, string> = new Map();
      await writeAnswer(session, flags, {
        ask: (app) => {
          names = new Map(app.access.listUsers().map(({ id, name }) => [id, name]));
          return app.payees.listChanges(findPayee(app.payees, text).id);
        },
        describe: (changes) =>
          changes.flatMap((change) => describeChange(change, (id) => names.get(id) ?? id)),
      });
    });
  changingCommand(payees, 'undo', {
    description: 'take a change back, which is a change itself',
    about:
      'It confirms no wallet: one that comes back by it is confirmed again by a second person.',
    example: 'hopsight payees undo 01J…',
  })
    .argument('<change>', 'the id that "hopsight payees history" prints')
    .action(async (changeId: string, flags: ChangeFlags) => {
      await writeChange(session, flags, {
        act: (all, by) => all.undo(changeId, by),
        describe: (payee) => [
          line(0, 'The change is taken back.'),
          ...describeWhole(payee, todayOf(session)),
        ],
      });
    });
  const exported = payees
    .command('export')
    .description('print all that is kept of one payee as JSON, as they may ask for it')
    .argument('<payee>', 'their reference or id')
    .option('--config <file>', 'use this configuration');
  addActingOptions(exported)
    .addHelpText(
      'after',
      `
The audit log tells that it was printed, and for whom.
${ACTING_RULE}

Example:
  $ hopsight payees export AC-17 > ac-17.json`,
    )
    .action(async (text: string, flags: ChangeFlags) => {
      const { config } = await readConfig(session, flags);
      const told = await withApp(session, { config, rulesFile: null }, (app) =>
        withActor(session, app, flags, (by) =>
          app.payees.exportAll(findPayee(app.payees, text).id, by),
        ),
      );
      writeJson(session.terminal.out, told);
    });
}
