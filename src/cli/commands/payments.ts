import type { Command } from 'commander';
import type { OpenPaymentChecks } from '../../app/payments/createPaymentChecks.js';
import type { App } from '../../app.js';
import { InputError } from '../../core/errors.js';
import type { Decision } from '../../core/verdict.js';
import { renderLines } from '../../report/lines.js';
import { describePaymentLine } from '../../report/paymentText.js';
import { ACTING_RULE, addActingOptions, withActor } from '../actingPerson.js';
import { INTERRUPTED } from '../exitCode.js';
import { paintFor, writeJson } from '../output.js';
import { parseCount } from '../parseCount.js';
import { readConfig, type Session, withApp } from '../session.js';
import {
  closing,
  documentOf,
  EXIT_CODES,
  type PaymentFlags,
  writeCheck,
  writeDocument,
} from './payments/answer.js';
import { addCheck } from './payments/check.js';
import { addImport, addMatch } from './payments/made.js';
import { addOverrides, type ChangeCheck } from './payments/overrides.js';

interface ListFlags extends PaymentFlags {
  readonly payee?: string;
  readonly decision?: string;
  readonly limit?: string;
}

/** Adds `hopsight payments`. */
export function addPaymentsCommand(program: Command, session: Session): void {
  const payments = program
    .command('payments')
    .description(
      'check payments before they leave, release, override and withdraw them; import those that were made',
    )
    .addHelpText('after', '\nExample:\n  $ hopsight payments list');
  const command = (name: string, description: string, help: string) =>
    payments
      .command(name)
      .description(description)
      .option('--json', 'print the answer as JSON')
      .option('--config <file>', 'use this configuration')
      .addHelpText('after', help);

  addCheck(
    addActingOptions(
      command(
        'check',
        'check one payment, and sign its approval where it may be made',
        `${EXIT_CODES}\n${ACTING_RULE}

Example:
  $ hopsight payments check --payee "contractor 7" --wallet 0x… --chain ethereum --asset USDC \\
      --amount 1500.50 --invoice INV-7`,
      ),
    ),
    session,
  );
  addImport(
    addActingOptions(
      command(
        'import',
        'import payments that were made, as the accounting system tells them',
        `
What was told before is not taken again, so that a file, or one that overlaps, can be imported at any
time. What is ambiguous is asked, and then nothing is taken. The exit code is 0 when every row was taken
or known, 30 when something is asked or a row cannot be read.
${ACTING_RULE}

Example:
  $ hopsight payments import october.csv --date-order day-first`,
      ),
    ),
    session,
  );
  addMatch(
    addActingOptions(
      command(
        'match',
        'look up the payments of a month: those that were told, and what left our own accounts',
        `
What was fetched is kept: a run that is stopped goes on where it was. The exit code is 0 when all was
looked up, 30 when something was not seen.
${ACTING_RULE}

Example:
  $ hopsight payments match 2026-10`,
      ),
    ),
    session,
  );
  command('list', 'print checks, newest first', '\nExample:\n  $ hopsight payments list --json')
    .option('--payee <payee>', 'only of this payee: id or reference')
    .option('--decision <decision>', 'only those that came out so')
    .option('--limit <n>', 'print at most so many (default: 50)')
    .action((flags: ListFlags) => list(session, flags));
  command(
    'show',
    'print one check',
    `${EXIT_CODES}\n\nExample:\n  $ hopsight payments show 01J… --approval > approval.json`,
  )
    .argument('<check>', 'the id that "hopsight payments list" prints')
    .option('--approval', 'print the signed approval alone')
    .action((checkId: string, flags: PaymentFlags & { readonly approval?: true }) =>
      show(session, checkId, flags),
    );
  addActingOptions(
    command(
      'release',
      'let a review be paid, as a person with the permission "release"',
      `
The chain is asked again: what came up since the check, or is not answered now, refuses it.
${ACTING_RULE}\n\nExample:\n  $ hopsight payments release 01J… --as "A. Example" --reason "…"`,
    ),
  )
    .argument('<check>', 'the id that "hopsight payments list" prints')
    .requiredOption('--reason <text>', 'what was looked at, and why it may be paid')
    .action((checkId: string, flags: PaymentFlags & { readonly reason: string }) =>
      change(session, flags, (checks, actor, signal) =>
        checks.release(checkId, flags.reason, actor, signal),
      ),
    );
  addOverrides({ command, change: (flags, act) => change(session, flags, act) });
  addActingOptions(
    command(
      'withdraw',
      'take a check back: it was not and will not be paid',
      `
Its invoice can be checked again. An approval that was handed out verifies until its end all the same.
What is approved only a person with the permission "release" takes back, and nobody what is known to have
been paid.
${ACTING_RULE}

Example:
  $ hopsight payments withdraw 01J… --as "A. Example"`,
    ),
  )
    .argument('<check>', 'the id that "hopsight payments list" prints')
    .action((checkId: string, flags: PaymentFlags) =>
      change(session, flags, (checks, actor) => checks.withdraw(checkId, actor)),
    );
}

async function list(session: Session, flags: ListFlags): Promise<void> {
  const limit = parseCount('--limit', flags.limit) ?? 50;
  const decision = parseDecision(flags.decision);
  await withChecks(session, flags, (checks, app) => {
    const payeeId = flags.payee === undefined ? null : payeeOf(app, flags.payee);
    const { terminal } = session;
    const found = checks
      .list({ payeeId, decision, cursor: null, limit })
      .checks.map((one) => documentOf(session, checks, one));
    if (flags.json === true) writeJson(terminal.out, found);
    else terminal.out.write(renderLines(found.map(describePaymentLine), paintFor(terminal)));
  });
}

async function show(
  session: Session,
  checkId: string,
  flags: PaymentFlags & { readonly approval?: true },
): Promise<void> {
  await withChecks(session, flags, async (checks) => {
    const found = await checks.settled(checkId, new AbortController().signal);
    if (found === null) {
      throw new InputError(
        'No check of a payment has this id; "hopsight payments list" has theirs.',
      );
    }
    if (flags.approval !== true) {
      writeCheck(session, flags, { checks, check: found });
      return;
    }
    const approval = checks.readApproval(checkId);
    if (approval === null) {
      throw new InputError(
        found.approval === null
          ? 'There is no approval of this payment; show it without --approval to see why.'
          : (checks.whyNoApproval(checkId) ?? 'Something changed just now; ask again.'),
      );
    }
    writeJson(session.terminal.out, approval);
  });
}

async function change(session: Session, flags: PaymentFlags, act: ChangeCheck): Promise<void> {
  const abort = new AbortController();
  const stopListening = session.terminal.onInterrupt(() => {
    if (abort.signal.aborted) session.terminal.quit(INTERRUPTED);
    abort.abort();
  });
  try {
    await withChecks(session, flags, (checks, app) =>
      withActor(session, app, flags, async (actor) => {
        const changed = await act(checks, actor, abort.signal);
        writeDocument(session, flags.json === true, documentOf(session, checks, changed));
      }),
    );
  } finally {
    stopListening();
  }
}

/** Opens the checks over an application that screens nothing anew. */
async function withChecks(
  session: Session,
  flags: PaymentFlags,
  work: (checks: OpenPaymentChecks, app: App) => void | Promise<void>,
): Promise<void> {
  const { config } = await readConfig(session, flags);
  await withApp(session, { config, rulesFile: null }, async (app) => {
    const { signal } = new AbortController();
    const checks = app.openPaymentsHere({ offline: true, onProgress: () => undefined, signal });
    await closing(checks, async () => work(checks, app));
  });
}

function payeeOf({ payees }: App, text: string): string {
  const payee = payees.read(text) ?? payees.find(text);
  if (payee !== null) return payee.id;
  throw new InputError('No payee has this id or reference.');
}

function parseDecision(text: string | undefined): Decision | null {
  if (text === undefined) return null;
  if (text === 'proceed' || text === 'review' || text === 'hold' || text === 'incomplete') {
    return text;
  }
  throw new InputError('The option --decision takes proceed, review, hold or incomplete.');
}
