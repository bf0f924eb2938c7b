// Adds to package-lock.json the optional packages of other platforms that `npm install` left out.
//
// A tool with native binaries (Biome, oxc) lists one package per platform. When the registry does
// not answer for some of them, npm writes a lock file without them, and `npm ci` then refuses the
// lock file on every machine ("Missing: … from lock file"). What such a package is for can be read
// off its name, and everything else is the same as in the entries of its siblings.
//
// Usage: node .ci/completeLock.mjs [--check] [path of the lock file]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';
const OPERATING_SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

const args = process.argv.slice(2);
const checkOnly = args.includes('--check');
const lockPath =
  args.find((arg) => !arg.startsWith('--')) ??
  fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(lockPath, 'utf8'));

const missing = missingOptionalPackages(lock.packages);
const foreign = Object.entries(lock.packages).filter(
  ([, entry]) =>
    /^https?:/.test(entry.resolved ?? '') && !entry.resolved.startsWith(PUBLIC_REGISTRY),
);

if (checkOnly) {
  for (const { name, parent } of missing) console.log(`missing: ${name} (wanted by ${parent})`);
  for (const [path] of foreign) console.log(`not from the public registry: ${path}`);
  process.exitCode = missing.length + foreign.length > 0 ? 1 : 0;
} else {
  for (const { name, parent, version } of missing) {
    lock.packages[`node_modules/${name}`] = entryOf(name, parent, version);
  }
  // Without an address, npm asks the registry that the reader's machine is set up for.
  for (const [, entry] of foreign) delete entry.resolved;
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(lockPath, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`added ${missing.length} entries, dropped ${foreign.length} addresses`);
}

function missingOptionalPackages(packages) {
  const found = [];
  for (const [parent, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isInstalledFor(packages, parent, name)) found.push({ name, parent, version });
    }
  }
  return found;
}

function isInstalledFor(packages, parent, name) {
  for (
    let folder = parent;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  ) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}

function entryOf(name, parent, version) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(
      `${parent} wants ${name} at "${version}", which is not one version; add it by hand.`,
    );
  }
  const words = name.slice(name.indexOf('/') + 1).split('-');
  const os = OPERATING_SYSTEMS.find((system) => words.includes(system));
  const cpu = words.includes('amd64')
    ? 'x64'
    : PROCESSORS.find((processor) => words.includes(processor));
  const sibling = Object.keys(lock.packages[parent].optionalDependencies)
    .map((other) => lock.packages[`node_modules/${other}`])
    .find((other) => other !== undefined);
  if (os === undefined || cpu === undefined || sibling === undefined) {
    throw new Error(`What ${name} is for cannot be read off its name; add its entry by hand.`);
  }
  const libc =
    os === 'linux' ? [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] : undefined;
  return {
    version,
    cpu: [cpu],
    ...(sibling.dev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc }),
    ...(sibling.license === undefined ? {} : { license: sibling.license }),
    optional: true,
    os: [os],
    ...(sibling.engines === undefined ? {} : { engines: sibling.engines }),
  };
}
