/** The 32 characters of a bech32 data part, by value. Source: https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki */
export const BECH32_CHARACTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** The two checksums that share one alphabet: `bech32` (BIP-173) and `bech32m` (BIP-350). */
export type Bech32Encoding = 'bech32' | 'bech32m';

/** A bech32 or bech32m text, taken apart. */
export type Bech32 =
  | {
      readonly ok: true;
      /** The part before the separator, lower-case. */
      readonly prefix: string;
      /** The data as five-bit values, without the checksum. */
      readonly words: readonly number[];
      readonly encoding: Bech32Encoding;
    }
  | { readonly ok: false; readonly problem: 'case' | 'shape' | 'length' | 'checksum' }
  | {
      readonly ok: false;
      readonly problem: 'character';
      /** Where the character that does not belong stands, counted from 0. */
      readonly at: number;
    };

const CHECKSUM_WORDS = 6;
const BECH32_CONSTANT = 1;
const BECH32M_CONSTANT = 0x2bc830a3;
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The longest text for which the checksum is sure to find up to four errors. */
const BECH32_MAX_LENGTH = 90;

/**
 * Takes a bech32 or bech32m text apart and checks its checksum.
 *
 * Edge: some chains use longer texts than BIP-173 allows; `maxLength` says how long.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki
 */
export function decodeBech32(text: string, maxLength = BECH32_MAX_LENGTH): Bech32 {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return { ok: false, problem: 'case' };
  if (text.length > maxLength) return { ok: false, problem: 'length' };
  const separator = lower.lastIndexOf('1');
  const prefix = lower.slice(0, separator);
  if (separator < 1 || !/^[\x21-\x7e]+$/.test(prefix)) return { ok: false, problem: 'shape' };
  const words: number[] = [];
  for (let at = separator + 1; at < lower.length; at += 1) {
    const word = BECH32_CHARACTERS.indexOf(lower.charAt(at));
    if (word < 0) return { ok: false, problem: 'character', at };
    words.push(word);
  }
  if (words.length < CHECKSUM_WORDS) return { ok: false, problem: 'length' };
  const residue = polymod([...expandPrefix(prefix), ...words]);
  if (residue !== BECH32_CONSTANT && residue !== BECH32M_CONSTANT) {
    return { ok: false, problem: 'checksum' };
  }
  const encoding = residue === BECH32_CONSTANT ? 'bech32' : 'bech32m';
  return { ok: true, prefix, words: words.slice(0, -CHECKSUM_WORDS), encoding };
}

/**
 * Five-bit values as bytes, or null when the bits left over are not a padding of up to four zeros.
 *
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki, "Segwit address format"
 */
export function wordsToBytes(words: readonly number[]): Uint8Array | null {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const word of words) {
    held = ((held << 5) | word) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  const padding = held & ((1 << bits) - 1);
  return bits >= 5 || padding !== 0 ? null : Uint8Array.from(bytes);
}

/** Bytes as five-bit values, the last one padded with zeros. */
export function bytesToWords(bytes: Uint8Array): number[] {
  const words: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      words.push((held >> bits) & 31);
    }
  }
  if (bits > 0) words.push((held << (5 - bits)) & 31);
  return words;
}

function expandPrefix(prefix: string): number[] {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  let residue = 1;
  for (const value of values) {
    const top = residue >>> 25;
    residue = ((residue & 0x1ffffff) << 5) ^ value;
    GENERATORS.forEach((generator, bit) => {
      if (((top >>> bit) & 1) === 1) residue ^= generator;
    });
  }
  return residue >>> 0;
}
