import type { Chain } from '../core/chain.js';
import { decodeBase58Check, encodeBase58Check } from './base58.js';
import { P2PKH_VERSION, P2SH_VERSION } from './bitcoin/address.js';
import { encodeCashAddress } from './cashAddress.js';
import { type FoundAddress, type Reading, refuse } from './reading.js';

const LITECOIN_SCRIPT_VERSION = 0x32;

/**
 * The canonical address that a found address is on a chain, or null when it is none of that chain.
 *
 * Edge: text in Bitcoin's format becomes today's form of the chain that it is said to be on:
 * Bitcoin Cash writes 1… and 3… as q… and p…, Litecoin writes 3… as M….
 */
export function canonicalOn(chain: Chain, found: FoundAddress): string | null {
  switch (found.kind) {
    case 'evm':
      if (found.chain !== null && found.chain.id !== chain.id) return null;
      return chain.family === 'evm' ? found.canonical : null;
    case 'untraced':
      return found.chainNames.includes(chain.name) ? found.address : null;
    case 'bitcoin':
      if (chain.family === 'utxo') return found.address;
      if (chain.name === 'bitcoin-cash') return cashAddressOf(found.address);
      if (chain.name === 'litecoin') return litecoinScriptAddress(found.address);
      return chain.name === 'bitcoin-sv' && isBase58(found.address) ? found.address : null;
  }
}

/** A reading held against the chain that the text around the address named. */
export function narrowToChain(reading: Reading | null, chain: Chain): Reading {
  if (reading?.kind === 'refused') return reading;
  const canonical = reading === null ? null : canonicalOn(chain, reading);
  if (canonical === null) {
    return refuse(
      'wrong-prefix',
      `The text names the chain ${chain.title}, but what it gives is not an address of ${chain.title}; copy the address itself.`,
    );
  }
  switch (chain.family) {
    case 'evm':
      return { kind: 'evm', canonical, chain };
    case 'utxo':
      return { kind: 'bitcoin', address: canonical };
    case 'untraced':
      return { kind: 'untraced', address: canonical, chainNames: [chain.name] };
  }
}

/** The Bitcoin Cash form of a base58 Bitcoin address, or null for a SegWit address. */
export function cashAddressOf(bitcoinAddress: string): string | null {
  const decoded = decodeBase58Check(bitcoinAddress);
  if (!decoded.ok) return null;
  const pays = decoded.payload[0] === P2PKH_VERSION ? 'key' : 'script';
  return encodeCashAddress({ pays, hash: decoded.payload.slice(1) });
}

/** The Litecoin form of a Bitcoin script address (3…), or null for any other address. */
export function litecoinScriptAddress(bitcoinAddress: string): string | null {
  const decoded = decodeBase58Check(bitcoinAddress);
  if (!decoded.ok || decoded.payload[0] !== P2SH_VERSION) return null;
  return encodeBase58Check(Uint8Array.from([LITECOIN_SCRIPT_VERSION, ...decoded.payload.slice(1)]));
}

/** The Bitcoin form (3…) of a Litecoin script address (M…), or null for any other address. */
export function bitcoinScriptAddress(litecoinAddress: string): string | null {
  const decoded = decodeBase58Check(litecoinAddress);
  if (!decoded.ok || decoded.payload[0] !== LITECOIN_SCRIPT_VERSION) return null;
  return encodeBase58Check(Uint8Array.from([P2SH_VERSION, ...decoded.payload.slice(1)]));
}

function isBase58(bitcoinAddress: string): boolean {
  return decodeBase58Check(bitcoinAddress).ok;
}
