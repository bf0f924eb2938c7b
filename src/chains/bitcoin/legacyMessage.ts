import { hash160, hash256 } from 'bitcoinjs-lib/src/crypto';
import { bytesToHex } from '../hex.js';
import { invalid, type TextSignatureCheck } from '../signedText.js';
import { recoverKey } from './keySignatures.js';
import type { OutputScript } from './outputScript.js';

/** What is hashed before the text, with its length. Source: https://github.com/bitcoin/bips/blob/master/bip-0137.mediawiki */
const MAGIC = '\u0018Bitcoin Signed Message:\n';

/** Flags from here on are of compressed keys, and from `FIRST_SEGWIT` on of SegWit addresses. */
const FIRST_COMPRESSED = 31;
const FIRST_SEGWIT = 35;

/**
 * Whether the key of an address that begins with 1 signed a text as `signmessage` does.
 *
 * Edge: for other addresses BIP-322 forbids this form, whatever its flag says.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0137.mediawiki
 */
export function verifyLegacyMessage(
  message: Uint8Array,
  { flag, compact }: { readonly flag: number; readonly compact: Uint8Array },
  { kind, program }: OutputScript,
): TextSignatureCheck {
  if (kind !== 'p2pkh') {
    return invalid(
      'The signature is of the older form (BIP-137), which is for addresses that begin with 1 alone; let the wallet sign the text by BIP-322.',
    );
  }
  if (flag >= FIRST_SEGWIT) {
    return invalid(
      'The signature says that it is of a SegWit address, and this one begins with 1; sign with the key of this address.',
    );
  }
  const key = recoverKey(hashLegacy(message), {
    compact,
    id: RECOVERY_IDS[(flag - 27) % 4] ?? 0,
    form: flag < FIRST_COMPRESSED ? 'uncompressed' : 'compressed',
  });
  if (key !== null && bytesToHex(hash160(key)) === bytesToHex(program)) {
    return { kind: 'valid', method: 'BIP-137' };
  }
  return invalid(
    'The signature is not of this address over exactly this text; let this wallet sign the text again, to the letter.',
  );
}

const RECOVERY_IDS = [0, 1, 2, 3] as const;

function hashLegacy(message: Uint8Array): Uint8Array {
  const magic = new TextEncoder().encode(MAGIC);
  return hash256(Uint8Array.from([...magic, ...sizeOf(message.length), ...message]));
}

/** A length as Bitcoin writes it. */
function sizeOf(length: number): readonly number[] {
  if (length < 0xfd) return [length];
  if (length <= 0xffff) return [0xfd, length & 0xff, length >> 8];
  return [0xfe, ...[0, 8, 16, 24].map((shift) => (length >>> shift) & 0xff)];
}
