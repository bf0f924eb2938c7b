// A process of its own that does one thing to a database by the built code, and is killed before one of the
// rows that it writes: node monthChild.mjs DIST CONFIG WHAT N [FILE OR ID]. It is killed before write N,
// from 0. It says how often it wrote where it came to its end.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [dist, configFile, what, n, about] = process.argv.slice(2);
const load = (file) => import(new URL(file, pathToFileURL(`${dist}/`)).href);
const Database = createRequire(pathToFileURL(`${dist}/app.js`).href)('better-sqlite3');
const nowMs = () => Date.UTC(2026, 10, 22, 10);
let isCounting = false;
let written = 0;
const { run } = Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1'));
Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1')).run = function counted(
  ...args
) {
  if (isCounting && !this.readonly) {
    if (written === Number(n)) process.kill(process.pid, 'SIGKILL');
    written += 1;
  }
  return run.apply(this, args);
};

const { openApp } = await load('app.js');
const { loadConfig } = await load('config.js');
const { permissionsOf } = await load('core/role.js');
const { config } = loadConfig({ file: configFile, env: {}, profile: null });
const random = (size) => new Uint8Array(size).map(() => Math.floor(Math.random() * 256));
const app = openApp({ config, rulesFile: null, env: {}, prices: null, nowMs, random });
const by = {
  ...{ kind: 'person', id: 'cleo', personId: 'cleo', name: 'Cleo', role: 'admin' },
  permissions: permissionsOf('admin'),
};
const progress = { onProgress: () => undefined, signal: new AbortController().signal };
isCounting = true;
if (what === 'keep') await app.months.keep('2026-10', progress);
if (what === 'sign') await app.months.sign('2026-10', by, { ...progress, seen: null });
if (what === 'erase') app.payees.remove(about, by);
if (what === 'import') {
  app.paid.importFile({ name: 'october.csv', bytes: readFileSync(about) }, by);
}
isCounting = false;
app.close();
process.stdout.write(`${written}`);
