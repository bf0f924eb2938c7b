import { isUtf8 } from 'node:buffer';
import { InputError } from '../core/errors.js';
import type { CsvFormat } from './sheet.js';

/** A text and how its bytes say it. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: CsvFormat['encoding'];
  /** The byte order mark before it; empty where there is none. */
  readonly mark: Uint8Array;
}

/**
 * What the bytes 0x80 to 0x9F stand for; a blank where they stand for nothing.
 *
 * A table of our own, since runtimes differ on whether "windows-1252" means it or Latin-1.
 * Source: https://encoding.spec.whatwg.org/index-windows-1252.txt
 */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const WINDOWS_1252_BYTES = new Map(
  [...WINDOWS_1252].flatMap((sign, at) => (sign === ' ' ? [] : [[sign, 0x80 + at] as const])),
);
const MARKS: readonly (readonly [CsvFormat['encoding'], readonly number[]])[] = [
  ['utf-8-bom', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** So many bytes show whether every second one is zero. */
const SAMPLE_BYTES = 4_096;

/**
 * The text that bytes say: by their byte order mark, as UTF-16 where every second byte is zero, as
 * UTF-8 where they are valid, else as Windows-1252.
 *
 * Blind spot: any other encoding of one byte a letter reads as Windows-1252, with wrong letters.
 *
 * @throws {InputError} for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  const mark = bytes.subarray(0, marked?.[1].length ?? 0);
  const body = bytes.subarray(mark.length);
  const encoding = marked?.[0] ?? guessEncoding(body);
  const text = decodeAs(body, encoding);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell what is no text.
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) throw notText();
  return { text, encoding, mark };
}

/** A text as bytes, without a mark. Edge: what Windows-1252 cannot say becomes a question mark. */
export function encodeText(text: string, encoding: CsvFormat['encoding']): Uint8Array {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'windows-1252':
      return Uint8Array.from([...text], windowsByte);
  }
}

function guessEncoding(bytes: Uint8Array): CsvFormat['encoding'] {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 8;
  if (odd > many && even === 0) return 'utf-16le';
  if (even > many && odd === 0) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function decodeAs(bytes: Uint8Array, encoding: CsvFormat['encoding']): string {
  const buffer = Buffer.from(bytes);
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
      if (!isUtf8(buffer)) throw broken('UTF-8');
      return buffer.toString('utf8');
    case 'utf-16le':
    case 'utf-16be': {
      if (buffer.length % 2 !== 0) throw broken('UTF-16');
      // Buffer.from copied the bytes, so that swapping leaves the caller's as they are.
      const text = (encoding === 'utf-16be' ? buffer.swap16() : buffer).toString('utf16le');
      if (/\p{Surrogate}/u.test(text)) throw broken('UTF-16');
      return text;
    }
    case 'windows-1252':
      return buffer.toString('latin1').replace(/[\u0080-\u009f]/g, (sign) => {
        const meant = WINDOWS_1252[sign.charCodeAt(0) - 0x80] ?? ' ';
        if (meant === ' ') throw notText();
        return meant;
      });
  }
}

function windowsByte(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  const isItself = code < 0x80 || (code > 0x9f && code <= 0xff);
  return isItself ? code : (WINDOWS_1252_BYTES.get(sign) ?? '?'.charCodeAt(0));
}

function broken(encoding: string): InputError {
  return new InputError(
    `The file begins like ${encoding} and holds bytes that are none; save it again as "CSV UTF-8" or .xlsx.`,
  );
}

function notText(): InputError {
  return new InputError(
    'The file is no text that can be read; save it as "CSV UTF-8" or .xlsx and upload it again.',
  );
}
