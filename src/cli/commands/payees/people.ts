import type { Command } from 'commander';
import type { Payees } from '../../../app/payees/payees.js';
import { InputError } from '../../../core/errors.js';
import { formatMoment } from '../../../core/moment.js';
import type { Payee } from '../../../core/payee.js';
import type { Actor } from '../../../core/role.js';
import { line } from '../../../report/lines.js';
import { parseCount } from '../../parseCount.js';
import type { Session } from '../../session.js';
import { type AnswerFlags, writeAnswer } from '../labels/answer.js';
import { describePayee, describeWhole } from './describePayee.js';
import {
  type ChangeFlags,
  changingCommand,
  findPayee,
  readingCommand,
  writeChange,
} from './payeeCommand.js';

/** Payees that are printed unless told otherwise. */
const ROWS = 50;

interface ListFlags extends AnswerFlags {
  readonly state: string;
  readonly limit?: string;
  readonly after?: string;
}

/** Adds `list` and `show`. */
export function addReadingCommands(payees: Command, session: Session): void {
  readingCommand(payees, 'list', {
    description: 'print payees, by reference',
    example: 'hopsight payees list --state all ana',
  })
    .argument('[text]', 'part of a reference, a name, an address or an ENS name')
    .option('--state <state>', 'active, deactivated or all', 'active')
    .option('--limit <rows>', `how many; ${ROWS} unless given, 200 at most`)
    .option('--after <payee>', 'go on from this reference or id, which is not printed')
    .action(async (text: string | undefined, flags: ListFlags) => {
      const state = parseState(flags.state);
      const limit = parseCount('--limit', flags.limit) ?? ROWS;
      await writeAnswer(session, flags, {
        ask: (app) => {
          const { after } = flags;
          const cursor = after === undefined ? null : findPayee(app.payees, after).id;
          return app.payees.search({ text: text ?? null, state, cursor, limit });
        },
        describe: ({ payees: found, nextCursor }) => [
          ...(found.length === 0 ? [line(0, 'There is no such payee.')] : found.map(describePayee)),
          ...(nextCursor === null ? [] : [line(0, `There are more: --after ${nextCursor}`)]),
        ],
      });
    });
  readingCommand(payees, 'show', {
    description: 'print one payee with their wallets',
    example: 'hopsight payees show AC-17',
  })
    .argument('<payee>', 'their reference or id')
    .action(async (text: string, flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: (app) => findPayee(app.payees, text),
        describe: (payee) => describeWhole(payee, todayOf(session)),
      });
    });
}

interface DetailFlags extends ChangeFlags {
  readonly reference?: string;
  readonly name?: string;
  readonly told?: string;
}

/** Adds `add`, `edit`, `deactivate`, `reactivate`, `delete` and `merge`. */
export function addPeopleCommands(payees: Command, session: Session): void {
  changingCommand(payees, 'add', {
    description: 'register somebody whom the company pays',
    example: 'hopsight payees add AC-17 --name "A. Example" --told "By mail, 2026-11-30"',
  })
    .argument('<reference>', "the company's own mark for them, unique whatever its case")
    .requiredOption('--name <name>', 'what they are called')
    .option('--told <text>', 'what they were told of the screening', '')
    .action(
      async (reference: string, flags: ChangeFlags & { readonly name: string; told: string }) => {
        const { name, told } = flags;
        await writeChange(session, flags, {
          act: (all, by) => all.add({ reference, name, told }, by),
          describe: (payee) => [line(0, `${payee.reference} is registered, id ${payee.id}.`)],
        });
      },
    );
  changingCommand(payees, 'edit', {
    description: 'change what is kept of a payee; what is left out stays',
    about: `
Another reference or name, even a corrected spelling, has all their wallets confirmed again by another
person: payrolls find payees by both.`,
    example: 'hopsight payees edit AC-17 --name "A. N. Example"',
  })
    .argument('<payee>', 'their reference or id')
    .option('--reference <reference>', 'another reference')
    .option('--name <name>', 'another name')
    .option('--told <text>', 'another text of what they were told')
    .action(async (text: string, flags: DetailFlags) => {
      const { reference, name, told } = flags;
      const details = {
        ...(reference === undefined ? {} : { reference }),
        ...(name === undefined ? {} : { name }),
        ...(told === undefined ? {} : { told }),
      };
      await writeChange(session, flags, {
        act: (all, by) => all.edit(findPayee(all, text).id, details, by),
        describe: (payee) => describeWhole(payee, todayOf(session)),
      });
    });
  addStateCommands(payees, session);
  changingCommand(payees, 'merge', {
    description: 'merge a duplicate into another payee, who gets its wallets and history',
    about: `
The wallets of both are confirmed again, by another person than the one who merges.`,
    example: 'hopsight payees merge ac17 AC-17 --as "B. Example"',
  })
    .argument('<duplicate>', 'the reference or id of the duplicate')
    .argument('<payee>', 'the reference or id of the payee that stays')
    .action(async (duplicate: string, into: string, flags: ChangeFlags) => {
      await writeChange(session, flags, {
        act: (all, by) => {
          const pair = {
            duplicateId: findPayee(all, duplicate).id,
            intoId: findPayee(all, into).id,
          };
          return all.merge(pair, by);
        },
        describe: (payee) => describeWhole(payee, todayOf(session)),
      });
    });
}

function addStateCommands(payees: Command, session: Session): void {
  const states: readonly {
    readonly name: string;
    readonly description: string;
    readonly act: (all: Payees, id: string, by: Actor) => Payee;
    readonly done: string;
  }[] = [
    {
      name: 'deactivate',
      description: 'have somebody paid no more',
      act: (all, id, by) => all.deactivate(id, by),
      done: 'is deactivated: nothing is paid to them.',
    },
    {
      name: 'reactivate',
      description: 'have somebody paid again who was deactivated',
      act: (all, id, by) => all.reactivate(id, by),
      done: 'may be paid again.',
    },
  ];
  for (const { name, description, act, done } of states) {
    changingCommand(payees, name, { description, example: `hopsight payees ${name} AC-17` })
      .argument('<payee>', 'their reference or id')
      .action(async (text: string, flags: ChangeFlags) => {
        await writeChange(session, flags, {
          act: (all, by) => act(all, findPayee(all, text).id, by),
          describe: ({ reference }) => [line(0, `${reference} ${done}`)],
        });
      });
  }
  changingCommand(payees, 'delete', {
    description: 'delete a payee with all that is kept of them',
    about: `
What was typed of them, their wallets and their history go; the audit log keeps ids. A payee with
payments is deactivated instead, and it says why.`,
    example: 'hopsight payees delete AC-17',
  })
    .argument('<payee>', 'their reference or id')
    .action(async (text: string, flags: ChangeFlags) => {
      await writeChange(session, flags, {
        act: (all, by) => all.remove(findPayee(all, text).id, by),
        describe: (removal) => [
          removal.kind === 'deleted'
            ? line(0, 'The payee is deleted.')
            : line(0, { style: 'warning', text: removal.why }),
        ],
      });
    });
}

/** The present day, as an ISO day in UTC. */
export function todayOf({ terminal }: Session): string {
  return formatMoment(Math.floor(terminal.nowMs() / 1000)).slice(0, 10);
}

function parseState(text: string): 'active' | 'deactivated' | 'all' {
  if (text === 'active' || text === 'deactivated' || text === 'all') return text;
  throw new InputError('The option --state takes active, deactivated or all.');
}
