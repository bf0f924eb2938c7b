import type { Command } from 'commander';
import type { Session } from '../../session.js';
import { type AnswerFlags, writeAnswer } from './answer.js';

/** Adds `hopsight labels diff`. */
export function addDiffCommand(labels: Command, session: Session): void {
  labels
    .command('diff')
    .description('print what one snapshot claims and another does not')
    .argument('<from>', 'the older snapshot')
    .argument('<to>', 'the newer snapshot')
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
A snapshot is named by its id (our-labels@0123456789ab), by its set and a day
(our-labels@2026-11-01: what the set said then), or by its set alone, with ~1 for the one before.

Example:
  $ hopsight labels diff our-labels~1 our-labels`,
    )
    .action(async (from: string, to: string, flags: AnswerFlags) => {
      const { describeDiff } = await import('../../../report/labelSetText.js');
      await writeAnswer(session, flags, {
        ask: (app) => app.diffLabels(from, to),
        describe: describeDiff,
      });
    });
}
