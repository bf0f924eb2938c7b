import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AbortedError } from '../core/errors.js';

/**
 * A line that somebody types without it being shown. `ask` writes the question.
 *
 * @throws {AbortedError} when the input ends, or Ctrl-C is pressed, before the line is whole.
 */
export function readHiddenLine(
  input: NodeJS.ReadableStream,
  ask: (text: string) => void,
  question: string,
): Promise<string> {
  // As a terminal, readline takes the echo over from the system; what it would show goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  ask(question);
  return new Promise<string>((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      ask('\n');
      // Does nothing once the line came.
      reject(new AbortedError('Nothing was typed, so nothing was done.'));
    });
  });
}
