import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DocumentFont } from '../../report/month/documentFonts.js';

/** Letters that come with Hopsight: each set is a file of its own, so that none is loaded in vain. */
const SETS: readonly (readonly [package_: string, set: string])[] = [
  ['@fontsource/noto-sans', 'noto-sans-latin'],
  ['@fontsource/noto-sans', 'noto-sans-latin-ext'],
  ['@fontsource/noto-sans', 'noto-sans-vietnamese'],
  ['@fontsource/noto-sans', 'noto-sans-cyrillic'],
  ['@fontsource/noto-sans', 'noto-sans-cyrillic-ext'],
  ['@fontsource/noto-sans', 'noto-sans-greek'],
  ['@fontsource/noto-sans', 'noto-sans-greek-ext'],
  ['@fontsource/noto-sans', 'noto-sans-devanagari'],
  ['@fontsource/noto-sans-arabic', 'noto-sans-arabic-arabic'],
];

/**
 * The fonts that come with Hopsight: Noto Sans with Latin, Cyrillic, Greek, Devanagari and Arabic, in
 * two weights, 1.2 MB together. Chinese, Japanese and Korean take ten times that and are set up by who
 * needs them.
 *
 * Source: https://fontsource.org/fonts/noto-sans (SIL Open Font License 1.1)
 */
export function readBundledFonts(): readonly DocumentFont[] {
  const { resolve } = createRequire(import.meta.url);
  return SETS.flatMap(([package_, set]) => {
    const folder = join(dirname(resolve(`${package_}/package.json`)), 'files');
    return (['regular', 'bold'] as const).map((weight) => {
      const file = `${set}-${weight === 'bold' ? '700' : '400'}-normal.woff`;
      return { name: file, weight, member: null, bytes: readFileSync(join(folder, file)) };
    });
  });
}
