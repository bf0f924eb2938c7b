import { compileFunction } from 'node:vm';
import ts from 'typescript';
import type { SourceFile } from './sourceFiles.js';

/** One `@example` of a doc comment. */
export interface Example {
  readonly path: string;
  readonly line: number;
  readonly code: string;
}

/** What an example shows: two values that should be equal. */
export interface Shown {
  readonly expression: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** The examples of a file, without the frame of their comments. Order: as in the file. */
export function findExamples(file: SourceFile): readonly Example[] {
  const found: Example[] = [];
  for (const comment of file.text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const firstLine = file.text.slice(0, comment.index).split('\n').length;
    const lines = comment[0]
      .replace(/^\/\*\*/, '')
      .replace(/\*\/$/, '')
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, ''));
    lines.forEach((line, at) => {
      if (!line.trimStart().startsWith('@example')) return;
      const rest = lines.slice(at + 1);
      const end = rest.findIndex((next) => next.startsWith('@'));
      const code = [
        line.trimStart().slice('@example'.length),
        ...rest.slice(0, end < 0 ? undefined : end),
      ]
        .filter((text) => !text.startsWith('```'))
        .join('\n')
        .trim();
      found.push({ path: file.path, line: firstLine + at, code });
    });
  }
  return found;
}

/**
 * Runs an example and tells what each `expression // expected` in it gives.
 *
 * Edge: an expression without a comment is only run; `// throws Name` expects an error's name. Lines
 * of comment right below go on with the expectation. Types such as `as ChainId` are dropped.
 *
 * @throws {Error} when the example is empty or does not run with the names in scope.
 */
export function runExample(example: Example, scope: Readonly<Record<string, unknown>>): Shown[] {
  const where = `${example.path}:${example.line}`;
  const source = ts.createSourceFile('example.ts', example.code, ts.ScriptTarget.ES2023, true);
  if (source.statements.length === 0) throw new Error(`The example at ${where} is empty.`);
  const script = source.statements.map((statement) => scriptOf(statement, source)).join('\n');
  const js = ts.transpileModule(script, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  }).outputText;
  const shown: Shown[] = [];
  const show = (expression: string, actual: () => unknown, expected: () => unknown): void => {
    shown.push({ expression, actual: actual(), expected: expected() });
  };
  const errorName = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof Error) return error.name;
      throw error;
    }
    throw new Error('The expression was to throw, and did not.');
  };
  const names = { ...scope, __show: show, __errorName: errorName };
  try {
    compileFunction(`'use strict';\n${js}`, Object.keys(names))(...Object.values(names));
  } catch (cause) {
    throw new Error(`The example at ${where} does not run: ${String(cause)}`, { cause });
  }
  return shown;
}

function scriptOf(statement: ts.Statement, source: ts.SourceFile): string {
  const text = statement.getText(source).replace(/;$/, '');
  if (!ts.isExpressionStatement(statement)) return text;
  const expected = expectationAfter(statement.end, source.text);
  if (expected === '') return `(${text});`;
  const thrown = /^throws (\w+)$/.exec(expected)?.[1];
  const label = JSON.stringify(text);
  if (thrown !== undefined) {
    return `__show(${label}, () => __errorName(() => (${text})), () => ${JSON.stringify(thrown)});`;
  }
  return `__show(${label}, () => (${text}), () => (${expected}\n));`;
}

function expectationAfter(end: number, code: string): string {
  const match = /^[ \t]*;?[ \t]*\/\/(.*(?:\n[ \t]*\/\/.*)*)/.exec(code.slice(end));
  return (match?.[1] ?? '').replaceAll(/\n[ \t]*\/\//g, '\n').trim();
}
