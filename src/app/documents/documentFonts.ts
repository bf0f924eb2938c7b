import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError } from '../../core/errors.js';
import type { FontConfig } from '../../documentsConfig.js';
import type { DocumentFont } from '../../report/month/documentFonts.js';
import { readBundledFonts } from './bundledFonts.js';

/** The first four bytes of fonts that can be printed: TrueType, OpenType, collections, WOFF 1. */
const BEGINNINGS: ReadonlySet<string> = new Set(['\0\u0001\0\0', 'true', 'OTTO', 'ttcf', 'wOFF']);

/**
 * The fonts of documents: those that come with Hopsight, then those that the configuration names.
 *
 * @throws {ConfigError} for a file that cannot be read, or is no font that can be printed.
 */
export function readDocumentFonts(named: readonly FontConfig[]): readonly DocumentFont[] {
  return [...readBundledFonts(), ...named.map(readFont)];
}

function readFont({ file, weight, member }: FontConfig): DocumentFont {
  const bytes = readFile(file);
  if (isCollection(bytes) && member === null) {
    throw new ConfigError(
      `The file ${file} of documents.fonts is a collection; say which of its fonts to take, such as { "file": "…", "member": "NotoSansCJKsc-Regular" }.`,
      { file },
    );
  }
  if (!BEGINNINGS.has(bytes.subarray(0, 4).toString('latin1'))) {
    throw new ConfigError(
      `The file ${file} of documents.fonts is no font that can be printed; name a TrueType, OpenType or WOFF 1 file, or a collection (.ttc).`,
      { file },
    );
  }
  return { name: basename(file), bytes, weight, member };
}

function isCollection(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('latin1') === 'ttcf';
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new ConfigError(
      `The font ${file} cannot be read; check documents.fonts and the rights of the file.`,
      { file },
      { cause },
    );
  }
}
