import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlantedTree, plantTree, runTool } from './plantedTree.js';

describe('the compiler, told of core alone', () => {
  let tree: PlantedTree;
  let complaints: readonly string[];

  beforeAll(async () => {
    tree = plantTree(['package.json', 'tsconfig.json', 'tsconfig.core.json'], {
      'src/core/process.ts': 'export const planted = process.env;\n',
      'src/core/buffer.ts': "export const planted = Buffer.from('');\n",
      'src/core/fetch.ts': "export const planted = () => fetch('https://example.org');\n",
      'src/core/timer.ts': 'export const planted = () => setTimeout(() => undefined, 1);\n',
      'src/core/console.ts': "export const planted = () => console.log('');\n",
      'src/core/lawful.ts': 'export const planted = [1n, new Map<string, bigint>()];\n',
    });
    const { output } = await runTool({
      package: 'typescript',
      command: 'tsc',
      args: ['-p', 'tsconfig.core.json', '--pretty', 'false'],
      folder: tree.folder,
    });
    complaints = output.split('\n');
  });

  afterAll(() => tree.remove());

  it.each(['process', 'buffer', 'fetch', 'timer', 'console'])('knows no %s there', (name) => {
    const found = complaints.filter((line) => line.startsWith(`src/core/${name}.ts(`));
    expect(found.join('\n')).toMatch(/error TS(2304|2580|2584|2591): Cannot find name/);
  });

  it('takes what the language itself has', () => {
    expect(complaints.filter((line) => line.includes('lawful'))).toEqual([]);
  });
});

describe('the linter', () => {
  let tree: PlantedTree;
  let complaints: string;

  beforeAll(async () => {
    tree = plantTree(['biome.json'], {
      'src/core/clock.ts': 'export const planted = () => Date.now();\n',
      'src/core/newDate.ts': 'export const planted = () => new Date();\n',
      'src/core/global.ts': "export const planted = Reflect.get(globalThis, 'Date');\n",
      'src/core/random.ts': 'export const planted = () => Math.random();\n',
      'src/core/randomPart.ts':
        'const { random } = Math;\nexport const planted = () => random();\n',
      'src/core/lawful.ts': 'export const planted = () => Math.floor(1.5);\n',
      'src/store/fetch.ts': "export const planted = () => fetch('https://example.org');\n",
      'src/store/console.ts': "export const planted = () => console.log('');\n",
      'src/store/any.ts': 'export const planted = (value: any) => value;\n',
      'src/store/bang.ts': 'export const planted = (value: string | null) => value!.length;\n',
      'src/store/default.ts': 'export default 1;\n',
      'src/store/enum.ts': 'export enum Planted {\n  One,\n}\n',
      'src/store/barrel.ts': "export * from './lawful.js';\n",
      'src/store/lawful.ts': 'export const planted = () => new Date();\n',
    });
    const { output } = await runTool({
      package: '@biomejs/biome',
      command: 'biome',
      args: ['lint', '--reporter=github', '--max-diagnostics=none', '--error-on-warnings', '.'],
      folder: tree.folder,
    });
    complaints = output.replaceAll('\\', '/');
  });

  afterAll(() => tree.remove());

  it.each([
    ['src/core/clock.ts', 'lint/style/noRestrictedGlobals'],
    ['src/core/newDate.ts', 'lint/style/noRestrictedGlobals'],
    ['src/core/global.ts', 'lint/style/noRestrictedGlobals'],
    ['src/core/random.ts', 'lint/nursery/noJsRestrictedProperties'],
    ['src/core/randomPart.ts', 'lint/nursery/noJsRestrictedProperties'],
    ['src/store/fetch.ts', 'lint/style/noRestrictedGlobals'],
    ['src/store/console.ts', 'lint/suspicious/noConsole'],
    ['src/store/any.ts', 'lint/suspicious/noExplicitAny'],
    ['src/store/bang.ts', 'lint/style/noNonNullAssertion'],
    ['src/store/default.ts', 'lint/style/noDefaultExport'],
    ['src/store/enum.ts', 'lint/style/noEnum'],
    ['src/store/barrel.ts', 'lint/performance/noBarrelFile'],
  ])('refuses %s by %s', (path, rule) => {
    const found = complaints.split('\n').filter((line) => line.includes(`/${path},`));
    expect(found.map((line) => /title=([^,]+)/.exec(line)?.[1])).toContain(rule);
    expect(found.join('\n')).toContain('::error');
  });

  it('lets core calculate and other layers read the clock', () => {
    expect(complaints).not.toContain('lawful.ts');
  });
});
