import type { Command } from 'commander';
import type { AuditRow } from '../../app/service/audit.js';
import type { App } from '../../app.js';
import { type Line, line } from '../../report/lines.js';
import { exitCodeOfVerification } from '../exitCode.js';
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
  audit
    .command('verify')
    .description('compare every row of the audit log with its hash and its place')
    .option('--json', 'print the result as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
The exit code is 0 when every row is as it was written, 20 when one was changed, dropped or moved.
Whoever can write the database can make a new log in whole: write the hash down elsewhere.

Example:
  $ hopsight audit verify`,
    )
    .action(async (flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: ({ audit: log }) => {
          const found = log.findProblem();
          session.finish(exitCodeOfVerification(found === null ? 'verified' : 'differs'));
          return found === null
            ? { ok: true as const, head: log.readHead() }
            : { ok: false as const, ...found };
        },
        describe: (told) => [
          told.ok
            ? line(0, { style: 'good', text: describeHead(told.head) })
            : line(0, { style: 'alarm', text: `Row ${told.sequence}: ${told.problem}` }),
        ],
      });
    });
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
