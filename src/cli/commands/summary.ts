import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../../app/access/localActor.js';
import type { MonthProgress, MonthReading } from '../../app/summary/monthDesk.js';
import type { MonthEdition } from '../../app/summary/monthEdition.js';
import type { MonthFile, MonthFormat } from '../../app/summary/monthFiles.js';
import type { App } from '../../app.js';
import type { Config } from '../../config.js';
import { InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { escapeJson } from '../../report/format.js';
import { renderLines } from '../../report/lines.js';
import { ACTING_RULE, type ActingFlags, addActingOptions, withActor } from '../actingPerson.js';
import { INTERRUPTED } from '../exitCode.js';
import { paintFor, widthOf, writeJson, writeNote } from '../output.js';
import { createProgressLine } from '../progress.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../session.js';
import { describeVersion, describeVersions } from './summary/describe.js';
import {
  assertMayWrite,
  type FileFlags,
  listWanted,
  type Wanted,
  writeWanted,
} from './summary/files.js';

interface SummaryFlags extends ConfigFlags, ActingFlags, FileFlags {
  readonly fonts?: readonly string[];
  readonly sign?: true;
  readonly versions?: true;
  readonly version?: string;
}

/** Adds `hopsight summary`. */
export function addSummaryCommand(program: Command, session: Session): void {
  const summary = program
    .command('summary')
    .description('tell a month: what was paid, on which checks, and what needs a look')
    .argument('<month>', 'the month, such as 2026-11')
    .option('--pdf <file>', 'write it as a PDF file, with pictures')
    .option('--xlsx <file>', 'write it as a workbook')
    .option('--csv [file]', 'write it as a CSV table; without a name print that')
    .option('--json', 'print it as JSON')
    .option('--force', 'replace files that are there already')
    .option('--fonts <file>', 'a font for letters of the PDF file; can be given again', collect)
    .option('--sign', 'sign the month as it is known now')
    .option('--versions', 'list the versions that were signed, with what differs')
    .option('--version <n>', 'a signed version, word for word; or "kept"')
    .option('--config <file>', 'use this configuration');
  addActingOptions(summary)
    .addHelpText(
      'after',
      `
Without options it prints a text. What is written or printed for others to read is told in the audit
log. A version that was signed comes back word for word: "--version 1 --json" prints the very text whose
digest was signed. What the service kept once the month was over is "--version kept".
To sign takes a person who may release payments.
${ACTING_RULE}

Example:
  $ hopsight summary 2026-11 --pdf 2026-11.pdf --xlsx 2026-11.xlsx
  $ hopsight summary 2026-11 --sign --as "A. Example"`,
    )
    .action((month: string, flags: SummaryFlags) => run(session, month, flags));
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

async function run(session: Session, month: string, flags: SummaryFlags): Promise<void> {
  const { assertMonth, parseEdition } = await import('../../app/summary/monthEdition.js');
  assertMonth(month);
  const edition = parseEdition(flags.version);
  const wanted = listWanted(flags);
  assertTogether(flags, wanted);
  assertMayWrite(wanted, flags);
  const { config } = await readConfig(session, flags);
  await withApp(session, { config, rulesFile: null }, async (app) => {
    if (flags.versions === true) {
      listVersions(session, app, month, { flags, config });
      return;
    }
    await withProgress(session, async (progress) => {
      const asked = { month, edition, flags, wanted, config, progress };
      if (flags.sign !== true) await tell(session, app, asked);
      else {
        await withActor(session, app, flags, async (actor) => sign(session, app, asked, actor));
      }
    });
  });
}

interface Asked {
  readonly month: string;
  readonly edition: MonthEdition;
  readonly flags: SummaryFlags;
  readonly wanted: readonly Wanted[];
  readonly config: Config;
  readonly progress: MonthProgress & { readonly clear: () => void };
}

async function tell(session: Session, app: App, asked: Asked): Promise<void> {
  const reading = await app.months.read(asked.month, asked.edition, asked.progress);
  asked.progress.clear();
  if (asked.wanted.length > 0) {
    await writeFiles(session, app, { ...asked, reading, by: LOCAL_ACTOR });
    return;
  }
  const { formatMonthText } = await import('../../report/month/monthText.js');
  const { terminal } = session;
  terminal.out.write(
    formatMonthText(reading.report, {
      zone: reading.summary.zone,
      paint: paintFor(terminal),
      width: widthOf(terminal.out),
    }),
  );
}

async function sign(session: Session, app: App, asked: Asked, by: Actor): Promise<void> {
  const { month, progress, wanted, config } = asked;
  const signed = await app.months.sign(month, by, { ...progress, seen: null });
  progress.clear();
  const { terminal } = session;
  const lines = describeVersion(signed, { names: namesOf(app), zone: config.timeZone });
  const isPrinted = wanted.some(({ file }) => file === null);
  (isPrinted ? terminal.err : terminal.out).write(renderLines(lines, paintFor(terminal)));
  if (wanted.length === 0) return;
  const edition = { kind: 'signed', version: signed.version } as const;
  const reading = await app.months.read(month, edition, progress);
  await writeFiles(session, app, { ...asked, reading, by });
}

async function writeFiles(
  session: Session,
  app: App,
  asked: Asked & { readonly reading: MonthReading; readonly by: Actor },
): Promise<void> {
  const { fontOfFile } = await import('../../documentsConfig.js');
  const { month, flags, wanted, config, reading, by } = asked;
  const { fonts, ...rest } = config.documents;
  const documents = { ...rest, fonts: [...fonts, ...(flags.fonts ?? []).map(fontOfFile)] };
  const make = (format: MonthFormat): Promise<MonthFile> =>
    app.months.makeFile(reading, format, documents);
  for (const { format, file } of wanted) {
    const made = await make(format);
    for (const warning of made.warnings) writeNote(session.terminal, warning);
    app.audit.append({ actor: by, action: 'summary-exported', subjectId: month });
    if (file === null) print(session, made, asked.edition);
    else await writeWanted(session.terminal, { file, bytes: made.bytes }, flags);
  }
}

/** What was signed is given as it is, so that its digest can be compared; a terminal is protected. */
function print({ terminal: { out } }: Session, made: MonthFile, edition: MonthEdition): void {
  const text = Buffer.from(made.bytes).toString('utf8');
  if (made.format !== 'json') out.write(text);
  else if (edition.kind === 'now' || out.isTty) out.write(`${escapeJson(text)}\n`);
  else out.write(text);
}

function listVersions(
  { terminal }: Session,
  app: App,
  month: string,
  { flags, config }: { readonly flags: SummaryFlags; readonly config: Config },
): void {
  const versions = app.signOffs.list(month);
  if (flags.json === true) {
    writeJson(terminal.out, versions);
    return;
  }
  const told = { names: namesOf(app), zone: config.timeZone };
  terminal.out.write(renderLines(describeVersions(month, versions, told), paintFor(terminal)));
}

function namesOf({ access }: App): ReadonlyMap<string, string> {
  return new Map(access.listUsers().map(({ id, name }) => [id, name]));
}

/** @throws {InputError} for options that contradict each other. */
function assertTogether(flags: SummaryFlags, wanted: readonly Wanted[]): void {
  const modes = [flags.sign === true, flags.versions === true, flags.version !== undefined];
  if (modes.filter(Boolean).length > 1) {
    throw new InputError('Of --sign, --versions and --version only one goes at a time.');
  }
  if (flags.versions === true && wanted.some(({ format }) => format !== 'json')) {
    throw new InputError('The option --versions goes with --json alone; name one with --version.');
  }
  if (wanted.filter(({ file }) => file === null).length > 1) {
    throw new InputError(
      'Only one of --csv and --json can be printed; give --csv the name of a file.',
    );
  }
  if (flags.fonts !== undefined && flags.pdf === undefined) {
    throw new InputError('The option --fonts goes with --pdf FILE.');
  }
}

/** Shows how far the summary is; Ctrl-C ends it. */
async function withProgress(
  { terminal }: Session,
  work: (progress: Asked['progress']) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const line = createProgressLine<{ readonly done: number; readonly of: number }>(
    terminal,
    ({ done, of }) => `summing up, ${done} of ${of}`,
  );
  const stopListening = terminal.onInterrupt(() => {
    if (stop.signal.aborted) terminal.quit(INTERRUPTED);
    stop.abort();
  });
  try {
    await work({
      onProgress: (done, of) => line.show({ done, of }),
      signal: stop.signal,
      clear: line.clear,
    });
  } finally {
    line.clear();
    stopListening();
  }
}
