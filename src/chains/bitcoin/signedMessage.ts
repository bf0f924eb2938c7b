import { sha256 } from 'bitcoinjs-lib/src/crypto';
import { Transaction } from 'bitcoinjs-lib/src/transaction';
import { bytesToHex, hexToBytes } from '../hex.js';

/** Source: BIP-322, "Full", https://github.com/bitcoin/bips/blob/master/bip-0322.mediawiki */
const TAG = 'BIP0322-signed-message';

const OP_RETURN = hexToBytes('6a');

/** The index that names no output. */
const NO_OUTPUT = 0xffffffff;

/** The hash by which BIP-322 names a text: that of BIP-340 with a tag of its own. */
export function hashSignedMessage(message: Uint8Array): Uint8Array {
  const tag = sha256(new TextEncoder().encode(TAG));
  return sha256(Uint8Array.from([...tag, ...tag, ...message]));
}

/** The virtual transaction that pays nothing to a script and names a text: `to_spend`. */
export function createToSpend(message: Uint8Array, script: Uint8Array): Transaction {
  const transaction = new Transaction();
  transaction.version = 0;
  const naming = hexToBytes(`0020${bytesToHex(hashSignedMessage(message))}`);
  transaction.addInput(new Uint8Array(32), NO_OUTPUT, 0, naming);
  transaction.addOutput(script, 0n);
  return transaction;
}

/** The virtual transaction that spends it, as a simple signature leaves it: `to_sign`. */
export function createToSign(toSpend: Transaction): Transaction {
  const transaction = new Transaction();
  transaction.version = 0;
  transaction.addInput(toSpend.getHash(), 0, 0);
  transaction.addOutput(OP_RETURN, 0n);
  return transaction;
}

/**
 * Whether a transaction spends `to_spend` alone and pays nobody.
 *
 * Edge: its times may be anything; they lock no key of one person, and say nothing about control.
 */
export function isToSign(transaction: Transaction, toSpend: Transaction): boolean {
  const [input] = transaction.ins;
  const [output] = transaction.outs;
  return (
    transaction.outs.length === 1 &&
    output?.value === 0n &&
    bytesToHex(output.script) === bytesToHex(OP_RETURN) &&
    input?.index === 0 &&
    bytesToHex(input.hash) === bytesToHex(toSpend.getHash())
  );
}
