import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { OpenPaymentChecks } from '../../app/payments/createPaymentChecks.js';
import type { PayrollRun, Payrolls } from '../../app/payroll/payroll.js';
import type { App } from '../../app.js';
import { InputError } from '../../core/errors.js';
import { renderLines } from '../../report/lines.js';
import { ACTING_RULE, addActingOptions, withActor } from '../actingPerson.js';
import { paintFor, widthOf, writeJson } from '../output.js';
import { readConfig, type Session, withApp } from '../session.js';
import { closing, type PaymentFlags } from './payments/answer.js';
import {
  type CheckingFlags,
  checkPayroll,
  outPathOf,
  withChecking,
  writeRun,
} from './payroll/checking.js';
import { describeProposal, describeQuestions, describeSummary } from './payroll/describe.js';
import { optionFor, type ReadingFlags, readByFlags } from './payroll/readingFlags.js';

interface RunFlags extends CheckingFlags, ReadingFlags {
  readonly yes?: true;
}

const EXIT_CODES = `
The exit code is that of the worst row: 0 for proceed, 10 for review, 20 for hold, 30 for incomplete,
for a row that cannot be read, and for one that is not decided.`;

/** Adds `hopsight payroll`. */
export function addPayrollCommand(program: Command, session: Session): void {
  const payroll = program
    .command('payroll')
    .description('check the payments of a CSV or XLSX file, and get it back with the decisions')
    .addHelpText('after', '\nExample:\n  $ hopsight payroll run november.xlsx');
  const command = (name: string, description: string, help: string) =>
    payroll
      .command(name)
      .description(description)
      .option('--json', 'print the answer as JSON')
      .option('--config <file>', 'use this configuration')
      .addHelpText('after', help);
  const checking = (name: string, description: string, help: string) =>
    addActingOptions(command(name, description, help))
      .option('--profile <name>', 'take the chains of a profile: recorded or public')
      .option('--offline', 'screen from what is stored alone')
      .option('--out <file>', 'write the checked file here')
      .option('--force', 'replace a file that is there already');

  checking(
    'run',
    'check the payments of a file',
    `
How the file is read is printed first and asked about; --yes runs it without asking, but never while
something is in doubt. The checked file is written beside it as NAME.checked.csv or .xlsx.
${EXIT_CODES}
${ACTING_RULE}

Example:
  $ hopsight payroll run november.csv --column amount=F --decimal-sign , --yes`,
  )
    .argument('<file>', 'a CSV or XLSX file')
    .option('--sheet <name>', 'read this sheet')
    .option('--head-row <n>', 'the row of the heads, from 1; 0 where there is none')
    .addOption(
      new Option(
        '--column <field=letter>',
        'the column of a field, such as payee=B; payee=none',
      ).argParser((text: string, before: readonly string[] = []) => [...before, text]),
    )
    .option('--decimal-sign <sign>', 'a point or a comma')
    .option('--chain <name>', 'for rows that name no chain, such as ethereum')
    .option('--asset <asset>', 'for rows that name no coin, such as USDC')
    .option('--yes', 'run it without asking')
    .action((path: string, flags: RunFlags) => run(session, path, flags));
  checking(
    'resume',
    'go on with a payroll that was stopped, and check again what came to nothing',
    `${EXIT_CODES}\n${ACTING_RULE}\n\nExample:\n  $ hopsight payroll resume 01J…`,
  )
    .argument('<payroll>', 'the id that "hopsight payroll list" prints')
    .action((runId: string, flags: CheckingFlags) => resume(session, runId, flags));
  command('list', 'print payrolls, newest first', '\nExample:\n  $ hopsight payroll list').action(
    (flags: PaymentFlags) => list(session, flags),
  );
  command('show', 'print one payroll', '\nExample:\n  $ hopsight payroll show 01J…')
    .argument('<payroll>', 'the id that "hopsight payroll list" prints')
    .action((runId: string, flags: PaymentFlags) => show(session, runId, flags));
  addActingOptions(
    command(
      'drop',
      'erase the file of a payroll and what stands in it; checks that were made stay',
      `${ACTING_RULE}\n\nExample:\n  $ hopsight payroll drop 01J… --yes`,
    ),
  )
    .argument('<payroll>', 'the id that "hopsight payroll list" prints')
    .option('--yes', 'erase it without asking')
    .action((runId: string, flags: PaymentFlags & { readonly yes?: true }) =>
      drop(session, runId, flags),
    );
}

async function run(session: Session, path: string, flags: RunFlags): Promise<void> {
  const { terminal } = session;
  const bytes = await readGiven(path);
  const out = outPathOf({ path, isWorkbook: isZip(bytes) }, flags);
  await withChecking(session, flags, async (checking) => {
    const { payrolls, actor } = checking;
    const { proposal, reading, questions } = readByFlags(bytes, flags, payrolls.preview);
    const width = widthOf(terminal.err);
    const told = [...describeProposal(proposal, width), ...describeQuestions(questions, width)];
    terminal.err.write(renderLines(told, paintFor({ ...terminal, out: terminal.err })));
    const [open] = questions;
    if (open !== undefined) {
      throw new InputError(`${open.sentence} Answer it with ${optionFor(open)}.`);
    }
    const asking = proposal.rows?.asking ?? 0;
    if (
      flags.yes !== true &&
      !(await isSure(session, `Check ${asking} payments as they are read above?`))
    ) {
      throw new InputError('Nothing was checked, since nobody said yes.');
    }
    const { id } = payrolls.upload({ name: path, bytes }, actor);
    const { state } = payrolls.confirm(id, { ...proposal.reading, ...reading }, actor);
    if (state !== 'ready') throw new InputError('How the file is read is in doubt still.');
    await checkPayroll(session, flags, { checking, runId: id, out });
  });
}

async function resume(session: Session, runId: string, flags: CheckingFlags): Promise<void> {
  await withChecking(session, flags, async (checking) => {
    const { fileName } = knownRun(checking.payrolls, runId);
    const out = outPathOf({ path: fileName, isWorkbook: /\.xlsx$/i.test(fileName) }, flags);
    await checkPayroll(session, flags, { checking, runId, out });
  });
}

async function list(session: Session, flags: PaymentFlags): Promise<void> {
  await withPayrolls(session, flags, ({ payrolls }) => {
    const { terminal } = session;
    const found = payrolls.list();
    if (flags.json === true) writeJson(terminal.out, found);
    else terminal.out.write(renderLines(found.map(describeSummary), paintFor(terminal)));
  });
}

async function show(session: Session, runId: string, flags: PaymentFlags): Promise<void> {
  await withPayrolls(session, flags, (opened) => {
    const found = knownRun(opened.payrolls, runId);
    writeRun(session, flags, { checking: opened, run: found, out: null });
  });
}

async function drop(
  session: Session,
  runId: string,
  flags: PaymentFlags & { readonly yes?: true },
): Promise<void> {
  await withPayrolls(session, flags, ({ payrolls }, app) =>
    withActor(session, app, flags, async (actor) => {
      knownRun(payrolls, runId);
      const question = 'Erase the file and what stands in it? Nothing brings it back.';
      if (flags.yes !== true && !(await isSure(session, question))) {
        throw new InputError('Nothing was erased, since nobody said yes.');
      }
      payrolls.drop(runId, actor);
      const dropped = knownRun(payrolls, runId);
      const { terminal } = session;
      if (flags.json === true) writeJson(terminal.out, dropped);
      else terminal.out.write(renderLines([describeSummary(dropped)], paintFor(terminal)));
    }),
  );
}

/** Opens payrolls over an application that screens nothing. */
async function withPayrolls(
  session: Session,
  flags: PaymentFlags,
  work: (
    opened: { readonly payrolls: Payrolls; readonly checks: OpenPaymentChecks },
    app: App,
  ) => void | Promise<void>,
): Promise<void> {
  const { config } = await readConfig(session, flags);
  await withApp(session, { config, rulesFile: null }, async (app) => {
    const { signal } = new AbortController();
    const checks = app.openPaymentsHere({ offline: true, onProgress: () => undefined, signal });
    const payrolls = app.openPayrolls(checks, 'one-by-one');
    await closing(checks, async () => work({ payrolls, checks }, app));
  });
}

function knownRun({ read }: Payrolls, runId: string): PayrollRun {
  const found = read(runId);
  if (found !== null) return found;
  throw new InputError('No payroll has this id; "hopsight payroll list" prints theirs.');
}

/** @throws {InputError} where nobody can answer. */
async function isSure({ terminal }: Session, question: string): Promise<boolean> {
  if (!terminal.err.isTty) {
    throw new InputError('No terminal is there to ask on; say --yes to go on without asking.');
  }
  return /^\s*y(es)?\s*$/i.test(await terminal.readLine(`${question} [y/N] `));
}

async function readGiven(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InputError(
      'The file cannot be read; check its name, and that this user may read it.',
      {},
      { cause },
    );
  }
}

/** Source: section 4.3.7 of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
