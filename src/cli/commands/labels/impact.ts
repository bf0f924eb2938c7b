import type { Command } from 'commander';
import type { ImpactProgress } from '../../../app/labelImpact.js';
import type { App } from '../../../app.js';
import { InputError } from '../../../core/errors.js';
import type { Decision } from '../../../core/verdict.js';
import type { LabelImpact, Rescreened } from '../../../report/impactDocument.js';
import { type Line, renderLines } from '../../../report/lines.js';
import { exitCodeOfDecisions, INTERRUPTED } from '../../exitCode.js';
import { paintFor, widthOf, writeJson, writeNote } from '../../output.js';
import { createProgressLine, describeScreening } from '../../progress.js';
import { readConfig, type Session, withApp } from '../../session.js';
import type { AnswerFlags } from './answer.js';

interface ImpactFlags extends AnswerFlags {
  readonly since?: string;
  readonly set?: string;
  readonly rules?: string;
  readonly rescreen?: true;
  readonly limit?: string;
}

/** Wallets that one run screens again unless told otherwise. */
const DEFAULT_LIMIT = 20;

/** Adds `hopsight labels impact`. */
export function addImpactCommand(labels: Command, session: Session): void {
  labels
    .command('impact')
    .description('print past screenings that would read differently by the labels of now')
    .option('--since <when>', 'only changes since a snapshot, or from a day on')
    .option('--set <name>', 'only changes of this set')
    .option('--rescreen', 'screen the listed wallets again, with live sources, as new records')
    .option('--limit <count>', `screen at most this many wallets again (${DEFAULT_LIMIT})`)
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .option('--rules <file>', 'judge by this rule set instead of the default')
    .addHelpText(
      'after',
      `
A claim that came, changed or went touches a screening when it speaks about any account of its
recorded facts, also one in the middle of a path. Nothing is sent anywhere unless --rescreen is given;
a wallet that was screened by the labels of now is not screened again.

The exit code is 0 when nothing is open, else that of the worst reading: 20 hold, 30 incomplete or
cannot be judged again, 10 review.

Example:
  $ hopsight labels impact --since 2026-11-01 --set our-labels`,
    )
    .action((flags: ImpactFlags) => tellImpact(session, flags));
}

async function tellImpact(session: Session, flags: ImpactFlags): Promise<void> {
  const limit = parseLimit(flags);
  const { config } = await readConfig(session, flags);
  const { terminal } = session;
  const { impact, again } = await withApp(
    session,
    { config, rulesFile: flags.rules ?? null },
    async (app) => {
      const told = askImpact(session, app, flags);
      const rescreened =
        flags.rescreen === true ? await screenAgain(session, app, { impact: told, limit }) : null;
      return { impact: told, again: rescreened };
    },
  );
  if (flags.json === true) writeJson(terminal.out, { ...impact, rescreened: again });
  else {
    const { describeImpact, describeRescreened } = await import('../../../report/impactText.js');
    const width = widthOf(terminal.out);
    const lines: Line[] = [
      ...describeImpact(impact, { width, zone: config.timeZone }),
      ...(again === null ? [] : describeRescreened(again, width)),
    ];
    terminal.out.write(renderLines(lines, paintFor(terminal)));
  }
  const open = openDecisions(impact, again);
  session.finish(open.length === 0 ? 0 : exitCodeOfDecisions(open));
}

function askImpact({ terminal }: Session, app: App, flags: ImpactFlags): LabelImpact {
  const progress = createProgressLine(terminal, describeWork);
  try {
    return app.tellImpact({
      since: flags.since ?? null,
      set: flags.set ?? null,
      onProgress: progress.show,
    });
  } finally {
    progress.clear();
  }
}

function describeWork({ activity, done, total }: ImpactProgress): string {
  return `${activity}, ${done} of ${total}`;
}

async function screenAgain(
  { terminal }: Session,
  app: App,
  { impact, limit }: { readonly impact: LabelImpact; readonly limit: number },
): Promise<Rescreened> {
  const progress = createProgressLine(terminal, describeScreening);
  const abort = new AbortController();
  const stopListening = terminal.onInterrupt(() => {
    if (abort.signal.aborted) terminal.quit(INTERRUPTED);
    abort.abort();
    writeNote(terminal, 'stopping: what was screened is recorded; Ctrl-C again ends at once.');
  });
  try {
    return await app.rescreen({
      items: impact.items,
      limit,
      onProgress: ({ wallet, wallets }, at) =>
        progress.show({ ...at, activity: `wallet ${wallet} of ${wallets}, ${at.activity}` }),
      signal: abort.signal,
    });
  } finally {
    progress.clear();
    stopListening();
  }
}

/** The readings that nobody has looked at with a new screening, and what new screenings said. */
function openDecisions(impact: LabelImpact, again: Rescreened | null): readonly Decision[] {
  const done = new Map(again?.done.map(({ address, decision }) => [address, decision]));
  return impact.items
    .filter(({ screenedSince, record }) => screenedSince === null && record.asOf === null)
    .map(({ subjects, now }) => {
      const newest = done.get(subjects[0]?.address ?? '');
      return newest ?? now?.decision ?? 'incomplete';
    });
}

function parseLimit({ limit, rescreen }: ImpactFlags): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (rescreen !== true)
    throw new InputError('The option --limit belongs to --rescreen; give both.');
  const number = /^\d{1,6}$/.test(limit) ? Number.parseInt(limit, 10) : 0;
  if (number > 0) return number;
  throw new InputError('The option --limit takes a whole number from 1.');
}
