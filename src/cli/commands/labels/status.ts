import type { Command } from 'commander';
import type { Session } from '../../session.js';
import { type AnswerFlags, writeAnswer } from './answer.js';

/** Adds `hopsight labels status`. */
export function addStatusCommand(labels: Command, session: Session): void {
  labels
    .command('status')
    .description('print how old each label set is and what is missing')
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
A set that can be fetched from its publisher is told to be getting old after 3 days; after 7 no
screening is complete. One that labels.feeds names and nobody fetched makes none complete either;
of OFAC's list the copy that came with Hopsight answers until then, and grows old in the same days.
What no feed serves only has an age.

Example:
  $ hopsight labels status`,
    )
    .action(async (flags: AnswerFlags) => {
      const { describeStatus } = await import('../../../report/labelSetText.js');
      await writeAnswer(session, flags, {
        ask: (app) => app.labelStatus(),
        describe: describeStatus,
      });
    });
}
