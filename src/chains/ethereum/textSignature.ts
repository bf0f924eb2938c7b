import { getAddress } from 'ethers/address';
import { Signature } from 'ethers/crypto';
import { verifyMessage } from 'ethers/hash';
import { InputError } from '../../core/errors.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import {
  cannotTell,
  invalid,
  type SignedText,
  type TextSignatureCheck,
  trimSignature,
} from '../signedText.js';
import { readEvmAddress } from './address.js';

/** Half of the order of secp256k1, rounded down. Source: https://eips.ethereum.org/EIPS/eip-2 */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** A signature of one key. */
interface KeySignature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  readonly yParity: 0 | 1;
}

/**
 * Whether the key of an EVM address signed a text with `personal_sign` (EIP-191, version 0x45).
 *
 * Edge: takes r, s and v (0, 1, 27 or 28) in 65 bytes, or in 64 as EIP-2098 packs them, in hex with or
 * without 0x. An s in the upper half of the order is refused, as EIP-2 does for transactions.
 * Source: https://eips.ethereum.org/EIPS/eip-191, https://eips.ethereum.org/EIPS/eip-2098
 *
 * @throws {InputError} for a text that is not hexadecimal, or no EVM address.
 */
export function verifyEvmText({ address, message, signature }: SignedText): TextSignatureCheck {
  const wanted = parseAddress(address);
  const bytes = parseHex(signature);
  if (bytes.length !== 64 && bytes.length !== 65) {
    return cannotTell(
      'The signature has not the length of one that a key makes; if the wallet is a contract, it has to be asked itself (EIP-1271), else copy the signature again.',
    );
  }
  const parts = splitSignature(bytes);
  if (parts === null) {
    return invalid(
      'The last byte of the signature is none of 0, 1, 27 and 28; let the wallet sign the text as a personal message.',
    );
  }
  if (BigInt(`0x${bytesToHex(parts.s)}`) > HALF_ORDER) {
    return invalid(
      'The signature was turned into its twin (its s lies in the upper half, which EIP-2 forbids); copy it again as the wallet gave it.',
    );
  }
  const signer = recoverSigner(message, parts);
  if (signer === wanted) return { kind: 'valid', method: 'EIP-191' };
  return invalid(
    'The signature is not of this address over exactly this text; let this wallet sign the text again, to the letter.',
  );
}

function parseAddress(text: string): string {
  const reading = readEvmAddress(text);
  if (reading?.kind === 'evm') return getAddress(reading.canonical);
  throw new InputError('The wallet is no EVM address; check it.');
}

function parseHex(text: string): Uint8Array {
  const digits = trimSignature(text).replace(/^0x/i, '');
  if (/^(?:[0-9a-f]{2})+$/i.test(digits)) return hexToBytes(digits);
  throw new InputError(
    'The text is no signature of an EVM wallet, which is hexadecimal; paste what the wallet gave when it signed.',
  );
}

function splitSignature(bytes: Uint8Array): KeySignature | null {
  const r = bytes.slice(0, 32);
  const s = bytes.slice(32, 64);
  if (bytes.length === 64) {
    // EIP-2098: the parity is the highest bit of s, which no s in the lower half uses.
    const yParity = (s[0] ?? 0) >> 7 === 1 ? 1 : 0;
    return { r, s: Uint8Array.from(s, (byte, at) => (at === 0 ? byte & 0x7f : byte)), yParity };
  }
  const v = bytes[64] ?? -1;
  if (v === 0 || v === 27) return { r, s, yParity: 0 };
  if (v === 1 || v === 28) return { r, s, yParity: 1 };
  return null;
}

/** The address whose key made a signature; null where no key can have made it. */
function recoverSigner(message: string, { r, s, yParity }: KeySignature): string | null {
  // As bytes: half of a surrogate pair makes the library throw over a text.
  const bytes = new TextEncoder().encode(message);
  try {
    const parts = { r: `0x${bytesToHex(r)}`, s: `0x${bytesToHex(s)}`, yParity };
    return verifyMessage(bytes, Signature.from(parts));
  } catch (error) {
    // The library throws where r or s is 0, too large, or on no point of the curve.
    if (error instanceof Error) return null;
    throw error;
  }
}
