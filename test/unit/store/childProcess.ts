import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll } from 'vitest';

/** A process of its own that works on a database, and what it has written to its output. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the exit code and all output. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Resolves when the output holds a text. */
  readonly said: (text: string) => Promise<void>;
  /** Lets a child go on that waits for it. */
  readonly go: () => void;
}

/** Folders whose sources a child may run. */
const SOURCE_FOLDERS = [
  '../../../src/core/',
  '../../../src/screening/',
  '../../../src/store/',
  './',
];

/** Transpiles once for all children of a test file, and gives what starts one with a task. */
export function useChildren(): (...given: readonly string[]) => Child {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-child-'));
  const transpiled = join(folder, 'transpiled.json');
  beforeAll(() => writeFileSync(transpiled, JSON.stringify(Object.fromEntries(transpile()))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...given) => startChild(transpiled, given);
}

function transpile(): readonly (readonly [string, string])[] {
  return SOURCE_FOLDERS.map((folder) => new URL(folder, import.meta.url)).flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => new URL(file, folder))
      .map((url) => [url.href, transpileFile(url)] as const),
  );
}

function transpileFile(url: URL): string {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  return ts.transpileModule(readFileSync(url, 'utf8'), { compilerOptions }).outputText;
}

function startChild(transpiled: string, given: readonly string[]): Child {
  const loader = new URL('./transpiledLoader.mjs', import.meta.url);
  const script = fileURLToPath(new URL('./storeChild.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', loader.href, script, ...given], {
    env: { ...process.env, HOPSIGHT_TRANSPILED: transpiled },
  });
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
  return { process: child, ended, said, go: () => child.stdin.write('go\n') };
}
