import type { Account } from '../account.js';
import { addressOfAccount } from '../account.js';
import type { Attribution } from '../attribution.js';
import { primaryAttribution, withoutOwn } from '../claims.js';

/** Nobody has the key of it; tokens name it as sender of what is newly issued. */
const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000';

/**
 * Whether an account only carries what others send each other: by its label (EntryPoints, Disperse,
 * Multicall, relayers …), or the zero address. Such an account is never a counterparty, a funder
 * or a hub.
 *
 * Source: https://eips.ethereum.org/EIPS/eip-4337 (EntryPoint, bundlers, paymasters);
 * https://eips.ethereum.org/EIPS/eip-20 for the zero address as the sender of new tokens.
 */
export function isInfrastructure(
  account: Account,
  claimsOf: (account: Account) => readonly Attribution[],
): boolean {
  if (addressOfAccount(account) === ZERO_ADDRESS) return true;
  return primaryAttribution(withoutOwn(claimsOf(account)))?.category === 'infrastructure';
}
