import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ENDING = '.bench.ts';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs the benches one after the other, each in a process of its own so that its memory is its own;
 * arguments name some of them. The exit code is 1 when an aim is missed.
 *
 * They run compiled, as what is shipped does: whatever else could load TypeScript takes memory too.
 * Times depend on the machine and on what else runs on it: they are told, not tested.
 */
export function main(args: readonly string[]): number {
  const names = readdirSync(join(ROOT, 'test/bench'))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .sort();
  const unknown = args.find((arg) => !names.includes(arg));
  if (unknown !== undefined) {
    process.stderr.write(`"${unknown}" is no bench; there are ${names.join(', ')}.\n`);
    return 64;
  }
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-bench-'));
  try {
    if (!compileTo(folder)) return 70;
    const failed = names
      .filter((name) => args.length === 0 || args.includes(name))
      .filter((name) => !run(name, folder));
    return failed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compileTo(folder: string): boolean {
  const compilerOptions = {
    noEmit: false,
    rootDir: ROOT,
    outDir: folder,
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions,
    include: [join(ROOT, `test/bench/*${ENDING}`)],
  };
  const project = join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const name of ['node_modules', 'rules', 'db'])
    symlinkSync(join(ROOT, name), join(folder, name));
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit' });
  return status === 0;
}

/** Runs a bench; says whether its aims are met. It may clear away what the making of its facts left. */
function run(name: string, folder: string): boolean {
  process.stdout.write(`${name}\n`);
  const { href } = pathToFileURL(join(folder, 'test/bench', `${name}.bench.js`));
  const script = `process.exitCode = (await import(${JSON.stringify(href)})).main();`;
  const options = ['--expose-gc', '--input-type=module', '--eval', script];
  return spawnSync(process.execPath, options, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}
