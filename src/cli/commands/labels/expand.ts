import type { Command } from 'commander';
import type { App } from '../../../app.js';
import type { HaloReport } from '../../../report/haloDocument.js';
import { renderLines } from '../../../report/lines.js';
import { exitCodeOf } from '../../exitCode.js';
import { paintFor, widthOf, writeJson, writeNote } from '../../output.js';
import { parseCount } from '../../parseCount.js';
import { createProgressLine } from '../../progress.js';
import { readConfig, type Session, withApp } from '../../session.js';
import type { AnswerFlags } from './answer.js';

interface ExpandFlags extends AnswerFlags {
  readonly maxRequests?: string;
  readonly chain?: string;
  readonly profile?: string;
  readonly status?: true;
}

/** Requests that a run may send where the user names no number. */
const DEFAULT_REQUESTS = 1_000;

/** Adds `hopsight labels expand`. */
export function addExpandCommand(labels: Command, session: Session): void {
  labels
    .command('expand')
    .description(
      'look where the money of DPRK-linked accounts went, so that screenings see further',
    )
    .option('--max-requests <n>', `spend at most about so many requests (${DEFAULT_REQUESTS})`)
    .option('--chain <name>', 'only on this chain')
    .option('--status', 'print how far it has come; send no request')
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .option('--profile <name>', 'take the chains of a profile: recorded or public')
    .addHelpText(
      'after',
      `
Follows each labelled account two hops forward and keeps the way. A screening that meets the way
follows it back to its end, beyond its own depth; what it then says rests on the facts that it finds.
Being on a way is no claim about anybody. A run that is stopped goes on where it was.

Example:
  $ hopsight labels expand --max-requests 500 --chain ethereum`,
    )
    .action(async (flags: ExpandFlags) => {
      await expand(session, flags);
    });
}

async function expand(session: Session, flags: ExpandFlags): Promise<void> {
  const { terminal } = session;
  const maxRequests = parseCount('--max-requests', flags.maxRequests) ?? DEFAULT_REQUESTS;
  const chain = flags.chain ?? null;
  const { withAskableSources } = await import('../../../config.js');
  const { config, notes } = withAskableSources((await readConfig(session, flags)).config);
  for (const note of notes) writeNote(terminal, note);
  const progress = createProgressLine(terminal, describeProgress);
  const abort = new AbortController();
  const stopListening = terminal.onInterrupt(() => {
    abort.abort();
    writeNote(terminal, 'stopping: what was fetched is kept; run the same again to go on.');
  });
  const ask = async (app: App): Promise<HaloReport> =>
    flags.status === true
      ? app.tellExpansion(chain)
      : app.expandLabels({
          ...{ chain, maxRequests, onProgress: progress.show, signal: abort.signal },
        });
  try {
    const report = await withApp(session, { config, rulesFile: null }, ask);
    progress.clear();
    if (flags.json === true) writeJson(terminal.out, report);
    else {
      const { describeHalo } = await import('../../../report/haloText.js');
      const lines = describeHalo(report, widthOf(terminal.out));
      terminal.out.write(renderLines(lines, paintFor(terminal)));
    }
    session.finish(report.unreached.length === 0 ? 0 : exitCodeOf('transport'));
  } finally {
    progress.clear();
    stopListening();
  }
}

function describeProgress(at: {
  readonly chain: string;
  readonly requestsLeft: number;
  readonly seedsLeft: number;
}): string {
  return `${at.chain}: ${at.seedsLeft} accounts to follow, ${at.requestsLeft} requests left`;
}
