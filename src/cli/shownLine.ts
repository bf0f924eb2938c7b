import { createInterface } from 'node:readline';
import { AbortedError } from '../core/errors.js';

/**
 * A line that somebody types and sees.
 *
 * @throws {AbortedError} when the input ends, or Ctrl-C is pressed, before the line is whole.
 */
export function readShownLine(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
): Promise<string> {
  const lines = createInterface({ input, output, terminal: true, historySize: 0 });
  lines.setPrompt(question);
  lines.prompt();
  return new Promise<string>((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      // Does nothing once the line came.
      reject(new AbortedError('Nothing was answered, so nothing was done.'));
    });
  });
}
