import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../../app/access/localActor.js';
import type { App } from '../../app.js';
import { CHAINS, findChainByName } from '../../core/chain.js';
import { InputError, SourceError } from '../../core/errors.js';
import { parseMoment } from '../../core/moment.js';
import type { ScreeningDocument } from '../../report/document.js';
import { formatScreeningText } from '../../report/text.js';
import {
  exitCodeOfDecision,
  exitCodeOfDecisions,
  exitCodeOfError,
  INTERRUPTED,
} from '../exitCode.js';
import {
  type ErrorDocument,
  formatError,
  paintFor,
  tellError,
  widthOf,
  writeJson,
  writeNote,
} from '../output.js';
import { parseCount } from '../parseCount.js';
import { createProgressLine, describeScreening } from '../progress.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../session.js';

interface ScreenFlags extends ConfigFlags {
  readonly json?: true;
  readonly offline?: true;
  readonly asOf?: string;
  readonly rules?: string;
  readonly depth?: string;
  readonly maxRequests?: string;
  readonly deadline?: string;
  readonly payee?: string;
  readonly chain?: string;
}

/** Adds `hopsight screen`. */
export function addScreenCommand(program: Command, session: Session): void {
  program
    .command('screen')
    .description('trace wallets and say whether they may be paid')
    .argument('<address...>', 'addresses to screen, or - to read one a line from standard input')
    .option('--json', 'print the document: one object, or an array for several addresses')
    .option('--config <file>', 'use this configuration')
    .option('--profile <name>', 'take the chains of a profile: recorded or public')
    .option('--offline', 'send no request; answer from what is stored')
    .option('--as-of <date>', 'screen as of a past day (2022-05-01) or moment')
    .option('--rules <file>', 'judge by this rule set')
    .option('--depth <n>', 'follow money over so many owners')
    .option('--max-requests <n>', 'spend at most so many requests on each address')
    .option('--deadline <time>', 'spend at most this time on each address, such as 120s')
    .option(
      '--chain <names>',
      'look at an EVM address on these chains alone, such as ethereum,base',
    )
    .option('--payee <reference>', 'note whom the screening is about')
    .addHelpText(
      'after',
      `
The exit code is 0 for proceed, 10 for review, 20 for hold, 30 for incomplete (the worst of several).

Example:
  $ hopsight screen --profile recorded 0x098B716B8Aaf21512996dC57EB0615e2383E2f96`,
    )
    .action(async (addresses: readonly string[], flags: ScreenFlags) => {
      await screen(session, addresses, flags);
    });
}

async function screen(
  session: Session,
  addresses: readonly string[],
  flags: ScreenFlags,
): Promise<void> {
  const texts = await readTexts(session, addresses);
  const { withAskableSources, withPolicy } = await import('../../config.js');
  const asOf = parseAsOf(flags.asOf);
  const onlyOn = parseChains(flags.chain);
  const loaded = await readConfig(session, flags);
  const askable = withAskableSources(loaded.config);
  const advice = session.terminal.err.isTty ? loaded.notes : [];
  for (const note of [...advice, ...askable.notes]) writeNote(session.terminal, note);
  const config = withPolicy(askable.config, {
    depth: parseCount('--depth', flags.depth),
    maxRequests: parseCount('--max-requests', flags.maxRequests),
    deadline: flags.deadline ?? null,
  });
  const abort = new AbortController();
  const stopListening = session.terminal.onInterrupt(() => {
    if (abort.signal.aborted) session.terminal.quit(INTERRUPTED);
    abort.abort();
    if (session.terminal.err.isTty) session.terminal.err.write('\n');
    writeNote(session.terminal, 'stopping: what was seen is answered; Ctrl-C again ends at once.');
  });
  try {
    await withApp(session, { config, rulesFile: flags.rules ?? null }, async (app) => {
      const run: ScreenRun = { session, app, flags, asOf, onlyOn, signal: abort.signal };
      const [only, ...others] = texts;
      if (only !== undefined && others.length === 0) await screenOne(run, only);
      else await screenSeveral(run, texts);
    });
  } finally {
    stopListening();
  }
}

interface ScreenRun {
  readonly session: Session;
  readonly app: App;
  readonly flags: ScreenFlags;
  readonly asOf: string | null;
  readonly onlyOn: readonly string[] | null;
  readonly signal: AbortSignal;
}

async function screenOne(run: ScreenRun, text: string): Promise<void> {
  const { terminal } = run.session;
  let document: ScreeningDocument;
  try {
    document = await screenText(run, text);
  } catch (error) {
    if (run.flags.json !== true) throw error;
    writeJson(terminal.err, tellError(error, 1));
    run.session.finish(exitCodeOfError(error));
    return;
  }
  if (run.flags.json === true) writeJson(terminal.out, document);
  else writeText(run, document);
  run.session.finish(exitCodeOfDecision(document.decision));
}

async function screenSeveral(run: ScreenRun, texts: readonly string[]): Promise<void> {
  const { terminal } = run.session;
  const results: (ScreeningDocument | ErrorDocument)[] = [];
  for (const [at, text] of texts.entries()) {
    const result = await screenOrTell(run, text, at + 1);
    if (run.flags.json !== true && !('error' in result)) {
      if (results.some((earlier) => !('error' in earlier))) terminal.out.write('\n\n');
      writeText(run, result);
    }
    results.push(result);
  }
  if (run.flags.json === true) writeJson(terminal.out, results);
  run.session.finish(
    exitCodeOfDecisions(
      results.map((result) => ('error' in result ? 'incomplete' : result.decision)),
    ),
  );
}

/** One address of several: that it cannot be read must not keep the others from being screened. */
async function screenOrTell(
  run: ScreenRun,
  text: string,
  position: number,
): Promise<ScreeningDocument | ErrorDocument> {
  try {
    return await screenText(run, text);
  } catch (error) {
    if (!(error instanceof InputError || error instanceof SourceError)) throw error;
    const { terminal } = run.session;
    terminal.err.write(formatError(error, terminal, `address ${position}: `));
    return tellError(error, position);
  }
}

async function screenText(run: ScreenRun, text: string): Promise<ScreeningDocument> {
  const { terminal } = run.session;
  const progress = createProgressLine(terminal, describeScreening);
  try {
    return await run.app.screen({
      text,
      asOf: run.asOf,
      payeeReference: run.flags.payee ?? null,
      offline: run.flags.offline === true,
      ...(run.onlyOn === null ? {} : { onlyOn: run.onlyOn }),
      by: LOCAL_ACTOR,
      onProgress: progress.show,
      signal: run.signal,
    });
  } finally {
    progress.clear();
  }
}

function writeText({ session, app }: ScreenRun, document: ScreeningDocument): void {
  const { terminal } = session;
  terminal.out.write(
    formatScreeningText(document, {
      zone: app.config.timeZone,
      paint: paintFor(terminal),
      width: widthOf(terminal.out),
    }),
  );
}

async function readTexts(
  session: Session,
  addresses: readonly string[],
): Promise<readonly string[]> {
  if (!addresses.includes('-')) return addresses;
  const lines = (await session.terminal.readInput()).split(/\r?\n/);
  const piped = lines.map((each) => each.trim()).filter((each) => each !== '');
  const given = addresses.filter((address) => address !== '-');
  if (piped.length + given.length === 0) {
    throw new InputError('Standard input held no address; write one on each line.');
  }
  return [...given, ...piped];
}

function parseAsOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (parseMoment(text) !== null) return text;
  throw new InputError(
    'The option --as-of takes a day such as 2022-05-01, or a moment such as 2022-05-01T12:00:00Z.',
  );
}

/** Short names of chains; a name that is mistyped must not narrow a screening unseen. */
function parseChains(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    const chain = findChainByName(name);
    if (chain !== undefined && chain.family !== 'untraced') continue;
    const known = CHAINS.filter(({ family }) => family !== 'untraced').map((one) => one.name);
    throw new InputError(
      `The option --chain takes short names of chains, with commas between them: ${known.join(', ')}.`,
    );
  }
  return names;
}
