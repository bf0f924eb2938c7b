import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from './sourceFiles.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('the README', () => {
  it('names the commands by which the project is tested, and CI runs the same', () => {
    for (const command of ['npm ci', 'npm run check', 'npm test']) {
      expect(read('README.md')).toContain(command);
      expect(read('.ci/run')).toMatch(new RegExp(`^${command}\\b`, 'm'));
    }
  });

  it('names no script that does not exist', () => {
    const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
    const { scripts } = manifest.parse(JSON.parse(read('package.json')));
    const named = [...read('README.md').matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
  });
});
