import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';

/**
 * Token transfers of nothing that name an account as sender though it did not sign them.
 *
 * Anybody may call a token's `transferFrom` for nothing in anybody's name, and the token reports a
 * transfer: it puts a look-alike, or an account with a claim, into a stranger's history. Such a row
 * is no contact.
 * Order: as given. Edge: who signed is told by the fee that the account paid in the transaction;
 * where no fee of the account was seen at all (a contract account, a source that lists none),
 * nothing is called spoofed.
 * Source: EIP-20 demands the event for a transfer of nothing, https://eips.ethereum.org/EIPS/eip-20;
 * Tsuchiya et al., "Blockchain Address Poisoning" (2025), https://arxiv.org/abs/2501.16681
 */
export function findSpoofedTransfers(
  account: Account,
  transfers: readonly Transfer[],
): readonly Transfer[] {
  const signed = new Set<string>();
  for (const { channel, from, txId } of transfers) {
    if (channel === 'fee' && from === account && txId !== null) signed.add(txId);
  }
  if (signed.size === 0) return [];
  return transfers.filter(
    ({ channel, from, to, amount, txId }) =>
      channel === 'token' &&
      from === account &&
      to !== account &&
      amount === 0n &&
      txId !== null &&
      !signed.has(txId),
  );
}
