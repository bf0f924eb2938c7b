import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { findExamples, runExample } from './example.js';
import { ROOT, readSourceFiles, type SourceFile } from './sourceFiles.js';

const LAYERS = ['src/core', 'src/chains', 'src/rules'] as const;

async function exportsOf(file: SourceFile): Promise<Record<string, unknown>> {
  const exports: unknown = await import(pathToFileURL(join(ROOT, file.path)).href);
  return { ...(typeof exports === 'object' ? exports : {}) };
}

describe('the examples in doc comments', () => {
  const files = LAYERS.flatMap(readSourceFiles);
  const examples = files.flatMap(findExamples);
  let core: Record<string, unknown> = {};

  beforeAll(async () => {
    core = Object.assign({}, ...(await Promise.all(readSourceFiles('src/core').map(exportsOf))));
  });

  it.each(examples)('hold: $path:$line', async (example) => {
    const own = files.filter(({ path }) => path === example.path).map(exportsOf);
    const scope = Object.assign({ ...core }, ...(await Promise.all(own)));
    const shown = runExample(example, scope);
    for (const { expression, actual, expected } of shown) {
      expect(actual, expression).toEqual(expected);
    }
  });

  it('are found wherever one is written', () => {
    const written = files.reduce((sum, { text }) => sum + text.split('* @example').length - 1, 0);
    expect(examples.length).toBe(written);
    expect(examples.length).toBeGreaterThan(8);
  });
});

describe('the reader of examples', () => {
  const read = (code: string) =>
    findExamples({ path: 'planted.ts', text: `/**\n * Doubles.\n *\n * @example\n${code}\n */\n` });
  const run = (code: string) =>
    read(code).flatMap((example) => runExample(example, { double: (n: bigint) => n * 2n }));

  it('shows a false promise', () => {
    expect(run(' * double(2n) // 5n')).toEqual([
      { expression: 'double(2n)', actual: 4n, expected: 5n },
    ]);
  });

  it('reads several statements, types, and expectations over several lines', () => {
    const code = [
      ' * const two = 2n as bigint;',
      ' * double(',
      ' *   two as Amount,',
      ' * ) // 4n',
      ' *',
      ' * // A remark on a line of its own expects nothing.',
      ' * two;',
      ' * ({ n: double(two) }) // {',
      ' * //   n: 4n }',
    ].join('\n');
    expect(run(code).map(({ actual, expected }) => [actual, expected])).toEqual([
      [4n, 4n],
      [{ n: 4n }, { n: 4n }],
    ]);
  });

  it('reads a promise to throw', () => {
    expect(run(' * double(null) // throws TypeError')).toMatchObject([
      { actual: 'TypeError', expected: 'TypeError' },
    ]);
    expect(() => run(' * double(1n) // throws TypeError')).toThrow(/was to throw/);
  });

  it('refuses an example that cannot run', () => {
    expect(() => run(' * triple(2n) // 6n')).toThrow(/planted\.ts:4 does not run.*triple/);
    expect(() => run(' *')).toThrow(/is empty/);
  });
});
