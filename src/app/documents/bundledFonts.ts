import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DocumentFont } from '../../report/month/documentFonts.js';

/** Letters of the package `noto-sans`: each set is a file of its own, so that none is loaded in vain. */
const SETS = [
  ...['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext'],
  ...['greek', 'greek-ext', 'devanagari'],
] as const;

/**
 * The fonts that come with Hopsight: Noto Sans with Latin, Cyrillic, Greek, Devanagari and Arabic, in
 * two weights, 0.6 MB together. Chinese, Japanese and Korean take many times that and are set up by who
 * needs them.
 *
 * Source: https://fontsource.org/fonts/noto-sans (SIL Open Font License 1.1)
 */
export function readBundledFonts(): readonly DocumentFont[] {
  const require = createRequire(import.meta.url);
  const latin = require.resolve('@fontsource/noto-sans/package.json');
  const arabic = require.resolve('@fontsource/noto-sans-arabic/package.json');
  return [
    ...SETS.flatMap((set) => readSet(latin, `noto-sans-${set}`)),
    ...readSet(arabic, 'noto-sans-arabic-arabic'),
  ];
}

function readSet(packageJson: string, set: string): readonly DocumentFont[] {
  return (['regular', 'bold'] as const).map((weight) => {
    const name = `${set}-${weight === 'bold' ? '700' : '400'}-normal.woff`;
    const bytes = readFileSync(join(dirname(packageJson), 'files', name));
    return { name, weight, member: null, bytes };
  });
}
