// A process of its own that rotates the key of approvals by the built code, and is killed before one of
// its changes to the disk: node rotateChild.mjs DIST FOLDER LOG N. It is killed before change N, from 0;
// what it tells to the audit log stands in LOG, one action a line. It says "done" where it came to its end.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';

const [dist, path, log, n] = process.argv.slice(2);
const { appendFileSync } = fs;
let left = Number(n);
const counted = (change) =>
  function changing(...args) {
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    left -= 1;
    return change(...args);
  };
const load = (file) => import(new URL(file, pathToFileURL(`${dist}/`)).href);
const { createApprovals } = await load('app/payments/approvals.js');
for (const name of ['writeFileSync', 'renameSync', 'linkSync', 'unlinkSync', 'rmSync']) {
  fs[name] = counted(fs[name]);
}
syncBuiltinESMExports();
const append = counted(({ action }) => appendFileSync(log, `${action}\n`));
const folder = { path, platform: process.platform };
const by = { permissions: ['manage'] };
createApprovals({ folder, nowMs: Date.now, audit: { append } }).rotateKey(by);
process.stdout.write('done');
