import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../src/packageInfo.js';

/** The command line, built from the sources as they are now, in a folder of its own. */
export interface BuiltCommand {
  /** What `node` is started with. */
  readonly main: string;
  readonly remove: () => void;
}

/** Builds the command line without checking types, which takes a second and needs no `dist`. */
export function buildCommand(): BuiltCommand {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-built-'));
  const source = join(packageRoot(), 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    jsx: ts.JsxEmit.ReactJSX,
    jsxImportSource: 'preact',
  };
  for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
    const text = readFileSync(join(source, file), 'utf8');
    const target = join(folder, 'dist', file.replace(/\.tsx?$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, ts.transpileModule(text, { compilerOptions, fileName: file }).outputText);
  }
  cpSync(join(source, 'service', 'assets'), join(folder, 'dist', 'service', 'assets'), {
    recursive: true,
  });
  for (const name of ['package.json', 'node_modules', 'rules', 'db']) {
    symlinkSync(join(packageRoot(), name), join(folder, name));
  }
  return {
    main: join(folder, 'dist', 'cli', 'main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
