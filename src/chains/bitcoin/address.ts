import { decodeBase58, decodeBase58Check } from '../base58.js';
import { wordsToBytes } from '../bech32.js';
import { readBech32Address } from '../bech32Address.js';
import { type Reading, refuse, refuseTestnet } from '../reading.js';

/** First byte of a pay-to-public-key-hash address, the form that starts with 1. Source: https://en.bitcoin.it/wiki/List_of_address_prefixes */
export const P2PKH_VERSION = 0;

/** First byte of a pay-to-script-hash address, the form that starts with 3. */
export const P2SH_VERSION = 5;

const TESTNET_VERSIONS = [111, 196];
const HASH_BYTES = 20;

/** Version, hash and checksum of a base58 address. */
const ADDRESS_BYTES = 25;

/** A few Solana program addresses are as short as a Bitcoin address; they are left to their reader. */
const SOLANA_KEY_BYTES = 32;

/** The prefix of mainnet's SegWit addresses. Source: https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki */
export const SEGWIT_PREFIX = 'bc';

/**
 * Reads a Bitcoin mainnet address: pay to public key hash, to script hash, to witness public key
 * hash, to witness script hash, or to taproot. Null for a text that does not look like one.
 *
 * Edge: a SegWit address is lower-cased; base58 keeps its case.
 * Edge: Litecoin once wrote script addresses with a 3 too; such a text is read as Bitcoin's.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki
 */
export function readBitcoinAddress(text: string): Reading | null {
  if (/^(tb|bcrt)1/i.test(text)) return refuseTestnet('a Bitcoin test network address');
  if (/^bc1/i.test(text)) return readSegwit(text);
  return readBase58(text);
}

function readSegwit(text: string): Reading {
  const what = 'a Bitcoin SegWit address';
  const decoded = readBech32Address({ text, prefix: SEGWIT_PREFIX, what });
  if (decoded.kind === 'refused') return decoded;
  const version = decoded.words[0];
  const program = wordsToBytes(decoded.words.slice(1));
  if (version === undefined || program === null) {
    return refuse(
      'wrong-length',
      'The text looks like a Bitcoin SegWit address, but it does not hold whole bytes; copy the whole address again.',
    );
  }
  const needed = version === 0 ? 'bech32' : 'bech32m';
  if (decoded.encoding !== needed) {
    return refuse(
      'wrong-checksum',
      `The text looks like a Bitcoin SegWit address of version ${version}, but its checksum is ${decoded.encoding} where that version needs ${needed}: outdated software made it or a character was changed; ask for a new address.`,
    );
  }
  if (version > 1) {
    return refuse(
      'unusable-address',
      `The text looks like a Bitcoin SegWit address of version ${version}, which has no rules for spending yet; ask for an address of another kind.`,
    );
  }
  const sizes = version === 0 ? [20, 32] : [32];
  if (!sizes.includes(program.length)) {
    return refuse(
      'wrong-length',
      `The text looks like a Bitcoin SegWit address of version ${version}, but it holds ${program.length} bytes where ${sizes.join(' or ')} are needed; copy the whole address again.`,
    );
  }
  return { kind: 'bitcoin', address: text.toLowerCase() };
}

function readBase58(text: string): Reading | null {
  const decoded = decodeBase58Check(text);
  if (decoded.ok) {
    if (decoded.payload.length !== HASH_BYTES + 1) return null;
    const version = decoded.payload[0] ?? -1;
    if (version === P2PKH_VERSION || version === P2SH_VERSION) {
      return { kind: 'bitcoin', address: text };
    }
    return TESTNET_VERSIONS.includes(version)
      ? refuseTestnet('a Bitcoin test network address')
      : null;
  }
  const length = decodeBase58(text)?.length ?? 0;
  if (/^[mn2]/.test(text) && length === ADDRESS_BYTES) {
    return refuseTestnet('a Bitcoin test network address');
  }
  if (!/^[13][0-9A-Za-z]{24,36}$/.test(text) || length === SOLANA_KEY_BYTES) return null;
  const foreign = text.search(/[0OIl]/);
  if (foreign >= 0) {
    return refuse(
      'wrong-character',
      `The text looks like a Bitcoin address, but no such address has the character “${text[foreign]}”, which stands at position ${foreign + 1}; copy the address again.`,
    );
  }
  if (length !== ADDRESS_BYTES) {
    return refuse(
      'wrong-length',
      `The text looks like a Bitcoin address, but its ${text.length} characters hold ${length} bytes where ${ADDRESS_BYTES} are needed, so characters are missing or too many; copy the whole address again.`,
    );
  }
  return refuse(
    'wrong-checksum',
    'The text looks like a Bitcoin address, but its base58 checksum is broken, so a character is wrong, missing or too many; copy the address again.',
  );
}
