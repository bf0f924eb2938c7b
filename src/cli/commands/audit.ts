import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { AuditRow } from '../../app/service/audit.js';
import type { HeadComparison } from '../../app/service/writtenHead.js';
import type { App } from '../../app.js';
import { InputError } from '../../core/errors.js';
import { type Line, line } from '../../report/lines.js';
import { exitCodeOfAudit } from '../exitCode.js';
import { parseCount } from '../parseCount.js';
import type { Session } from '../session.js';
import { type AnswerFlags, writeAnswer } from './labels/answer.js';

interface ListFlags extends AnswerFlags {
  readonly limit?: string;
  readonly before?: string;
}

/** Rows that are printed where no number is given. */
const ROWS = 50;

/** Adds `hopsight audit`. */
export function addAuditCommand(program: Command, session: Session): void {
  const audit = program
    .command('audit')
    .description('tell who did what, and whether the log of it was changed')
    .addHelpText('after', '\nExample:\n  $ hopsight audit verify');
  audit
    .command('list')
    .description('print the newest rows of the audit log')
    .option('--limit <rows>', `how many rows; ${ROWS} unless given`)
    .option('--before <row>', 'go on from this row, which is not printed')
    .option('--json', 'print them as JSON, with ids alone')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
The log holds ids and no names; names are looked up for printing.

Example:
  $ hopsight audit list --limit 20`,
    )
    .action(async (flags: ListFlags) => {
      const limit = parseCount('--limit', flags.limit) ?? ROWS;
      const before = parseCount('--before', flags.before);
      let names: ReadonlyMap<string, string> = new Map();
      await writeAnswer(session, flags, {
        ask: (app) => {
          names = namesOf(app);
          return app.audit.list({ before, limit });
        },
        describe: (rows) =>
          rows.length === 0
            ? [line(0, 'The audit log has no such row yet.')]
            : rows.map((row) => describeRow(row, names)),
      });
    });
  addVerify(audit, session);
  audit
    .command('head')
    .description('print the number of rows and the hash of the newest, signed')
    .option('--json', 'print it as a file that can be kept and compared with')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Give it to somebody who cannot write the database, such as an auditor, and compare with it later:
hopsight audit verify --against FILE. It is signed by the key of payment approvals.

Example:
  $ hopsight audit head --json > head-2026-11-30.json`,
    )
    .action(async (flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: (app) => app.signAuditHead(),
        describe: ({ rows, hash, at, keyId }) => [
          line(0, `${rows} rows on ${at}; the newest is ${hash ?? 'none'}.`),
          line(0, `Signed by key ${keyId}; --json prints the file.`),
        ],
      });
    });
}

interface VerifyFlags extends AnswerFlags {
  readonly against?: string;
  readonly key?: string;
}

function addVerify(audit: Command, session: Session): void {
  audit
    .command('verify')
    .description('compare every row of the audit log with its hash and its place')
    .option('--against <file>', 'compare it with a head that was written down earlier too')
    .option('--key <file>', 'check the signature of that head by these public keys')
    .option('--json', 'print the result as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
The exit code is 0 when every row is as it was written, 20 when one was changed, dropped or moved.
Whoever can write the database can make a new log in whole, or cut rows off its end and put the counter
back: the chain alone shows neither. A head that was kept outside does: --against takes what "hopsight
audit head --json" printed, or a monthly summary. What came after that head, it cannot vouch for; keep a
newer one. The code is 30 where the head itself was altered or its key is not known.

Example:
  $ hopsight audit verify --against head-2026-11-30.json`,
    )
    .action(async (flags: VerifyFlags) => {
      const text = readOption('--against', flags.against);
      const keyText = readOption('--key', flags.key);
      const { readWrittenHead, compareWithHead } = await import('../../app/service/writtenHead.js');
      const { parseApprovalKeys } = await import('../../app/payments/approvalKeys.js');
      await writeAnswer(session, flags, {
        ask: ({ audit: log, approvals }) => {
          const found = log.findProblem();
          const keys =
            keyText === null ? approvals.listKeys() : parseApprovalKeys(keyText, flags.key ?? '');
          const against = text === null ? null : compareWithHead(readWrittenHead(text, keys), log);
          session.finish(
            exitCodeOfAudit(found === null ? 'holds' : 'differs', against?.outcome ?? 'same'),
          );
          const chain =
            found === null
              ? { ok: true as const, head: log.readHead() }
              : { ok: false as const, ...found };
          return against === null ? chain : { ...chain, against };
        },
        describe: (told) => [
          told.ok
            ? line(0, { style: 'good', text: describeHead(told.head) })
            : line(0, { style: 'alarm', text: `Row ${told.sequence}: ${told.problem}` }),
          ...('against' in told ? [describeComparison(told.against)] : []),
        ],
      });
    });
}

function readOption(option: string, file: string | undefined): string | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`The file ${file} that ${option} names cannot be read.`, {}, { cause });
  }
}

function describeComparison({ outcome, sentence, written }: HeadComparison): Line {
  const unsigned =
    written.signature === 'none'
      ? ' Nobody signed that head: it is worth as much as its keeping.'
      : '';
  return line(0, { style: outcome === 'same' ? 'good' : 'alarm', text: `${sentence}${unsigned}` });
}

function describeHead(head: { readonly sequence: number; readonly hash: string } | null): string {
  if (head === null) return 'The audit log is empty.';
  return `All ${head.sequence} rows are as they were written; the newest is ${head.hash}.`;
}

/** What people call each person and token now. */
function namesOf({ access }: App): ReadonlyMap<string, string> {
  return new Map([...access.listUsers(), ...access.listTokens()].map(({ id, name }) => [id, name]));
}

function describeRow(row: AuditRow, names: ReadonlyMap<string, string>): Line {
  const named = (id: string) => names.get(id) ?? id;
  const who = row.actor === null ? 'nobody signed in' : named(row.actor.id);
  const whom = row.subjectId === null ? '' : `: ${named(row.subjectId)}`;
  return line(0, `${row.sequence} ${row.at} ${who}, ${row.action}${whom}`);
}
