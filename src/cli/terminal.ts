import { InputError } from '../core/errors.js';
import { readHiddenLine } from './hiddenLine.js';

/** Where a command reads from and writes to, with its clock and randomness; tests give their own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Outlet;
  readonly err: Outlet;
  readonly readInput: () => Promise<string>;
  /**
   * A line that somebody types without it being shown; the question goes to the errors' stream.
   *
   * @throws {InputError} where nobody can type. @throws {AbortedError} when they stop.
   */
  readonly readHidden: (question: string) => Promise<string>;
  readonly nowMs: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
  /** Calls back at every Ctrl-C, and whenever the program is told to end, until the function that it returns is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the program at once. */
  readonly quit: (code: number) => void;
}

/** A stream that text is written to. */
export interface Outlet {
  readonly isTty: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
}

/** The largest input that is read from a pipe. Units: UTF-16 code units. */
const MOST_INPUT = 1_000_000;

/** The terminal that started this program. */
export function openTerminal(from: NodeJS.Process): Terminal {
  return {
    env: from.env,
    out: openOutlet(from.stdout),
    err: openOutlet(from.stderr),
    readInput: async () => {
      let text = '';
      from.stdin.setEncoding('utf8');
      for await (const chunk of from.stdin) {
        text += String(chunk);
        if (text.length > MOST_INPUT) break;
      }
      return text;
    },
    readHidden: async (question) => {
      if (!from.stdin.isTTY) {
        throw new InputError(
          'No terminal is there to type a password on; give it to the input with --password-stdin.',
        );
      }
      return readHiddenLine(from.stdin, (text) => from.stderr.write(text), question);
    },
    nowMs: () => Date.now(),
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    onInterrupt: (listener) => {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) from.on(signal, listener);
      return () => {
        for (const signal of signals) from.off(signal, listener);
      };
    },
    quit: (code) => from.exit(code),
  };
}

function openOutlet(stream: NodeJS.WriteStream): Outlet {
  let isOpen = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader such as `head` that has seen enough is no failure of ours; the exit code still tells.
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
  });
  return {
    isTty: stream.isTTY === true,
    columns: stream.columns ?? 100,
    write: (text) => {
      if (isOpen) stream.write(text);
    },
  };
}
