import { sha256 } from 'ethers/crypto';
import { hexToBytes } from './hex.js';

/** The alphabet of Bitcoin and most chains after it. Source: https://datatracker.ietf.org/doc/html/draft-msporny-base58-03 */
const BITCOIN_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** The alphabet of the XRP Ledger. Source: https://xrpl.org/docs/references/protocol/data-types/base58-encodings */
export const XRP_ALPHABET = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

/** Bytes of the checksum at the end of a base58 text that has one. */
export const CHECKSUM_BYTES = 4;

/**
 * The bytes of a base58 text, or null when a character is outside the alphabet.
 *
 * Edge: each leading first letter of the alphabet stands for one zero byte.
 */
export function decodeBase58(text: string, alphabet = BITCOIN_ALPHABET): Uint8Array | null {
  let value = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  let zeros = 0;
  while (zeros < text.length && text[zeros] === alphabet[0]) zeros += 1;
  const reversed: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) reversed.push(Number(rest & 0xffn));
  const bytes = new Uint8Array(zeros + reversed.length);
  bytes.set(reversed.reverse(), zeros);
  return bytes;
}

/** The base58 text of bytes. */
export function encodeBase58(bytes: Uint8Array, alphabet = BITCOIN_ALPHABET): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let rest = value; rest > 0n; rest /= 58n) text = alphabet.charAt(Number(rest % 58n)) + text;
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = alphabet.charAt(0) + text;
  }
  return text;
}

/** A base58 text with a checksum, taken apart. */
export type Base58Check =
  | { readonly ok: true; readonly payload: Uint8Array }
  | { readonly ok: false; readonly problem: 'alphabet' | 'length' | 'checksum' };

/**
 * The payload of a base58 text whose last four bytes are a checksum.
 *
 * Source: https://en.bitcoin.it/wiki/Base58Check_encoding
 */
export function decodeBase58Check(text: string, alphabet = BITCOIN_ALPHABET): Base58Check {
  const bytes = decodeBase58(text, alphabet);
  if (bytes === null) return { ok: false, problem: 'alphabet' };
  if (bytes.length <= CHECKSUM_BYTES) return { ok: false, problem: 'length' };
  const payload = bytes.slice(0, -CHECKSUM_BYTES);
  const given = bytes.slice(-CHECKSUM_BYTES);
  const right = checksum(payload).every((byte, at) => byte === given[at]);
  return right ? { ok: true, payload } : { ok: false, problem: 'checksum' };
}

/** The base58 text of a payload and its checksum. */
export function encodeBase58Check(payload: Uint8Array, alphabet = BITCOIN_ALPHABET): string {
  return encodeBase58(new Uint8Array([...payload, ...checksum(payload)]), alphabet);
}

function checksum(payload: Uint8Array): Uint8Array {
  const digest = sha256(sha256(payload));
  return hexToBytes(digest.slice(2, 2 + 2 * CHECKSUM_BYTES));
}
