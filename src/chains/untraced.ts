import { decodeBase58, decodeBase58Check, XRP_ALPHABET } from './base58.js';
import { decodeCashAddress } from './cashAddress.js';
import { bytesToHex } from './hex.js';
import { findMoneroProblem } from './moneroAddress.js';
import { type Reading, readFirst, refuse, refuseTestnet, type UntracedNames } from './reading.js';
import { isStellarAccount } from './stellarKey.js';
import { readUntracedBech32 } from './untracedBech32.js';

const BASE58_TEXT = /^[1-9A-HJ-NP-Za-km-z]+$/;
const HASH_BYTES = 20;

/** Chains by the bytes that stand before the hash. Source: https://github.com/satoshilabs/slips/blob/master/slip-0132.md and each chain's own parameters */
const BASE58_VERSIONS: Readonly<Record<string, UntracedNames>> = {
  '41': ['tron'],
  '30': ['litecoin'],
  '32': ['litecoin'],
  '1e': ['dogecoin', 'verge'],
  '16': ['dogecoin'],
  '4c': ['dash'],
  '10': ['dash'],
  '26': ['bitcoin-gold'],
  '17': ['bitcoin-gold'],
  '1cb8': ['zcash'],
  '1cbd': ['zcash'],
};

/** Versions of the same chains' test networks. */
const TESTNET_VERSIONS = ['3a', '71', '8c', '13', '1d25', '1cba'];

/** What an address with a broken checksum was most likely meant to be, by how it starts. */
const BASE58_BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^T/, 'a TRON address'],
  [/^[LM]/, 'a Litecoin address'],
  [/^D/, 'a Dogecoin address'],
  [/^X/, 'a Dash address'],
  [/^t[13]/, 'a Zcash address'],
  [/^[GA]/, 'a Bitcoin Gold or Dogecoin address'],
];

/**
 * Reads an address of a chain that Hopsight recognises but does not trace. Null for any other text.
 *
 * Edge: bech32 and Bitcoin Cash addresses are lower-cased and `bitcoincash:` is taken off; all
 * others keep their spelling.
 * Blind spot: a Solana address has no checksum; any 32 bytes in base58 are one.
 */
export function readUntracedAddress(text: string): Reading | null {
  return readFirst(text, [
    readUntracedBech32,
    readBitcoinCash,
    readXrp,
    readStellar,
    readMonero,
    readBase58,
  ]);
}

function readBitcoinCash(text: string): Reading | null {
  if (/^(bchtest|bchreg):/i.test(text)) {
    return refuseTestnet('a Bitcoin Cash test network address');
  }
  const match = /^(bitcoincash:)?([qp][0-9a-z]{41})$/i.exec(text);
  const body = match?.[2];
  if (body === undefined) return null;
  const isOneCase = text === text.toLowerCase() || text === text.toUpperCase();
  if (isOneCase && decodeCashAddress(body.toLowerCase()) !== null) {
    return { kind: 'untraced', address: body.toLowerCase(), chainNames: ['bitcoin-cash'] };
  }
  if (match?.[1] === undefined && !isDense(text)) return null;
  return refuseChecksum('a Bitcoin Cash address');
}

function readXrp(text: string): Reading | null {
  if (!/^r[1-9A-HJ-NP-Za-km-z]{24,34}$/.test(text)) return null;
  const decoded = decodeBase58Check(text, XRP_ALPHABET);
  if (decoded.ok && decoded.payload.length === HASH_BYTES + 1) {
    return { kind: 'untraced', address: text, chainNames: ['xrp'] };
  }
  return isDense(text) ? refuseChecksum('an XRP Ledger address') : null;
}

function readStellar(text: string): Reading | null {
  if (!/^G[A-Z2-7]{55}$/.test(text)) return null;
  return isStellarAccount(text)
    ? { kind: 'untraced', address: text, chainNames: ['stellar'] }
    : refuseChecksum('a Stellar address');
}

function readMonero(text: string): Reading | null {
  if ((text.length !== 95 && text.length !== 106) || !BASE58_TEXT.test(text)) return null;
  switch (findMoneroProblem(text)) {
    case null:
      return { kind: 'untraced', address: text, chainNames: ['monero'] };
    case 'testnet':
      return refuseTestnet('a Monero test network address');
    case 'checksum':
      return /^[48]/.test(text) ? refuseChecksum('a Monero address') : null;
  }
}

function readBase58(text: string): Reading | null {
  if (!BASE58_TEXT.test(text) || text.length > 44) return null;
  const bytes = decodeBase58(text);
  if (bytes?.length === 32) return { kind: 'untraced', address: text, chainNames: ['solana'] };
  const beginning = BASE58_BEGINNINGS.find(([start]) => start.test(text))?.[1];
  const decoded = decodeBase58Check(text);
  if (!decoded.ok) {
    const isNear = text.length >= 30 && text.length <= 37 && isDense(text);
    return isNear && beginning !== undefined ? refuseChecksum(beginning) : null;
  }
  const prefixBytes = decoded.payload.length - HASH_BYTES;
  if (prefixBytes !== 1 && prefixBytes !== 2) return null;
  const version = bytesToHex(decoded.payload.slice(0, prefixBytes));
  const chainNames = BASE58_VERSIONS[version];
  if (chainNames !== undefined) return { kind: 'untraced', address: text, chainNames };
  if (TESTNET_VERSIONS.includes(version)) return refuseTestnet('a test network address');
  return refuse(
    'unknown-chain',
    'The text is a valid address of a chain that Hopsight does not know; ask for an address on a chain that it traces, such as Bitcoin or Ethereum.',
  );
}

function refuseChecksum(what: string): Reading {
  return refuse(
    'wrong-checksum',
    `The text looks like ${what}, but its checksum is broken, so a character is wrong, missing or too many; copy the address again.`,
  );
}

/** Whether a text mixes digits with letters as an address does and a run of words does not. */
function isDense(text: string): boolean {
  return /[0-9].*[0-9]/.test(text) && /[A-Za-z]/.test(text);
}
