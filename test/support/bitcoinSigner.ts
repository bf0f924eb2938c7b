import {
  pointFromScalar,
  sign,
  signRecoverable,
  signSchnorr,
  xOnlyPointFromScalar,
} from '@bitcoinerlab/secp256k1';
import { encode } from 'bitcoinjs-lib/src/bip66';
import { hash160, hash256 } from 'bitcoinjs-lib/src/crypto';
import { compile } from 'bitcoinjs-lib/src/script';
import { Transaction } from 'bitcoinjs-lib/src/transaction';
import { p2pkhScript, p2wpkhScript } from '../../src/chains/bitcoin/outputScript.js';
import { addressOfScript } from '../../src/chains/bitcoin/script.js';
import { createToSign, createToSpend } from '../../src/chains/bitcoin/signedMessage.js';
import { bytesToHex, hexToBytes } from '../../src/chains/hex.js';
import { Bug } from '../../src/core/errors.js';

/** The kinds of address of one key. */
export const KEY_KINDS = ['p2pkh', 'p2sh', 'p2wpkh', 'p2tr'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A key with its address of one kind, which signs texts. */
export interface BitcoinSigner {
  readonly script: Uint8Array;
  readonly address: string;
  /** BIP-322 without its witness in a transaction; the hash type is that of ECDSA. */
  readonly signSimple: (message: string, parts?: SigningParts) => Uint8Array;
  readonly signFull: (message: string, parts?: SigningParts) => Uint8Array;
  /** BIP-137, with the flag of a kind of address. */
  readonly signLegacy: (message: string, firstFlag?: number) => Uint8Array;
}

/** What an odd signer does otherwise. */
export interface SigningParts {
  readonly hashType?: number;
  /** Puts its own key in place of the one that the address commits to. */
  readonly impostor?: Uint8Array;
  /** Turns s into the upper half, which is as true and not allowed. */
  readonly highS?: boolean;
  /** Changes what is signed. */
  readonly change?: (transaction: Transaction) => unknown;
  /** Changes it once it was signed. */
  readonly tamper?: (transaction: Transaction) => unknown;
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

export function openSigner(kind: KeyKind, secret: Uint8Array): BitcoinSigner {
  const key = keyOf(secret);
  const script = scriptOf(kind, key, secret);
  const address = addressOfScript(bytesToHex(script));
  if (address === null) throw new Bug('The script has no address.');
  const spend = (message: string, parts: SigningParts) => {
    const transaction = createToSign(createToSpend(new TextEncoder().encode(message), script));
    parts.change?.(transaction);
    signInput(transaction, { kind, script, owner: key, secret: parts.impostor ?? secret, parts });
    parts.tamper?.(transaction);
    return transaction;
  };
  return {
    script,
    address,
    signSimple: (message, parts = {}) => encodeWitness(spend(message, parts).ins[0]?.witness ?? []),
    signFull: (message, parts = {}) => spend(message, parts).toBuffer(),
    signLegacy: (message, firstFlag = 31) => {
      const text = Buffer.from(message, 'utf8');
      const size = sizeOf(text.length);
      const magic = Buffer.from('\u0018Bitcoin Signed Message:\n', 'latin1');
      const { signature, recoveryId } = signRecoverable(
        hash256(Buffer.concat([magic, size, text])),
        secret,
      );
      return Uint8Array.from([firstFlag + recoveryId, ...signature]);
    },
  };
}

function keyOf(secret: Uint8Array): Uint8Array {
  const key = pointFromScalar(secret, true);
  if (key === null) throw new Bug('The secret is no key.');
  return key;
}

function scriptOf(kind: KeyKind, key: Uint8Array, secret: Uint8Array): Uint8Array {
  if (kind === 'p2pkh') return p2pkhScript(hash160(key));
  if (kind === 'p2wpkh') return p2wpkhScript(hash160(key));
  if (kind === 'p2tr') return hexToBytes(`5120${bytesToHex(xOnlyPointFromScalar(secret))}`);
  return hexToBytes(`a914${bytesToHex(hash160(p2wpkhScript(hash160(key))))}87`);
}

function signInput(
  transaction: Transaction,
  {
    kind,
    script,
    owner,
    secret,
    parts,
  }: {
    readonly kind: KeyKind;
    readonly script: Uint8Array;
    /** The key that the address commits to, by whose rules an impostor signs too. */
    readonly owner: Uint8Array;
    readonly secret: Uint8Array;
    readonly parts: SigningParts;
  },
): void {
  const key = keyOf(secret);
  const type = parts.hashType ?? Transaction.SIGHASH_ALL;
  if (kind === 'p2tr') {
    const taproot = parts.hashType ?? Transaction.SIGHASH_DEFAULT;
    const hash = transaction.hashForWitnessV1(0, [script], [0n], taproot);
    const suffix = taproot === Transaction.SIGHASH_DEFAULT ? [] : [taproot];
    transaction.setWitness(0, [Uint8Array.from([...signSchnorr(hash, secret), ...suffix])]);
    return;
  }
  // What a verifier would compare by that took the key from the signer without its hash.
  const code = p2pkhScript(hash160(kind === 'p2sh' ? key : owner));
  const hash =
    kind === 'p2pkh'
      ? transaction.hashForSignature(0, script, type)
      : transaction.hashForWitnessV0(0, code, 0n, type);
  const signature = Uint8Array.from([...derOf(sign(hash, secret), parts.highS === true), type]);
  if (kind === 'p2pkh') transaction.setInputScript(0, compile([signature, key]));
  else transaction.setWitness(0, [signature, key]);
  if (kind === 'p2sh') transaction.setInputScript(0, compile([p2wpkhScript(hash160(owner))]));
}

function derOf(compact: Uint8Array, highS: boolean): Uint8Array {
  const low = BigInt(`0x${bytesToHex(compact.slice(32))}`);
  const s = hexToBytes((highS ? ORDER - low : low).toString(16).padStart(64, '0'));
  return encode(integerOf(compact.slice(0, 32)), integerOf(s));
}

/** A number as DER writes it: no zeros before it but one that keeps it above zero. */
function integerOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const plain = bytes.slice(first);
  return (plain[0] ?? 0) >= 0x80 ? Uint8Array.from([0, ...plain]) : plain;
}

/** Source: https://en.bitcoin.it/wiki/Protocol_documentation#Variable_length_integer */
function sizeOf(length: number): Buffer {
  if (length < 0xfd) return Buffer.from([length]);
  const size = Buffer.alloc(length <= 0xffff ? 3 : 5);
  size.writeUInt8(length <= 0xffff ? 0xfd : 0xfe);
  if (length <= 0xffff) size.writeUInt16LE(length, 1);
  else size.writeUInt32LE(length, 1);
  return size;
}

/** Items one after the other, each behind its length. */
export function encodeWitness(items: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from([items.length, ...items.flatMap((item) => [item.length, ...item])]);
}

/** Bytes as they are pasted. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
