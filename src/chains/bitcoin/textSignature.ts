import { InputError } from '../../core/errors.js';
import { cannotTell, invalid, type SignedText, type TextSignatureCheck } from '../signedText.js';
import { verifyLegacyMessage } from './legacyMessage.js';
import { type OutputScript, outputScriptOf } from './outputScript.js';
import { type BitcoinSignature, parseBitcoinSignature } from './signatureForms.js';
import { createToSign, createToSpend, isToSign } from './signedMessage.js';
import { judgeSpending, type Spender } from './spending.js';

/**
 * Whether the key of a Bitcoin mainnet address signed a text, by BIP-322 ("simple" and "full") or,
 * for an address that begins with 1, by BIP-137.
 *
 * Blind spot: scripts of several keys and proofs of funds are left open.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0322.mediawiki
 *
 * @throws {InputError} for a text that is no base64, or no Bitcoin address.
 */
export function verifyBitcoinText(signed: SignedText): TextSignatureCheck {
  const output = outputScriptOf(signed.address);
  if (output === null) throw new InputError('The wallet is no Bitcoin address; check it.');
  const signature = parseBitcoinSignature(signed.signature);
  const message = new TextEncoder().encode(signed.message);
  switch (signature.form) {
    case 'unknown':
      return invalid(
        'The text is no signature of a kind that Bitcoin wallets make; paste all of what the wallet gave when it signed.',
      );
    case 'funds':
      return cannotTell(
        'The signature is a proof of funds, for which coins have to be looked up; let the wallet sign the text in the simple form of BIP-322.',
      );
    case 'legacy':
      return verifyLegacyMessage(message, signature, output);
    default:
      return verifySpending(message, signature, output);
  }
}

function verifySpending(
  message: Uint8Array,
  signature: Extract<BitcoinSignature, { form: 'simple' | 'full' }>,
  output: OutputScript,
): TextSignatureCheck {
  const toSpend = createToSpend(message, output.script);
  if (signature.form === 'simple') {
    if (output.kind === 'p2pkh') {
      return invalid(
        'The signature is of the simple form, which an address that begins with 1 has not; let its wallet sign in the full form of BIP-322 or as BIP-137 says.',
      );
    }
    const { witness } = signature;
    return tell({ transaction: createToSign(toSpend), witness, scriptSig: null }, output);
  }
  const { transaction } = signature;
  if (!isToSign(transaction, toSpend)) return invalid(NOT_OF_THIS);
  const [input, ...more] = transaction.ins;
  if (input === undefined || more.length > 0) {
    return cannotTell(
      'The signature spends further coins, which have to be looked up; let the wallet sign the text in the simple form of BIP-322.',
    );
  }
  if (transaction.version !== 0 && transaction.version !== 2) {
    return cannotTell(
      'The signature has a version that no rules are known for; let the wallet sign the text in the simple form of BIP-322.',
    );
  }
  return tell({ transaction, witness: input.witness, scriptSig: input.script }, output);
}

const NOT_OF_THIS =
  'The signature is not of this address over exactly this text; let this wallet sign the text again, to the letter.';

function tell(spender: Spender, output: OutputScript): TextSignatureCheck {
  switch (judgeSpending(spender, output)) {
    case 'signed':
      return { kind: 'valid', method: 'BIP-322' };
    case 'not-signed':
      return invalid(NOT_OF_THIS);
    case 'other-script':
      return cannotTell(
        'The address is of a script (of several keys, perhaps), which this version cannot verify; let the payee show control in another way.',
      );
  }
}
