import type { Command } from 'commander';
import type { Session } from '../session.js';
import { addHistoryCommands } from './payees/history.js';
import { addPeopleCommands, addReadingCommands } from './payees/people.js';
import { addProofCommands, addWalletCommands } from './payees/wallets.js';

/** Adds `hopsight payees`. */
export function addPayeesCommand(program: Command, session: Session): void {
  const payees = program
    .command('payees')
    .description('keep whom the company pays, and the wallets to which they are paid')
    .addHelpText('after', '\nExample:\n  $ hopsight payees add AC-17 --name "A. Example"');
  addReadingCommands(payees, session);
  addPeopleCommands(payees, session);
  addHistoryCommands(payees, session);
  addWalletCommands(payees, session);
  addProofCommands(payees, session);
}
