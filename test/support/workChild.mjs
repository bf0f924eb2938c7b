// A process of its own that screens a list of wallets by the built work:
// node workChild.mjs DIST CONFIG CLOCK_AHEAD_MS ADDRESS… It says "queued" and then each that is recorded.
import { createHash, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const [dist, file, ahead, ...addresses] = process.argv.slice(2);
const load = (path) => import(new URL(path, pathToFileURL(`${dist}/`)).href);
const { loadConfig } = await load('config.js');
const { openService } = await load('app/service/openService.js');

const service = openService({
  config: loadConfig({ file, env: {}, profile: null }).config,
  rulesFile: null,
  env: process.env,
  workerFile: null,
  nowMs: () => Date.now() + Number(ahead),
  random: (size) => new Uint8Array(randomBytes(size)),
});
const by = {
  kind: 'person',
  id: createHash('sha256').update('child').digest('hex').slice(0, 26),
  name: 'Child',
  role: 'finance',
  permissions: ['screen'],
};
const items = addresses.map((text) => ({
  text,
  payeeReference: `the payee of ${text}`,
  onlyOn: null,
  asOf: null,
  reuse: 'never',
}));
const states = service.work.submit({ items, urgency: 'batch', idempotencyKey: null }, by);
process.on('SIGTERM', async () => {
  await service.close(0);
  process.exit(0);
});
process.stdout.write('queued\n');
for (const { screeningId } of states) {
  service.work.watch(screeningId, ({ kind }) => process.stdout.write(`${kind} ${screeningId}\n`));
}
