// Lets the built command be started by name. The compiler writes it without the executable bit, so
// `npx hopsight` in a checkout would answer "Permission denied". Windows has no such bit.
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (process.platform !== 'win32') {
  chmodSync(fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)), 0o755);
}
