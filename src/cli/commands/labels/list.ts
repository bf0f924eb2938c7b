import type { Command } from 'commander';
import type { Session } from '../../session.js';
import { type AnswerFlags, writeAnswer } from './answer.js';

/** Adds `hopsight labels list`. */
export function addListCommand(labels: Command, session: Session): void {
  labels
    .command('list')
    .description('print every snapshot that was ever imported, of one set or of all')
    .argument('[set]', 'the set; all sets where none is named')
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Snapshots never change and are never deleted; a set answers from its current one.

Example:
  $ hopsight labels list our-labels`,
    )
    .action(async (set: string | undefined, flags: AnswerFlags) => {
      const { describeSnapshots } = await import('../../../report/labelSetText.js');
      await writeAnswer(session, flags, {
        ask: (app) => app.listLabels(set ?? null),
        describe: describeSnapshots,
      });
    });
}
