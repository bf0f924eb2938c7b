import { describe, expect, it } from 'vitest';
import { countExports, findUndocumented } from './docComment.js';
import { readSourceFiles } from './sourceFiles.js';

describe('doc comments', () => {
  const files = readSourceFiles('src');

  it('stand at every export, with a first sentence', () => {
    expect(files.flatMap(findUndocumented)).toEqual([]);
  });

  it('were looked for in all of the project', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.reduce((sum, file) => sum + countExports(file), 0)).toBeGreaterThan(80);
  });

  it.each([
    ['nothing', 'export const planted = 1;'],
    ['a plain comment', '// One planted value.\nexport const planted = 1;'],
    ['only tags', '/** @throws {Bug} when it cannot. */\nexport function planted() {}'],
    ['one word', '/** Planted. */\nexport interface planted {}'],
    ['no sentence', '/** the planted thing */\nexport type planted = 1;'],
  ])('are missed where there is %s', (_, text) => {
    expect(findUndocumented({ path: 'planted.ts', text })).toEqual([
      expect.stringMatching(/^planted\.ts:\d planted$/),
    ]);
  });

  it.each([
    ['/** The planted value. */\nexport const planted = 1;'],
    ['/**\n * Gives a value:\n *\n * more.\n */\nexport class Planted {}'],
    ['const hidden = 1;'],
    ["export { zero } from './amount.js';"],
  ])('are enough in %j', (text) => {
    expect(findUndocumented({ path: 'planted.ts', text })).toEqual([]);
  });
});
