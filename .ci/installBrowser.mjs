// Sees to it that there is a Chromium to look at pages with:
//   node .ci/installBrowser.mjs
// On Debian and its kin, with root rights, it installs the one that they ship; elsewhere it says what
// to install.
import { spawnSync } from 'node:child_process';
import { findBrowser } from './findBrowser.mjs';

const found = findBrowser();
if (found !== null) console.log(`The tests of the pages use ${found}.`);
else if (!install()) {
  console.error(
    'The tests of the pages need Chromium or Chrome, and none was found. Install one (on Debian and Ubuntu as root: apt-get install chromium), or name one in HOPSIGHT_CHROMIUM.',
  );
  process.exitCode = 1;
}

function install() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return false;
  return (
    apt('update') &&
    apt('install', '-y', '--no-install-recommends', 'chromium') &&
    findBrowser() !== null
  );
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-q', ...args], { stdio: 'inherit', env }).status === 0;
}
