import type { ChainId } from './chain.js';
import { findChain } from './chain.js';
import { Bug } from './errors.js';

/**
 * An address on one chain, as a CAIP-10 identifier such as `eip155:1:0x098b…`.
 *
 * EVM addresses are lower-case; all others keep their own spelling, since base58 is case-sensitive.
 * Source: https://chainagnostic.org/CAIPs/caip-10
 */
export type Account = string & { readonly __brand: 'Account' };

/**
 * Names an address on a chain. The address must already be canonical (`src/chains` parses text).
 *
 * @example
 * createAccount('eip155:1' as ChainId, '0x098b716b8aaf21512996dc57eb0615e2383e2f96')
 */
export function createAccount(chain: ChainId, canonicalAddress: string): Account {
  return `${chain}:${canonicalAddress}` as Account;
}

/** The account that a CAIP-10 text names, or null where its chain is not known or it names none. */
export function parseAccount(text: string): Account | null {
  const second = text.indexOf(':', text.indexOf(':') + 1);
  const chain = findChain(text.slice(0, Math.max(0, second)));
  if (chain === undefined || second === text.length - 1) return null;
  return createAccount(chain.id, text.slice(second + 1));
}

/** The chain of an account. */
export function chainOfAccount(account: Account): ChainId {
  return account.slice(0, separator(account)) as ChainId;
}

/** The canonical address of an account, without its chain. */
export function addressOfAccount(account: Account): string {
  return account.slice(separator(account) + 1);
}

function separator(account: Account): number {
  const second = account.indexOf(':', account.indexOf(':') + 1);
  if (second < 0) throw new Bug('An account without a chain was met.', { account });
  return second;
}
