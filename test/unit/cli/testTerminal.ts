import type { Terminal } from '../../../src/cli/terminal.js';
import { InputError } from '../../../src/core/errors.js';

/** A terminal whose output a test can read. */
export interface TestTerminal {
  readonly terminal: Terminal;
  readonly out: () => string;
  readonly err: () => string;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
  /** Codes with which the program was ended at once. */
  readonly quits: readonly number[];
  /** Moves the clock. */
  readonly wait: (ms: number) => void;
}

export function openTestTerminal({
  env = {},
  input = '',
  hidden = [],
  isTty = false,
}: {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** What is typed unseen, line by line. */
  readonly hidden?: readonly string[];
  readonly isTty?: boolean;
} = {}): TestTerminal {
  let out = '';
  let err = '';
  let nowMs = Date.UTC(2026, 10, 22, 10);
  const quits: number[] = [];
  const typed = [...hidden];
  const listeners = new Set<() => void>();
  return {
    terminal: {
      env,
      out: {
        isTty,
        columns: 100,
        write: (text) => {
          out += text;
        },
      },
      err: {
        isTty,
        columns: 60,
        write: (text) => {
          err += text;
        },
      },
      readInput: async () => input,
      readHidden: async (question) => {
        err += question;
        const line = typed.shift();
        if (line === undefined) throw new InputError('Nobody types.');
        return line;
      },
      nowMs: () => nowMs,
      // Ids of screenings must differ, also between the terminals of one test file.
      random: (size) => crypto.getRandomValues(new Uint8Array(size)),
      onInterrupt: (listener) => {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
      quit: (code) => {
        quits.push(code);
      },
    },
    out: () => out,
    err: () => err,
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    quits,
    wait: (ms) => {
      nowMs += ms;
    },
  };
}
