import { isPoint, recover, verify, verifySchnorr } from '@bitcoinerlab/secp256k1';
import { check, decode } from 'bitcoinjs-lib/src/bip66';

/** Bytes of an ECDSA signature as r and s. */
const COMPACT_BYTES = 64;

/**
 * Whether a key made an ECDSA signature in DER over a hash.
 *
 * Edge: another encoding than the strict one, and an s in the upper half, are refused.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0066.mediawiki (strict DER),
 * https://github.com/bitcoin/bips/blob/master/bip-0146.mediawiki (low s)
 */
export function isEcdsaSigned(hash: Uint8Array, key: Uint8Array, der: Uint8Array): boolean {
  const compact = compactOf(der);
  if (compact === null || !isPoint(key)) return false;
  return orNull(() => verify(hash, key, compact, true)) ?? false;
}

/**
 * Whether an x-only key made a Schnorr signature over a hash.
 *
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0340.mediawiki
 */
export function isSchnorrSigned(hash: Uint8Array, key: Uint8Array, signature: Uint8Array): boolean {
  return orNull(() => verifySchnorr(hash, key, signature)) ?? false;
}

/** The key that made a compact ECDSA signature over a hash; null where none can have. */
export function recoverKey(
  hash: Uint8Array,
  { compact, id, form }: RecoverableSignature,
): Uint8Array | null {
  return orNull(() => recover(hash, compact, id, form === 'compressed'));
}

/** A signature from which its key follows, and how that key is written. */
export interface RecoverableSignature {
  readonly compact: Uint8Array;
  readonly id: 0 | 1 | 2 | 3;
  readonly form: 'compressed' | 'uncompressed';
}

function compactOf(der: Uint8Array): Uint8Array | null {
  if (!check(der)) return null;
  const { r, s } = decode(der);
  const numbers = [r, s].map((number) => (number[0] === 0 ? number.slice(1) : number));
  if (numbers.some((number) => number.length > COMPACT_BYTES / 2)) return null;
  const compact = new Uint8Array(COMPACT_BYTES);
  for (const [at, number] of numbers.entries()) {
    compact.set(number, (at + 1) * (COMPACT_BYTES / 2) - number.length);
  }
  return compact;
}

/** Null where the library throws: bytes that are no number or point of the curve sign nothing. */
function orNull<Result>(act: () => Result): Result | null {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
