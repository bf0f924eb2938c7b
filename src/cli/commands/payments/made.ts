import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../../core/errors.js';
import {
  PAID_FIELDS,
  type PaidField,
  type PaidReadingSaid,
  parseDateOrder,
} from '../../../core/paidSheet.js';
import { renderLines } from '../../../report/lines.js';
import { withActor } from '../../actingPerson.js';
import { exitCodeOfDecision, INTERRUPTED } from '../../exitCode.js';
import { paintFor, widthOf, writeJson, writeNote } from '../../output.js';
import { parseCount } from '../../parseCount.js';
import { createProgressLine } from '../../progress.js';
import { readConfig, type Session, withApp } from '../../session.js';
import type { PaymentFlags } from './answer.js';
import { describeImport, describeMatching } from './describeMade.js';

interface ImportFlags extends PaymentFlags {
  readonly sheet?: string;
  readonly headRow?: string;
  readonly decimalSign?: string;
  readonly dateOrder?: string;
  readonly chain?: string;
  readonly asset?: string;
  readonly column?: readonly string[];
}

interface MatchFlags extends PaymentFlags {
  readonly maxRequests?: string;
}

/** Adds what `hopsight payments import` takes, and what it does. */
export function addImport(command: Command, session: Session): void {
  command
    .argument('<file>', 'CSV or XLSX')
    .option('--sheet <name>', 'the sheet that is meant')
    .option('--head-row <n>', 'the row of the heads, from 1')
    .option('--column <field=n...>', `the column of a field, from 1: ${PAID_FIELDS.join(', ')}`)
    .option('--decimal-sign <sign>', 'the sign before parts of a coin: . or ,')
    .option('--date-order <order>', 'what comes first in 03/04/2026: day-first or month-first')
    .option('--chain <name>', 'where no column says it, such as ethereum')
    .option('--asset <symbol>', 'where no column says it, such as USDC')
    .action((file: string, flags: ImportFlags) => importFile(session, file, flags));
}

/** Adds what `hopsight payments match` takes, and what it does. */
export function addMatch(command: Command, session: Session): void {
  command
    .argument('<month>', 'such as 2026-10')
    .option('--max-requests <n>', 'spend at most about so many requests (default: 5000)')
    .option('--profile <name>', 'take the chains of a profile: recorded or public')
    .action((month: string, flags: MatchFlags) => match(session, month, flags));
}

async function importFile(session: Session, file: string, flags: ImportFlags): Promise<void> {
  const { terminal } = session;
  const said = saidBy(flags);
  const bytes = readFile(file);
  const { config } = await readConfig(session, flags);
  await withApp(session, { config, rulesFile: null }, (app) =>
    withActor(session, app, flags, (actor) => {
      const came = app.paid.importFile({ name: basename(file), bytes }, actor, said);
      if (flags.json === true) writeJson(terminal.out, came);
      else {
        const lines = describeImport(came, widthOf(terminal.out));
        terminal.out.write(renderLines(lines, paintFor(terminal)));
      }
      const isWhole = came.questions.length + came.problems.length === 0;
      session.finish(exitCodeOfDecision(isWhole ? 'proceed' : 'incomplete'));
    }),
  );
}

async function match(session: Session, month: string, flags: MatchFlags): Promise<void> {
  const { terminal } = session;
  const maxRequests = parseCount('--max-requests', flags.maxRequests);
  const { withAskableSources } = await import('../../../config.js');
  const { config, notes } = withAskableSources((await readConfig(session, flags)).config);
  for (const note of notes) writeNote(terminal, note);
  const progress = createProgressLine(
    terminal,
    ({ done, of }: { readonly done: number; readonly of: number }) =>
      `looking up payments: ${done} of ${of}`,
  );
  const abort = new AbortController();
  const stopListening = terminal.onInterrupt(() => {
    if (abort.signal.aborted) terminal.quit(INTERRUPTED);
    abort.abort();
    writeNote(terminal, 'stopping: what was fetched is kept; Ctrl-C again ends at once.');
  });
  try {
    await withApp(session, { config, rulesFile: null }, (app) =>
      withActor(session, app, flags, async (actor) => {
        const came = await app.paid.match(month, actor, {
          ...{ signal: abort.signal, ...(maxRequests === null ? {} : { maxRequests }) },
          onProgress: (done, of) => progress.show({ done, of }),
        });
        progress.clear();
        if (flags.json === true) writeJson(terminal.out, came);
        else {
          const lines = describeMatching(came, widthOf(terminal.out));
          terminal.out.write(renderLines(lines, paintFor(terminal)));
        }
        const isWhole = came.unseen.length + came.notLookedUp === 0 && !abort.signal.aborted;
        session.finish(exitCodeOfDecision(isWhole ? 'proceed' : 'incomplete'));
      }),
    );
  } finally {
    progress.clear();
    stopListening();
  }
}

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InputError(`The file ${file} cannot be read; name one that is there.`, {}, { cause });
  }
}

function saidBy(flags: ImportFlags): PaidReadingSaid {
  const { sheet, decimalSign, chain, asset } = flags;
  const headRow = parseCount('--head-row', flags.headRow);
  const dateOrder = flags.dateOrder === undefined ? null : parseDateOrder(flags.dateOrder);
  if (flags.dateOrder !== undefined && dateOrder === null) {
    throw new InputError('The option --date-order takes day-first or month-first.');
  }
  if (decimalSign !== undefined && decimalSign !== '.' && decimalSign !== ',') {
    throw new InputError('The option --decimal-sign takes "." or ",".');
  }
  return {
    ...(sheet === undefined ? {} : { sheet }),
    ...(headRow === null ? {} : { headRow: headRow - 1 }),
    ...(decimalSign === undefined ? {} : { decimalSign }),
    ...(dateOrder === null ? {} : { dateOrder }),
    ...(chain === undefined ? {} : { defaultChain: chain }),
    ...(asset === undefined ? {} : { defaultAsset: asset }),
    columns: Object.fromEntries((flags.column ?? []).map(parseColumn)),
  };
}

function parseColumn(text: string): readonly [PaidField, number] {
  const [, name = '', number = ''] = /^([a-z]+)=(\d{1,5})$/.exec(text) ?? [];
  const field = PAID_FIELDS.find((one) => one === name);
  const at = Number.parseInt(number, 10);
  if (field !== undefined && at > 0) return [field, at - 1];
  throw new InputError(
    `The option --column takes a field and a column from 1, such as date=3; fields are ${PAID_FIELDS.join(', ')}.`,
  );
}
