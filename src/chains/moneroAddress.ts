import { keccak256 } from 'ethers/crypto';
import { decodeBase58 } from './base58.js';
import { bytesToHex } from './hex.js';

/** Characters of a whole block of eight bytes, and of the last block by its bytes. */
const BLOCK_CHARACTERS = 11;
const BYTES_OF_CHARACTERS = new Map([
  [2, 1],
  [3, 2],
  [5, 3],
  [6, 4],
  [7, 5],
  [9, 6],
  [10, 7],
  [11, 8],
]);

/** First byte of mainnet addresses: standard, integrated with a payment id, subaddress. */
const MAINNET_VERSIONS = [18, 19, 42];

/**
 * What is wrong with a Monero address, or null when it is a mainnet address with a valid checksum.
 *
 * Monero encodes blocks of eight bytes each on their own and checks with Keccak-256.
 * Source: https://docs.getmonero.org/cryptography/base58/
 */
export function findMoneroProblem(text: string): 'checksum' | 'testnet' | null {
  const bytes = decodeBlocks(text);
  if (bytes === null) return 'checksum';
  const payload = bytes.slice(0, -4);
  const check = bytesToHex(bytes.slice(-4));
  if (keccak256(payload).slice(2, 10) !== check) return 'checksum';
  return MAINNET_VERSIONS.includes(payload[0] ?? -1) ? null : 'testnet';
}

function decodeBlocks(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += BLOCK_CHARACTERS) {
    const block = text.slice(at, at + BLOCK_CHARACTERS);
    const size = BYTES_OF_CHARACTERS.get(block.length);
    const decoded = decodeBase58(block);
    if (size === undefined || decoded === null) return null;
    // A block keeps its width: zeros in front are padding here, not bytes of their own.
    const start = decoded.findIndex((byte) => byte !== 0);
    const significant = start < 0 ? [] : [...decoded.slice(start)];
    if (significant.length > size) return null;
    bytes.push(...Array<number>(size - significant.length).fill(0), ...significant);
  }
  return Uint8Array.from(bytes);
}
