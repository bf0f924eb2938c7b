import { Transaction } from 'bitcoinjs-lib/src/transaction';
import { InputError } from '../../core/errors.js';
import { bytesToHex } from '../hex.js';
import { trimSignature } from '../signedText.js';

/** A signature over a text as Bitcoin wallets write it. */
export type BitcoinSignature =
  /** A compact signature of one key behind a flag. */
  | { readonly form: 'legacy'; readonly flag: number; readonly compact: Uint8Array }
  /** The witness alone. */
  | { readonly form: 'simple'; readonly witness: readonly Uint8Array[] }
  /** The whole transaction `to_sign`. */
  | { readonly form: 'full'; readonly transaction: Transaction }
  /** A proof of funds, whose coins have to be looked up. */
  | { readonly form: 'funds' }
  /** Base64 of something else. */
  | { readonly form: 'unknown' };

/** Words by which a signature says its form. Source: BIP-322 2.0.0, "Types of Signatures" */
const PREFIX = /^(smp|ful|pof)/;

/**
 * A pasted signature by its form.
 *
 * Edge: without a prefix, which signers put since 2026, the form follows from the bytes.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0322.mediawiki
 *
 * @throws {InputError} for a text that is no base64.
 */
export function parseBitcoinSignature(text: string): BitcoinSignature {
  const trimmed = trimSignature(text);
  const [prefix] = PREFIX.exec(trimmed) ?? [];
  const bytes = decodeBase64(trimmed.slice(prefix?.length ?? 0));
  if (prefix === 'pof') return { form: 'funds' };
  if (prefix === 'smp') return readSimple(bytes) ?? { form: 'unknown' };
  if (prefix === 'ful') return readFull(bytes) ?? { form: 'unknown' };
  return readLegacy(bytes) ?? readSimple(bytes) ?? readFull(bytes) ?? { form: 'unknown' };
}

function decodeBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  // One text for the same bytes: Node reads over what is no base64.
  if (bytes.length > 0 && bytes.toString('base64') === text) return new Uint8Array(bytes);
  throw new InputError(
    'The text is no signature of a Bitcoin wallet, which is base64; paste all of what the wallet gave when it signed.',
  );
}

/** Source: https://github.com/bitcoin/bips/blob/master/bip-0137.mediawiki */
function readLegacy(bytes: Uint8Array): BitcoinSignature | null {
  const flag = bytes[0] ?? 0;
  if (bytes.length !== 65 || flag < 27 || flag > 42) return null;
  return { form: 'legacy', flag, compact: bytes.slice(1) };
}

/** Reads a witness: how many items, then each behind its length. Null unless it is that in whole. */
function readSimple(bytes: Uint8Array): BitcoinSignature | null {
  const witness: Uint8Array[] = [];
  let at = 1;
  // Of one key there are few and short items: larger counts and lengths are written in more bytes.
  const count = bytes[0] ?? 0;
  if (count === 0 || count > MOST_IN_A_BYTE) return null;
  for (let item = 0; item < count; item += 1) {
    const size = readSize(bytes, at);
    if (size === null || size.next + size.length > bytes.length) return null;
    witness.push(bytes.slice(size.next, size.next + size.length));
    at = size.next + size.length;
  }
  return at === bytes.length ? { form: 'simple', witness } : null;
}

/** Larger numbers are written in more bytes than one. Source: https://en.bitcoin.it/wiki/Protocol_documentation#Variable_length_integer */
const MOST_IN_A_BYTE = 0xfc;

function readSize(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly next: number } | null {
  const first = bytes[at];
  if (first === undefined || first > MOST_IN_A_BYTE + 1) return null;
  if (first <= MOST_IN_A_BYTE) return { length: first, next: at + 1 };
  const length = (bytes[at + 1] ?? 0) + 256 * (bytes[at + 2] ?? 0);
  return length > MOST_IN_A_BYTE ? { length, next: at + 3 } : null;
}

function readFull(bytes: Uint8Array): BitcoinSignature | null {
  try {
    const transaction = Transaction.fromBuffer(bytes);
    // One transaction has one text: numbers may be written in more bytes than they need.
    const isSame = bytesToHex(transaction.toBuffer()) === bytesToHex(bytes);
    return isSame ? { form: 'full', transaction } : null;
  } catch (error) {
    // The library throws over bytes that are no transaction.
    if (error instanceof Error) return null;
    throw error;
  }
}
