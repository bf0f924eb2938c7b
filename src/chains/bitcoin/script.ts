import { toBase58Check, toBech32 } from 'bitcoinjs-lib/src/address';
import { hexToBytes } from '../hex.js';
import { P2PKH_VERSION, P2SH_VERSION, SEGWIT_PREFIX } from './address.js';

/** An output script that has an address: its shape, and how the address of its hash is written. */
interface ScriptKind {
  readonly shape: RegExp;
  readonly encode: (hash: Uint8Array) => string;
}

const SCRIPT_KINDS: readonly ScriptKind[] = [
  {
    shape: /^76a914([0-9a-f]{40})88ac$/,
    encode: (hash) => toBase58Check(hash, P2PKH_VERSION),
  },
  { shape: /^a914([0-9a-f]{40})87$/, encode: (hash) => toBase58Check(hash, P2SH_VERSION) },
  { shape: /^0014([0-9a-f]{40})$/, encode: (hash) => toBech32(hash, 0, SEGWIT_PREFIX) },
  { shape: /^0020([0-9a-f]{64})$/, encode: (hash) => toBech32(hash, 0, SEGWIT_PREFIX) },
  { shape: /^5120([0-9a-f]{64})$/, encode: (key) => toBech32(key, 1, SEGWIT_PREFIX) },
];

/**
 * The Bitcoin mainnet address of an output script, or null for a script that has none: a data
 * output, a bare public key, bare multisig, a SegWit version without rules, anything else.
 *
 * Edge: a taproot address is given without testing that its key lies on the curve. The chain does
 * not test it either, and explorers print the address; such an output can never be spent.
 *
 * Loading this file costs some 50 ms for bitcoinjs-lib, so only what reads Bitcoin scripts should.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki
 */
export function addressOfScript(scriptHex: string): string | null {
  const script = scriptHex.toLowerCase();
  for (const { shape, encode } of SCRIPT_KINDS) {
    const hash = shape.exec(script)?.[1];
    if (hash !== undefined) return encode(hexToBytes(hash));
  }
  return null;
}
