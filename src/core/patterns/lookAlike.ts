import type { Account } from '../account.js';
import { addressOfAccount, chainOfAccount } from '../account.js';
import { findChain } from '../chain.js';

/** Characters at each end that people compare, and wallets show. */
const END = 4;

/**
 * Groups of accounts whose addresses begin and end alike and differ in between.
 *
 * Compared are the first and the last four characters after what all addresses of the kind share
 * (`0x`; `bc1` and the witness version; the leading `1` or `3`). A warning for whoever copies an
 * address out of a history, never a link between the accounts.
 * Order: groups and their members as given. One pass: accounts are sorted into buckets by their ends.
 * Edge: one address on two chains is one address; of it the account given first stands in the group.
 * Source: Tsuchiya et al., "Blockchain Address Poisoning" (2025), https://arxiv.org/abs/2501.16681;
 * four characters at each end as in https://docs.range.org/risk-api/guides/payment-scam-prevention
 */
export function findLookAlikes(accounts: Iterable<Account>): readonly (readonly Account[])[] {
  const buckets = new Map<string, Map<string, Account>>();
  for (const account of accounts) {
    const ends = endsOf(account);
    const bucket = buckets.get(ends) ?? new Map<string, Account>();
    buckets.set(ends, bucket);
    const address = addressOfAccount(account);
    if (!bucket.has(address)) bucket.set(address, account);
  }
  return [...buckets.values()]
    .filter((bucket) => bucket.size > 1)
    .map((bucket) => [...bucket.values()]);
}

function endsOf(account: Account): string {
  const address = addressOfAccount(account);
  const family = findChain(chainOfAccount(account))?.family ?? 'untraced';
  const told = address.slice(sharedLength(address, family));
  return `${family} ${told.slice(0, END)} ${told.slice(-END)}`;
}

/** How many leading characters all addresses of a kind share. */
function sharedLength(address: string, family: string): number {
  if (family === 'evm') return '0x'.length;
  return /^bc1/i.test(address) ? 'bc1q'.length : 1;
}
