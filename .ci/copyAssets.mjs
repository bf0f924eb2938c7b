// Puts what the pages load (style sheet, script, icon) beside the built pages. The compiler copies no
// file that it does not compile.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
cpSync(folder('../src/service/assets'), folder('../dist/service/assets'), { recursive: true });
