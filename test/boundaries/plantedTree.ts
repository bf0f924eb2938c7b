import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A small copy of the project: its own settings, and only the files that a test plants. */
export interface PlantedTree {
  readonly folder: string;
  remove(): void;
}

/** What a tool answered. */
export interface ToolAnswer {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Writes files by path into a new folder beside copies of the named settings of the project.
 *
 * The packages are the project's own, so that imports of them resolve as they do in `src`.
 */
export function plantTree(
  settings: readonly string[],
  files: Readonly<Record<string, string>>,
): PlantedTree {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hopsight-planted-')));
  for (const name of settings) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Runs a command of an installed package with this Node, and waits for its answer.
 *
 * @throws {Error} when the package has no such command.
 */
export function runTool(options: {
  readonly package: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
}): Promise<ToolAnswer> {
  const home = join(ROOT, 'node_modules', options.package);
  const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const script = join(home, commandPath(manifest, options.command));
  return new Promise((answer) => {
    execFile(
      process.execPath,
      [script, ...options.args],
      { cwd: options.folder, maxBuffer: 64_000_000, env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        answer({ exitCode: typeof code === 'number' ? code : 1, output: `${stdout}\n${stderr}` });
      },
    );
  });
}

function commandPath(manifest: unknown, command: string): string {
  if (typeof manifest === 'object' && manifest !== null && 'bin' in manifest) {
    const { bin } = manifest;
    const path = typeof bin === 'object' && bin !== null ? Reflect.get(bin, command) : bin;
    if (typeof path === 'string') return path;
  }
  throw new Error(`The package has no command named ${command}.`);
}
