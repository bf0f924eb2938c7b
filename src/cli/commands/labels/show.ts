import type { Command } from 'commander';
import type { Session } from '../../session.js';
import { type AnswerFlags, writeAnswer } from './answer.js';

/** Adds `hopsight labels show`. */
export function addShowCommand(labels: Command, session: Session): void {
  labels
    .command('show')
    .description('print every claim about an address, its history, and what follows for a payment')
    .argument('<address>', 'the address to look up')
    .option('--json', 'print the claims as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Nothing is sent anywhere. That no set names an address says nothing about its history.

Example:
  $ hopsight labels show --json 115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn`,
    )
    .action(async (address: string, flags: AnswerFlags) => {
      const { describeShownLabels } = await import('../../../report/labelText.js');
      await writeAnswer(session, flags, {
        ask: (app) => app.showLabels(address),
        describe: describeShownLabels,
      });
    });
}
