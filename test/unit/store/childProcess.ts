import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of its own that works on a database, and what it has written to its output. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the exit code and all output. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Resolves when the output holds a text. */
  readonly said: (text: string) => Promise<void>;
}

/** Starts `storeChild.ts` with a task. */
export function startChild(...given: readonly string[]): Child {
  const loader = new URL('./typescriptLoader.mjs', import.meta.url);
  const script = fileURLToPath(new URL('./storeChild.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', loader.href, script, ...given]);
  let output = '';
  const listeners = new Set<() => void>();
  const collect = (part: Buffer) => {
    output += part.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, output }));
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output.includes(text)) resolve();
      };
      listeners.add(look);
      ended.then(() => reject(new Error(`The child ended without saying ${text}: ${output}`)));
      look();
    });
  return { process: child, ended, said };
}
