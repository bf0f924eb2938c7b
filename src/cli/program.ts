import { Command, CommanderError } from 'commander';
import { readPackageVersion } from '../packageInfo.js';
import { addAuditCommand } from './commands/audit.js';
import { addCacheCommand } from './commands/cache.js';
import { addConfigCommand } from './commands/config.js';
import { addKeysCommand } from './commands/keys.js';
import { addLabelsCommand } from './commands/labels.js';
import { addPayeesCommand } from './commands/payees.js';
import { addPaymentsCommand } from './commands/payments.js';
import { addPayrollCommand } from './commands/payroll.js';
import { addRedFlagsCommand } from './commands/redFlags.js';
import { addRosterCommand } from './commands/roster.js';
import { addScreenCommand } from './commands/screen.js';
import { addServeCommand } from './commands/serve.js';
import { addSummaryCommand } from './commands/summary.js';
import { addTokensCommand } from './commands/tokens.js';
import { addUsersCommand } from './commands/users.js';
import { addVerifyCommand } from './commands/verify.js';
import { type ExitCode, exitCodeOfError } from './exitCode.js';
import { formatError } from './output.js';
import type { Session } from './session.js';

/**
 * Runs one command line and gives the code to end with. Errors are told on the terminal, never
 * thrown.
 *
 * Units: `args` are the words after the program's name.
 */
export async function runCommandLine(
  args: readonly string[],
  opened: Omit<Session, 'finish'>,
): Promise<ExitCode> {
  let code: ExitCode = 0;
  const session: Session = {
    ...opened,
    finish: (finished) => {
      code = finished;
    },
  };
  try {
    await createProgram(session).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    session.terminal.err.write(formatError(error, session.terminal));
    return exitCodeOfError(error);
  }
}

function createProgram(session: Session): Command {
  const { err, out } = session.terminal;
  const program = new Command('hopsight')
    .description(
      "Checks a contractor's crypto wallet against DPRK-linked addresses before it is paid.",
    )
    .version(readPackageVersion())
    .exitOverride()
    // The version of a month is an option of its own.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text.replace(/^error: /, 'hopsight: ')),
      getOutHelpWidth: () => out.columns,
      getErrHelpWidth: () => err.columns,
    })
    .addHelpText(
      'after',
      `
Example:
  $ hopsight screen --profile recorded 0x098B716B8Aaf21512996dC57EB0615e2383E2f96`,
    );
  addScreenCommand(program, session);
  addLabelsCommand(program, session);
  addPaymentsCommand(program, session);
  addPayrollCommand(program, session);
  addConfigCommand(program, session);
  addSummaryCommand(program, session);
  addVerifyCommand(program, session);
  addCacheCommand(program, session);
  addServeCommand(program, session);
  addUsersCommand(program, session);
  addTokensCommand(program, session);
  addRedFlagsCommand(program, session);
  addAuditCommand(program, session);
  addPayeesCommand(program, session);
  addRosterCommand(program, session);
  addKeysCommand(program, session);
  return program;
}
