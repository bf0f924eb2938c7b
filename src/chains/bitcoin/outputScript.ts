import { decodeBase58Check } from '../base58.js';
import { wordsToBytes } from '../bech32.js';
import { readBech32Address } from '../bech32Address.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { P2SH_VERSION, readBitcoinAddress, SEGWIT_PREFIX } from './address.js';

/** The kinds of output script that an address stands for. */
export type OutputKind = 'p2pkh' | 'p2sh' | 'p2wpkh' | 'p2wsh' | 'p2tr';

/** The output script of an address. */
export interface OutputScript {
  readonly kind: OutputKind;
  /** The hash or key that it commits to. */
  readonly program: Uint8Array;
  readonly script: Uint8Array;
}

/** The script that pays to the hash of a public key. */
export function p2pkhScript(hash: Uint8Array): Uint8Array {
  return hexToBytes(`76a914${bytesToHex(hash)}88ac`);
}

/** The script of a SegWit program of version 0. */
export function p2wpkhScript(hash: Uint8Array): Uint8Array {
  return hexToBytes(`0014${bytesToHex(hash)}`);
}

/**
 * The output script that a Bitcoin mainnet address stands for; null for any other text.
 *
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0141.mediawiki
 */
export function outputScriptOf(address: string): OutputScript | null {
  if (readBitcoinAddress(address)?.kind !== 'bitcoin') return null;
  if (/^bc1/i.test(address)) return segwitScript(address);
  const decoded = decodeBase58Check(address);
  if (!decoded.ok) return null;
  const program = decoded.payload.slice(1);
  if (decoded.payload[0] === P2SH_VERSION) {
    return { kind: 'p2sh', program, script: hexToBytes(`a914${bytesToHex(program)}87`) };
  }
  return { kind: 'p2pkh', program, script: p2pkhScript(program) };
}

function segwitScript(address: string): OutputScript | null {
  const text = address.toLowerCase();
  const decoded = readBech32Address({ text, prefix: SEGWIT_PREFIX, what: 'an address' });
  if (decoded.kind === 'refused') return null;
  const program = wordsToBytes(decoded.words.slice(1));
  if (program === null) return null;
  const hex = bytesToHex(program);
  if (decoded.words[0] === 1) return { kind: 'p2tr', program, script: hexToBytes(`5120${hex}`) };
  if (program.length === 20) return { kind: 'p2wpkh', program, script: p2wpkhScript(program) };
  return { kind: 'p2wsh', program, script: hexToBytes(`0020${hex}`) };
}
