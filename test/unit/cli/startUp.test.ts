import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const STATIC_IMPORT = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)';/gm;

/** Packages that loading a file loads too, without those that it asks for later. */
function packagesLoadedBy(entry: URL): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file.href)) continue;
    seen.add(file.href);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
      if (name.startsWith('.')) open.push(new URL(name.replace(/\.js$/, '.ts'), file));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return packages;
}

it('help is quick: starting loads no package but the one that reads the command line', () => {
  const main = new URL('../../../src/cli/main.ts', import.meta.url);
  expect([...packagesLoadedBy(main)]).toEqual(['commander']);
});

it('the walk over imports sees what the application needs', () => {
  const app = new URL('../../../src/app.ts', import.meta.url);
  expect(packagesLoadedBy(app)).toContain('better-sqlite3');
});
