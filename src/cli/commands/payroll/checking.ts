import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { OpenPaymentChecks } from '../../../app/payments/createPaymentChecks.js';
import type { PayrollRun, Payrolls } from '../../../app/payroll/payroll.js';
import { InputError } from '../../../core/errors.js';
import type { PayrollCounts, RowOutcome } from '../../../core/payroll.js';
import type { Actor } from '../../../core/role.js';
import type { Decision } from '../../../core/verdict.js';
import { renderLines } from '../../../report/lines.js';
import { withActor } from '../../actingPerson.js';
import { exitCodeOfDecisions, INTERRUPTED } from '../../exitCode.js';
import { paintFor, widthOf, writeJson, writeNote } from '../../output.js';
import { createProgressLine, describeScreening } from '../../progress.js';
import { readConfig, type Session, withApp } from '../../session.js';
import { closing, documentOf, type PaymentFlags } from '../payments/answer.js';
import { describeCounts, describeRun } from './describe.js';

/** Options of a command that has payrolls checked. */
export interface CheckingFlags extends PaymentFlags {
  readonly out?: string;
  readonly force?: true;
  readonly offline?: true;
}

/** What a payroll is checked with. */
export interface Checking {
  readonly payrolls: Payrolls;
  readonly checks: OpenPaymentChecks;
  readonly actor: Actor;
  /** Ends after Ctrl-C, once the wallet under way is done. */
  readonly stop: AbortSignal;
  /** Notes which payroll it is, so that a stop says how to go on. */
  readonly began: (runId: string) => void;
  readonly progressDone: () => void;
}

const ALL = { outcome: null, after: 0, limit: -1 } as const;

/** Opens payrolls whose wallets are screened in this process, one after the other. */
export async function withChecking(
  session: Session,
  flags: CheckingFlags,
  work: (checking: Checking) => Promise<void>,
): Promise<void> {
  const { terminal } = session;
  const { withAskableSources } = await import('../../../config.js');
  const loaded = await readConfig(session, flags);
  const { config, notes } = withAskableSources(loaded.config);
  for (const note of notes) writeNote(terminal, note);
  const stop = new AbortController();
  const progress = createProgressLine(terminal, describeScreening);
  let runId: string | null = null;
  const stopListening = terminal.onInterrupt(() => {
    if (stop.signal.aborted) terminal.quit(INTERRUPTED);
    stop.abort();
    progress.clear();
    const how = runId === null ? '' : ` "hopsight payroll resume ${runId}" goes on.`;
    writeNote(
      terminal,
      `stopping once the wallet under way is done; Ctrl-C again ends at once.${how}`,
    );
  });
  try {
    await withApp(session, { config, rulesFile: null }, (app) =>
      withActor(session, app, flags, async (actor) => {
        const { signal } = new AbortController();
        const offline = flags.offline === true;
        const checks = app.openPaymentsHere({ offline, signal, onProgress: progress.show });
        const payrolls = app.openPayrolls(checks, 'one-by-one');
        await closing(checks, () =>
          work({
            ...{ payrolls, checks, actor, stop: stop.signal },
            began: (id) => {
              runId = id;
            },
            progressDone: progress.clear,
          }),
        );
      }),
    );
  } finally {
    progress.clear();
    stopListening();
  }
}

/** Has a payroll checked, and writes the file that comes of it. */
export async function checkPayroll(
  session: Session,
  flags: CheckingFlags,
  asked: { readonly checking: Checking; readonly runId: string; readonly out: string },
): Promise<void> {
  const { checking, runId, out } = asked;
  const { payrolls, actor, stop } = checking;
  checking.began(runId);
  const run = await payrolls.run(runId, actor, stop);
  checking.progressDone();
  const isWhole = !stop.aborted || run.toTake === 0;
  if (isWhole) {
    const file = payrolls.exportFile(runId, actor);
    await writeFile(out, file.bytes, { flag: flags.force === true ? 'w' : 'wx', mode: 0o600 });
    for (const row of file.defusedRows) {
      writeNote(
        session.terminal,
        `row ${row} held what a spreadsheet would run; an apostrophe keeps it from that.`,
      );
    }
  }
  writeRun(session, flags, { checking, run, out: isWhole ? out : null });
  session.finish(exitCodeOfCounts(run.counts));
}

/** Prints a payroll with its rows. */
export function writeRun(
  session: Session,
  flags: PaymentFlags,
  told: {
    readonly checking: Pick<Checking, 'payrolls' | 'checks'>;
    readonly run: PayrollRun;
    readonly out: string | null;
  },
): void {
  const { checking, run, out } = told;
  const { terminal } = session;
  const rows = checking.payrolls.listRows(run.id, ALL);
  if (flags.json === true) {
    const { id, fileName, state, counts, toTake, proposal } = run;
    writeJson(terminal.out, {
      ...{ payrollId: id, fileName, state, counts, toTake, file: out, proposal },
      rows: rows.map(({ check, ...row }) => ({
        ...row,
        payment: check === null ? null : documentOf(session, checking.checks, check),
      })),
    });
    return;
  }
  const lines = describeRun(run, rows, widthOf(terminal.out));
  terminal.out.write(renderLines(lines, paintFor(terminal)));
  if (out !== null) terminal.out.write(`\n${describeCounts(run.counts)}: ${out}\n`);
}

/**
 * Where the file goes that comes of a payroll: what `--out` says, else beside the file it came from.
 *
 * @throws {InputError} where a file is there already and nobody said that it may go.
 */
export function outPathOf(
  file: { readonly path: string; readonly isWorkbook: boolean },
  { out, force }: CheckingFlags,
): string {
  const plain = basename(file.path).replace(/\.[^.]{1,5}$/, '');
  const name = `${plain}.checked.${file.isWorkbook ? 'xlsx' : 'csv'}`;
  const path = out ?? join(dirname(file.path), name);
  if (force === true || !existsSync(path)) return path;
  throw new InputError(
    'The file that would be written is there already; name another with --out, or add --force to replace it.',
  );
}

/** The exit code of a payroll: that of its worst row. What was not decided counts as incomplete. */
function exitCodeOfCounts(counts: PayrollCounts) {
  const decisions = Object.entries(DECISION_OF).flatMap(([outcome, decision]) =>
    Object.entries(counts).some(([one, rows]) => one === outcome && rows > 0) ? [decision] : [],
  );
  return exitCodeOfDecisions(decisions);
}

const DECISION_OF: Readonly<Record<RowOutcome, Decision>> = {
  proceed: 'proceed',
  review: 'review',
  hold: 'hold',
  incomplete: 'incomplete',
  unreadable: 'incomplete',
  failed: 'incomplete',
  withdrawn: 'incomplete',
  waiting: 'incomplete',
};
