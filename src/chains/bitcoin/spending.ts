import { hash160 } from 'bitcoinjs-lib/src/crypto';
import { compile, decompile } from 'bitcoinjs-lib/src/script';
import { Transaction } from 'bitcoinjs-lib/src/transaction';
import { bytesToHex } from '../hex.js';
import { isEcdsaSigned, isSchnorrSigned } from './keySignatures.js';
import { type OutputScript, p2pkhScript, p2wpkhScript } from './outputScript.js';

/** What a spending of an output of one key shows. `other-script`: it is not spent by one key. */
export type Spending = 'signed' | 'not-signed' | 'other-script';

/** What spends an output: the first input of a transaction. */
export interface Spender {
  readonly transaction: Transaction;
  readonly witness: readonly Uint8Array[];
  /** Null in a simple signature, which leaves it out. */
  readonly scriptSig: Uint8Array | null;
}

const COMPRESSED_BYTES = 33;
const NOTHING = new Uint8Array();

/**
 * Whether the key of an output spends it, by the rules of BIP-322: all is signed, strictly encoded.
 *
 * Blind spot: scripts of more than one key are not run; whatever may be one is `other-script`.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0322.mediawiki, "Verification Process"
 */
export function judgeSpending(spender: Spender, output: OutputScript): Spending {
  const scriptSig = spender.scriptSig ?? NOTHING;
  switch (output.kind) {
    case 'p2pkh':
      return judgeKeyHash(spender, output);
    case 'p2sh':
      return judgeScriptHash(spender, output);
    case 'p2wpkh':
      if (scriptSig.length > 0) return 'not-signed';
      return judgeWitnessKeyHash(spender, output.program);
    case 'p2tr':
      if (scriptSig.length > 0) return 'not-signed';
      return judgeTaproot(spender, output);
    case 'p2wsh':
      return 'other-script';
  }
}

/** Signature and key stand in the script. Source: BIP-16 has the form of the signed transaction. */
function judgeKeyHash(
  { transaction, witness, scriptSig }: Spender,
  output: OutputScript,
): Spending {
  const [signature, key, ...more] = pushesOf(scriptSig ?? NOTHING) ?? [];
  if (signature === undefined || key === undefined || more.length > 0) return 'not-signed';
  if (witness.length > 0 || !isHashOf(output.program, key)) return 'not-signed';
  const hash = transaction.hashForSignature(0, output.script, Transaction.SIGHASH_ALL);
  return judgeEcdsa(hash, key, signature);
}

/**
 * Source: BIP-141, "P2WPKH nested in BIP16 P2SH",
 * https://github.com/bitcoin/bips/blob/master/bip-0141.mediawiki
 */
function judgeScriptHash(spender: Spender, { program }: OutputScript): Spending {
  const [, key = NOTHING] = spender.witness;
  const inner = p2wpkhScript(hash160(key));
  if (spender.scriptSig === null) {
    if (spender.witness.length !== 2 || key.length !== COMPRESSED_BYTES) return 'other-script';
  } else {
    const redeem = decompile(spender.scriptSig)?.at(-1);
    if (redeem === undefined || typeof redeem === 'number') return 'not-signed';
    if (!isHashOf(program, redeem)) return 'not-signed';
    if (!/^0014[0-9a-f]{40}$/.test(bytesToHex(redeem))) return 'other-script';
    if (pushesOf(spender.scriptSig)?.length !== 1) return 'not-signed';
  }
  return isHashOf(program, inner) ? judgeWitnessKeyHash(spender, hash160(key)) : 'not-signed';
}

/** Source: https://github.com/bitcoin/bips/blob/master/bip-0143.mediawiki */
function judgeWitnessKeyHash({ transaction, witness }: Spender, program: Uint8Array): Spending {
  const [signature, key, ...more] = witness;
  if (signature === undefined || key === undefined || more.length > 0) return 'not-signed';
  // The key is the signer's word: only its hash ties it to the address.
  if (key.length !== COMPRESSED_BYTES || !isHashOf(program, key)) return 'not-signed';
  const script = p2pkhScript(program);
  const hash = transaction.hashForWitnessV0(0, script, 0n, Transaction.SIGHASH_ALL);
  return judgeEcdsa(hash, key, signature);
}

/** Source: https://github.com/bitcoin/bips/blob/master/bip-0341.mediawiki (key path) */
function judgeTaproot({ transaction, witness }: Spender, output: OutputScript): Spending {
  const [signature, ...more] = witness;
  if (signature === undefined) return 'not-signed';
  if (more.length > 0) return 'other-script';
  const type = signature.length === 64 ? Transaction.SIGHASH_DEFAULT : (signature[64] ?? -1);
  const isAll = signature.length === 65 && type === Transaction.SIGHASH_ALL;
  if (signature.length !== 64 && !isAll) return 'not-signed';
  const hash = transaction.hashForWitnessV1(0, [output.script], [0n], type);
  const isSigned = isSchnorrSigned(hash, output.program, signature.slice(0, 64));
  return isSigned ? 'signed' : 'not-signed';
}

function judgeEcdsa(hash: Uint8Array, key: Uint8Array, signature: Uint8Array): Spending {
  if (signature.at(-1) !== Transaction.SIGHASH_ALL) return 'not-signed';
  return isEcdsaSigned(hash, key, signature.slice(0, -1)) ? 'signed' : 'not-signed';
}

/** What a script pushes; null for one that does anything else, or pushes in more bytes than it needs. */
function pushesOf(script: Uint8Array): readonly Uint8Array[] | null {
  const pushes: Uint8Array[] = [];
  for (const chunk of decompile(script) ?? []) {
    if (typeof chunk === 'number') return null;
    pushes.push(chunk);
  }
  return bytesToHex(compile(pushes)) === bytesToHex(script) ? pushes : null;
}

function isHashOf(hash: Uint8Array, content: Uint8Array): boolean {
  return bytesToHex(hash160(content)) === bytesToHex(hash);
}
