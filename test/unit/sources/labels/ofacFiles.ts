import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { OfacList } from '../../../../src/sources/labels/ofac/ofacFile.js';
import { readOfacLabels } from '../../../../src/sources/labels/ofac/readOfacLabels.js';
import type { PublishedLabels } from '../../../../src/sources/labels/publishedLabels.js';

/** A small file in OFAC's advanced format, written by hand. */
export const ADVANCED = readText('sdnAdvanced.xml');

/** A small file in OFAC's classic format, written by hand. */
export const CLASSIC = readText('sdnClassic.xml');

/** The set that these tests read into. */
export const SET = 'ofac-sdn';

function readText(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
}

/** What a file says, given as text or as the chunks in which its bytes arrive. */
export function readLabels(
  file: string | readonly Uint8Array[],
  options: { readonly list?: OfacList; readonly signal?: AbortSignal } = {},
): Promise<PublishedLabels> {
  const chunks = typeof file === 'string' ? [new TextEncoder().encode(file)] : file;
  return readOfacLabels(Readable.from(chunks), {
    set: SET,
    list: options.list ?? 'sdn',
    signal: options.signal ?? new AbortController().signal,
  });
}

/** A text with one part of it changed, which must be there. */
export function change(text: string, part: string, into: string): string {
  if (!text.includes(part)) throw new Error(`The file does not hold: ${part}`);
  return text.replace(part, into);
}

/** The rows that cite a party's entry. */
export function rowsOf({ rows }: PublishedLabels, uid: string): readonly Attribution[] {
  return rows.filter(({ source }) => source.includes(`?id=${uid} `));
}
