import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Bug } from './core/errors.js';

/** The folder that holds `package.json`, `rules` and `db`, in a checkout as in an installation. */
export function packageRoot(): string {
  return fileURLToPath(new URL('..', import.meta.url));
}

/** The version of the installed package, such as `0.1.0`. */
export function readPackageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) {
    if (typeof parsed.version === 'string') return parsed.version;
  }
  throw new Bug('The package does not say its version.');
}
