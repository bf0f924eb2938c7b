import type { App } from '../../../app.js';
import { type Line, renderLines } from '../../../report/lines.js';
import { paintFor, widthOf, writeJson } from '../../output.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../../session.js';

/** Options of a subcommand that answers a question about labels. */
export interface AnswerFlags extends ConfigFlags {
  readonly json?: true;
}

/** Asks the application and prints its answer: as JSON, or as lines for a person. */
export async function writeAnswer<Answer extends object>(
  session: Session,
  flags: AnswerFlags,
  question: {
    readonly ask: (app: App) => Answer | Promise<Answer>;
    readonly describe: (answer: Answer, width: number) => readonly Line[];
  },
): Promise<void> {
  const { config } = await readConfig(session, flags);
  const answer = await withApp(session, { config, rulesFile: null }, question.ask);
  const { terminal } = session;
  if (flags.json === true) writeJson(terminal.out, answer);
  else {
    const lines = question.describe(answer, widthOf(terminal.out));
    terminal.out.write(renderLines(lines, paintFor(terminal)));
  }
}
