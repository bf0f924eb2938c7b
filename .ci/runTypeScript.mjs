// Runs a TypeScript file of the tests on Node, without compiling it first:
//   node .ci/runTypeScript.mjs FILE ARGUMENTS…
// The file exports `main`, which gets the arguments and gives the exit code.
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createViteServer } from 'vitest/node';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the TypeScript file to run.');

// Vite only loads modules here: it listens on no port and watches no file.
const root = fileURLToPath(new URL('..', import.meta.url));
const vite = await createViteServer({
  root,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true, include: [] },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
try {
  const path = relative(root, resolve(file)).split(sep).join('/');
  const { main } = await vite.ssrLoadModule(`/${path}`);
  process.exitCode = await main(args);
} finally {
  await vite.close();
}
