// A process of its own that opens the key of approvals by the built code, together with others:
// node keyChild.mjs DIST FOLDER START_MS. It says the id of the key that it ends with.
import { pathToFileURL } from 'node:url';

const [dist, path, startMs] = process.argv.slice(2);
const load = (file) => import(new URL(file, pathToFileURL(`${dist}/`)).href);
const { openSigningKey } = await load('app/payments/approvalKeys.js');
// All begin at one moment, so that none has a key before the others ask.
while (Date.now() < Number(startMs));
const { key, isNew } = openSigningKey({ path, platform: process.platform }, '2026-11-22T10:00:00Z');
process.stdout.write(JSON.stringify({ keyId: key.keyId, isNew }));
