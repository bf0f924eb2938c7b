import { BECH32_CHARACTERS, bytesToWords, wordsToBytes } from './bech32.js';

const MAINNET_PREFIX = 'bitcoincash';
const CHECKSUM_WORDS = 8;
const GENERATORS = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

/** A Bitcoin Cash address, taken apart: to a key's hash or to a script's. */
export interface CashAddress {
  readonly pays: 'key' | 'script';
  readonly hash: Uint8Array;
}

/**
 * Takes a Bitcoin Cash address apart, or gives null when its checksum or shape is wrong.
 *
 * `text` has no `bitcoincash:` in front and is lower-case. Only the 20-byte forms are read.
 * Source: https://github.com/bitcoincashorg/bitcoincash.org/blob/master/spec/cashaddr.md
 */
export function decodeCashAddress(text: string): CashAddress | null {
  const words = Array.from(text, (character) => BECH32_CHARACTERS.indexOf(character));
  if (words.includes(-1) || polymod([...expandedPrefix(), ...words]) !== 0n) return null;
  const bytes = wordsToBytes(words.slice(0, -CHECKSUM_WORDS));
  if (bytes?.length !== 21) return null;
  const version = bytes[0];
  if (version !== 0 && version !== 8) return null;
  return { pays: version === 0 ? 'key' : 'script', hash: bytes.slice(1) };
}

/** A Bitcoin Cash address without its prefix. */
export function encodeCashAddress(address: CashAddress): string {
  const version = address.pays === 'key' ? 0 : 8;
  const words = bytesToWords(Uint8Array.from([version, ...address.hash]));
  const residue = polymod([...expandedPrefix(), ...words, ...Array(CHECKSUM_WORDS).fill(0)]);
  const check = Array.from({ length: CHECKSUM_WORDS }, (_, at) =>
    Number((residue >> BigInt(5 * (CHECKSUM_WORDS - 1 - at))) & 31n),
  );
  return [...words, ...check].map((word) => BECH32_CHARACTERS.charAt(word)).join('');
}

function expandedPrefix(): number[] {
  return [...Array.from(MAINNET_PREFIX, (character) => character.charCodeAt(0) & 31), 0];
}

function polymod(values: readonly number[]): bigint {
  let residue = 1n;
  for (const value of values) {
    const top = residue >> 35n;
    residue = ((residue & 0x07ffffffffn) << 5n) ^ BigInt(value);
    GENERATORS.forEach((generator, bit) => {
      if (((top >> BigInt(bit)) & 1n) === 1n) residue ^= generator;
    });
  }
  return residue ^ 1n;
}
