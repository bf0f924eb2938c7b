import type { Chain } from '../core/chain.js';

/** What a refused text looks like. A closed list, for programs; the message is for people. */
export type LooksLike =
  | 'empty'
  | 'too-long'
  | 'several-addresses'
  | 'address-among-words'
  | 'wrong-checksum'
  | 'wrong-length'
  | 'wrong-character'
  | 'wrong-prefix'
  | 'unusable-address'
  | 'testnet'
  | 'name'
  | 'hidden-character'
  | 'foreign-character'
  | 'transaction-or-key'
  | 'seed-phrase'
  | 'private-key'
  | 'extended-key'
  | 'transaction'
  | 'page'
  | 'unknown-chain'
  | 'payment-request'
  | 'lightning'
  | 'unknown';

/** Why a text is no address that Hopsight can use, and what to do about it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly looksLike: LooksLike;
  /** One sentence for the person who pasted the text. It never repeats the text. */
  readonly message: string;
}

/** An address as a text gave it, before accounts are made of it. */
export type FoundAddress =
  | { readonly kind: 'evm'; readonly canonical: string; readonly chain: Chain | null }
  | { readonly kind: 'bitcoin'; readonly address: string }
  | { readonly kind: 'untraced'; readonly address: string; readonly chainNames: UntracedNames };

/** Short names of the chains that an address may belong to, most likely first. */
export type UntracedNames = readonly [string, ...string[]];

/** What a text turned out to be. Readers give null for a text that is none of theirs. */
export type Reading = FoundAddress | Refusal;

/** What Hopsight accepts, for the end of a message. */
export const ACCEPTED_FORMS =
  'an EVM address (0x and 40 hexadecimal digits), a Bitcoin mainnet address, a CAIP-10 or EIP-3770 id, a BIP-21 or EIP-681 payment link, or an address page of a block explorer';

/** A refusal with its reason. */
export function refuse(looksLike: LooksLike, message: string): Refusal {
  return { kind: 'refused', looksLike, message };
}

/** The refusal of an address on a test network, where coins are worth nothing. */
export function refuseTestnet(what: string): Refusal {
  return refuse(
    'testnet',
    `The text looks like ${what}, which belongs to a test network whose coins have no value; ask for a mainnet address.`,
  );
}

/**
 * What the first of several readers makes of a text, or null when it is none of theirs.
 *
 * Edge: a text of mixed case that one reader refuses may still be found by another. Base58 can begin
 * with the letters of a bech32 prefix (`TB1G…` is a TRON address), and bech32 never mixes case.
 */
export function readFirst(
  text: string,
  readers: readonly ((text: string) => Reading | null)[],
): Reading | null {
  const isMixed = text !== text.toLowerCase() && text !== text.toUpperCase();
  let refusal: Reading | null = null;
  for (const read of readers) {
    const reading = read(text);
    if (reading === null) continue;
    if (reading.kind !== 'refused' || !isMixed) return reading;
    refusal ??= reading;
  }
  return refusal;
}
