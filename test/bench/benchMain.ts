import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENDING = '.bench.ts';

/**
 * Runs the benches one after the other, each in a process of its own so that its memory is its own;
 * arguments name some of them. The exit code is 1 when an aim is missed.
 *
 * Times depend on the machine and on what else runs on it: they are told, not tested.
 */
export function main(args: readonly string[]): number {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .sort();
  const unknown = args.find((arg) => !names.includes(arg));
  if (unknown !== undefined) {
    process.stderr.write(`"${unknown}" is no bench; there are ${names.join(', ')}.\n`);
    return 64;
  }
  const failed = names
    .filter((name) => args.length === 0 || args.includes(name))
    .filter((name) => {
      process.stdout.write(`${name}\n`);
      const file = `${folder}${name}${ENDING}`;
      const run = spawnSync(process.execPath, ['.ci/runTypeScript.mjs', file], {
        cwd: root,
        stdio: 'inherit',
      });
      return run.status !== 0;
    });
  return failed.length === 0 ? 0 : 1;
}
