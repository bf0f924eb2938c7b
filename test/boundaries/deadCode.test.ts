import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type PlantedTree, plantTree, runTool } from './plantedTree.js';

const knipReport = z.object({
  issues: z.array(
    z.object({
      file: z.string(),
      files: z.array(z.unknown()).optional(),
      exports: z.array(z.object({ name: z.string() })).optional(),
      dependencies: z.array(z.object({ name: z.string() })).optional(),
    }),
  ),
});

describe('the dead code gate', () => {
  let tree: PlantedTree;
  let report: z.infer<typeof knipReport>;

  beforeAll(async () => {
    tree = plantTree(['knip.json', 'package.json', 'tsconfig.json', 'vitest.config.ts'], {
      'src/cli/main.ts': "import { used } from '../core/amount.js';\nused();\n",
      'src/core/amount.ts': 'export const used = () => 1;\nexport const neverAskedFor = () => 2;\n',
      'src/core/forgotten.ts': 'export const forgotten = () => 3;\n',
      'src/sources/labels/convertMain.ts': "import { tested } from '../tested.js';\ntested();\n",
      'src/sources/tested.ts': 'export const tested = () => 4;\n',
    });
    const { output } = await runTool({
      package: 'knip',
      command: 'knip',
      args: ['--reporter', 'json', '--no-config-hints'],
      folder: tree.folder,
    });
    report = knipReport.parse(JSON.parse(output));
  });

  afterAll(() => tree.remove());

  const issuesOf = (file: string) => report.issues.filter((issue) => issue.file === file);

  it('reports an export that nobody imports', () => {
    const names = issuesOf('src/core/amount.ts').flatMap(({ exports }) => exports ?? []);
    expect(names.map(({ name }) => name)).toEqual(['neverAskedFor']);
  });

  it('reports a file that nobody imports', () => {
    const files = issuesOf('src/core/forgotten.ts').flatMap((issue) => issue.files ?? []);
    expect(files).toHaveLength(1);
  });

  it('reports a dependency that nobody imports', () => {
    const names = issuesOf('package.json').flatMap(({ dependencies }) => dependencies ?? []);
    expect(names.map(({ name }) => name)).toContain('axios');
  });

  it('takes the commands and what they import for alive', () => {
    expect(issuesOf('src/cli/main.ts')).toEqual([]);
    expect(issuesOf('src/sources/tested.ts')).toEqual([]);
  });
});
