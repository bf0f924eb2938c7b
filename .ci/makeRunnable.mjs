// Lets the built command be started by name in a checkout. The compiler writes it without the
// executable bit, so `npx hopsight` would answer "Permission denied"; and npx finds the command at
// once only among the installed ones: else it first installs and builds the checkout once more.
// Windows has neither the bit nor links for everybody; there npx takes its slower way.
import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fromRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

if (process.platform !== 'win32') {
  chmodSync(fromRoot('dist/cli/main.js'), 0o755);
  if (existsSync(fromRoot('node_modules/.bin'))) {
    const command = fromRoot('node_modules/.bin/hopsight');
    rmSync(command, { force: true });
    symlinkSync('../../dist/cli/main.js', command);
  }
}
