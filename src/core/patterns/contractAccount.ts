import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';

/**
 * Whether an account's transfers show that it is a contract: it passed coins on from inside
 * transactions and never signed one itself.
 *
 * Edge: a key that delegates to code (EIP-7702) sends from inside transactions too, but it also signs
 * some. Blind spot: a contract that never sent coins, and one that only moves tokens, is not seen; a
 * delegating key whose every transaction others paid for is taken for a contract.
 * Source: accounts with code cannot sign transactions, https://eips.ethereum.org/EIPS/eip-3607;
 * keys that delegate are the exception, https://eips.ethereum.org/EIPS/eip-7702
 */
export function isContractAccount(account: Account, transfers: readonly Transfer[]): boolean {
  let sendsFromInside = false;
  for (const { channel, from } of transfers) {
    if (from !== account) continue;
    if (channel === 'fee' || channel === 'native') return false;
    if (channel === 'internal') sendsFromInside = true;
  }
  return sendsFromInside;
}
