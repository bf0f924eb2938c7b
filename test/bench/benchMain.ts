import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ENDING = '.bench.ts';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The bench that reads a file, which is too large to come with the project. */
const OFAC = 'ofac';

/**
 * Runs the benches one after the other, each in a process of its own so that its memory is its own;
 * arguments name some of them. `--ofac FILE` runs the one that reads OFAC's file, and no other unless
 * it is named. The exit code is 1 when an aim is missed.
 *
 * They run compiled, as what is shipped does: whatever else could load TypeScript takes memory too.
 * Times depend on the machine and on what else runs on it: they are told, not tested.
 */
export function main(args: readonly string[]): number {
  const names = readdirSync(join(ROOT, 'test/bench'))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .filter((name) => name !== OFAC)
    .sort();
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ofac: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const isKnown = (name: string) => names.includes(name);
  const hasOptions = Object.entries(values).every(([, value]) => typeof value === 'string');
  if (!positionals.every(isKnown) || !hasOptions) {
    process.stderr.write(
      `"${args.join(' ')}" names no bench; there are ${names.join(', ')}, and --ofac FILE.\n`,
    );
    return 64;
  }
  const file = typeof values.ofac === 'string' ? resolve(values.ofac) : null;
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-bench-'));
  try {
    if (!compileTo(folder)) return 70;
    const failed = names
      .filter((name) => args.length === 0 || positionals.includes(name))
      .filter((name) => !run(name, folder));
    if (file !== null && !run(OFAC, folder, file)) failed.push(OFAC);
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
    // The last two are started by their files: as a process, and as a thread of it.
    include: [`test/bench/*${ENDING}`, 'src/cli/main.ts', 'src/worker.ts'].map((file) =>
      join(ROOT, file),
    ),
  };
  const project = join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify(config));
  // What is opened whole says its version.
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  // The compiler copies no file that it does not compile; the server's pages load these.
  const assets = 'src/service/assets';
  cpSync(join(ROOT, assets), join(folder, assets), { recursive: true });
  // A junction, since Windows lets not everybody make a link.
  for (const name of ['node_modules', 'rules', 'db']) {
    symlinkSync(join(ROOT, name), join(folder, name), 'junction');
  }
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit' });
  return status === 0;
}

/** Runs a bench; says whether its aims are met. It may clear away what the making of its facts left. */
function run(name: string, folder: string, file = ''): boolean {
  process.stdout.write(`${name}\n`);
  const { href } = pathToFileURL(join(folder, 'test/bench', `${name}.bench.js`));
  const script = `process.exitCode = await (await import(${JSON.stringify(href)})).main(${JSON.stringify(file)});`;
  // From a file: threads that a bench starts would refuse what only goes with a text.
  const starter = join(folder, 'test/bench', `${name}.start.mjs`);
  writeFileSync(starter, script);
  const options = ['--expose-gc', starter];
  return spawnSync(process.execPath, options, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}
