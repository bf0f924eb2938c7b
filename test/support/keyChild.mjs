// A process of its own that opens the key of approvals by the built code, together with others:
// node keyChild.mjs DIST FOLDER GATE. It makes a file beside the gate, begins once the gate is there,
// and says the id of the key that it ends with.
import { existsSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [dist, path, gate] = process.argv.slice(2);
const load = (file) => import(new URL(file, pathToFileURL(`${dist}/`)).href);
const { openSigningKey } = await load('app/payments/approvalKeys.js');
writeFileSync(`${gate}.${process.pid}`, '');
while (!existsSync(gate));
const { key, isNew } = openSigningKey({ path, platform: process.platform }, '2026-11-22T10:00:00Z');
process.stdout.write(JSON.stringify({ keyId: key.keyId, isNew }));
