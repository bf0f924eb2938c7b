import { formatEvmAddress } from './ethereum/address.js';
import { type FoundAddress, type Refusal, refuse } from './reading.js';

/** Most addresses that a message lists. */
const MAX_LISTED = 10;

/**
 * Each different address once. Order: as found.
 *
 * Edge: the same EVM address with and without its chain keeps the chain; with two chains it keeps
 * none, since it is the same key on both.
 */
export function distinctAddresses(found: readonly FoundAddress[]): readonly FoundAddress[] {
  const distinct = new Map<string, FoundAddress>();
  for (const address of found) {
    const key = keyOf(address);
    const known = distinct.get(key);
    distinct.set(key, known === undefined ? address : mergeChains(known, address));
  }
  return [...distinct.values()];
}

/** Whether two texts gave the same address. */
export function isSameAddress(one: FoundAddress, other: FoundAddress): boolean {
  return keyOf(one) === keyOf(other);
}

/** The refusal of a text with several different addresses: none is chosen for the user. */
export function refuseSeveral(distinct: readonly FoundAddress[]): Refusal {
  return refuse(
    'several-addresses',
    `The text has ${distinct.length} different addresses (${listAddresses(distinct)}); screen each one on its own.`,
  );
}

/** Addresses by their first six and last four characters, for a message. */
export function listAddresses(found: readonly FoundAddress[]): string {
  const shortened = found.map((address) =>
    shorten(address.kind === 'evm' ? formatEvmAddress(address.canonical) : address.address),
  );
  const more = shortened.length > MAX_LISTED ? ` and ${shortened.length - MAX_LISTED} more` : '';
  const alike =
    new Set(shortened.map((text) => text.toLowerCase())).size < shortened.length
      ? '; some differ only in the middle, as when one is passed off for another'
      : '';
  return `${shortened.slice(0, MAX_LISTED).join(', ')}${more}${alike}`;
}

function shorten(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

function keyOf(found: FoundAddress): string {
  return found.kind === 'evm' ? found.canonical : `${found.kind}:${found.address}`;
}

function mergeChains(one: FoundAddress, other: FoundAddress): FoundAddress {
  if (one.kind !== 'evm' || other.kind !== 'evm') return one;
  if (one.chain === null || other.chain === null) {
    return { ...one, chain: one.chain ?? other.chain };
  }
  return one.chain.id === other.chain.id ? one : { ...one, chain: null };
}
