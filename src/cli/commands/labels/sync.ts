import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../../../app/access/localActor.js';
import { renderLines } from '../../../report/lines.js';
import { exitCodeOf } from '../../exitCode.js';
import { paintFor, widthOf, writeJson, writeNote } from '../../output.js';
import { createProgressLine } from '../../progress.js';
import { readConfig, type Session, withApp } from '../../session.js';
import type { AnswerFlags } from './answer.js';

interface SyncFlags extends AnswerFlags {
  readonly acceptLess?: true;
}

/** How far a fetch has come, as the application tells it. */
interface Fetching {
  readonly set: string;
  readonly host: string;
  readonly bytes: number;
  readonly ofBytes: number | null;
}

/** Cells of the bar of progress. */
const BAR_CELLS = 20;

/** Adds `hopsight labels sync`. */
export function addSyncCommand(labels: Command, session: Session): void {
  labels
    .command('sync')
    .description('bring label sets to the newest state of their publishers')
    .argument('[sets...]', 'the sets; all that have a feed where none is named')
    .option('--accept-less', 'take a file with far fewer claims, or of an older day')
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Fetches OFAC's list, and what labels.feeds of the configuration names. No address is sent anywhere.
A file that is cut off, empty, much smaller than before or not to be read is refused, and the state
before stays in force. Ends with 0, or with 69 where a set could not be brought up to date.

Example:
  $ hopsight labels sync ofac-sdn`,
    )
    .action(async (sets: readonly string[], flags: SyncFlags) => {
      await sync(session, sets, flags);
    });
}

async function sync(session: Session, sets: readonly string[], flags: SyncFlags): Promise<void> {
  const { terminal } = session;
  const { config } = await readConfig(session, flags);
  const progress = createProgressLine(terminal, describeFetch);
  const abort = new AbortController();
  const stopListening = terminal.onInterrupt(() => {
    abort.abort();
    writeNote(terminal, 'stopping: the states in force stay.');
  });
  try {
    const synced = await withApp(session, { config, rulesFile: null }, (app) =>
      app.syncLabels({
        sets,
        acceptsLess: flags.acceptLess === true,
        by: LOCAL_ACTOR,
        onProgress: progress.show,
        signal: abort.signal,
      }),
    );
    progress.clear();
    if (flags.json === true) writeJson(terminal.out, synced);
    else {
      const { describeSync } = await import('../../../report/labelSyncText.js');
      const lines = describeSync(synced, widthOf(terminal.out));
      terminal.out.write(renderLines(lines, paintFor(terminal)));
    }
    const isDone = synced.every(({ result }) => result === 'imported' || result === 'unchanged');
    session.finish(isDone ? 0 : exitCodeOf('transport'));
  } finally {
    progress.clear();
    stopListening();
  }
}

function describeFetch({ set, host, bytes, ofBytes }: Fetching): string {
  const megabytes = (size: number) => `${(size / 1_000_000).toFixed(1)} MB`;
  if (ofBytes === null || ofBytes === 0) return `${set}: ${megabytes(bytes)} from ${host}`;
  const filled = Math.min(BAR_CELLS, Math.floor((bytes * BAR_CELLS) / ofBytes));
  const bar = `${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}`;
  return `${set}: [${bar}] ${megabytes(bytes)} of ${megabytes(ofBytes)} from ${host}`;
}
