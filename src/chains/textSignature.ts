import { verifyBitcoinText } from './bitcoin/textSignature.js';
import { verifyEvmText } from './ethereum/textSignature.js';
import type { SignedText, TextSignatureCheck } from './signedText.js';

/**
 * Whether the key of an address signed a text: by EIP-191 for EVM, by BIP-322 for Bitcoin, where
 * addresses that begin with 1 may also sign as BIP-137 says. Asks nobody.
 *
 * Edge: a contract wallet has no key. Where code may be at an EVM address, ask it by EIP-1271.
 * Blind spot: a signature shows who held the key, not when: let them sign a nonce that is used once.
 *
 * Loading this file costs some 100 ms, so only what checks signatures should.
 * Source: https://eips.ethereum.org/EIPS/eip-191,
 * https://github.com/bitcoin/bips/blob/master/bip-0322.mediawiki
 *
 * @throws {InputError} for a text that is no signature at all, or no address of the family.
 */
export function verifyTextSignature(
  signed: SignedText & { readonly family: 'evm' | 'utxo' },
): TextSignatureCheck {
  return signed.family === 'evm' ? verifyEvmText(signed) : verifyBitcoinText(signed);
}
