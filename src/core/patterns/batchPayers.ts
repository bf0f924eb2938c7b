import type { Account } from '../account.js';
import { addressOfAccount } from '../account.js';

/**
 * Disperse.app, at the same address on every chain. It has two ways to pay: with the coins of the very
 * call, sent on with too little gas to call back, and with tokens that it takes of its caller.
 *
 * Source: https://etherscan.io/address/0xd152f549545093347a162dce210e7293f1452150#code
 */
const ADDRESSES: ReadonlySet<string> = new Set(['0xd152f549545093347a162dce210e7293f1452150']);

/**
 * Whether an account is a contract that, called by somebody, pays others with the money of its caller
 * and of nobody else. Most that only carry (Multicall, EntryPoints) do whatever they are told, with
 * anybody's money.
 */
export function isBatchPayer(account: Account): boolean {
  return ADDRESSES.has(addressOfAccount(account));
}
