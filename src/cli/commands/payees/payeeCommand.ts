import type { Command } from 'commander';
import type { Payees } from '../../../app/payees/payees.js';
import { InputError } from '../../../core/errors.js';
import type { Payee } from '../../../core/payee.js';
import type { Actor } from '../../../core/role.js';
import type { Line } from '../../../report/lines.js';
import { ACTING_RULE, type ActingFlags, addActingOptions, withActor } from '../../actingPerson.js';
import type { Session } from '../../session.js';
import { type AnswerFlags, writeAnswer } from '../labels/answer.js';

/** Options of a command that changes something. */
export type ChangeFlags = AnswerFlags & ActingFlags;

/** Texts of a command's help. */
export interface CommandTexts {
  readonly description: string;
  /** What is to be known, before the example; empty for nothing. */
  readonly about?: string;
  readonly example: string;
}

/** A command that only reads. */
export function readingCommand(parent: Command, name: string, texts: CommandTexts): Command {
  return parent
    .command(name)
    .description(texts.description)
    .option('--json', 'print the answer as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText('after', helpOf(texts, ''));
}

/** A command that changes something, for whom it is told to act. */
export function changingCommand(parent: Command, name: string, texts: CommandTexts): Command {
  const command = parent
    .command(name)
    .description(texts.description)
    .option('--json', 'print the answer as JSON')
    .option('--config <file>', 'use this configuration');
  return addActingOptions(command).addHelpText('after', helpOf(texts, ACTING_RULE));
}

function helpOf({ about = '', example }: CommandTexts, rule: string): string {
  const before = [about, rule].filter((text) => text !== '').map((text) => `${text.trim()}\n`);
  return `\n${before.join('\n')}${before.length === 0 ? '' : '\n'}Example:\n  $ ${example}`;
}

/** Changes something for whom the options name, and prints what came of it. */
export async function writeChange<Answer extends object>(
  session: Session,
  flags: ChangeFlags,
  change: {
    readonly act: (payees: Payees, by: Actor) => Answer | Promise<Answer>;
    readonly describe: (answer: Answer) => readonly Line[];
  },
): Promise<void> {
  await writeAnswer(session, flags, {
    ask: (app) => withActor(session, app, flags, (by) => change.act(app.payees, by)),
    describe: change.describe,
  });
}

/**
 * The payee of a reference, whatever its case, or of an id.
 *
 * @throws {InputError} when there is none; it does not repeat the text.
 */
export function findPayee(payees: Payees, text: string): Payee {
  const payee = payees.find(text) ?? payees.read(text);
  if (payee !== null) return payee;
  throw new InputError('No payee has this reference or id; "hopsight payees list" prints them.');
}
