import type { Account } from '../account.js';
import { addressOfAccount, chainOfAccount } from '../account.js';
import { type ChainFamily, findChain } from '../chain.js';

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
  const { start, end } = comparedEnds(address, family);
  return `${family} ${start.slice(sharedLength(address, family))} ${end}`;
}

/**
 * The beginning and the end that look-alikes of an address share, by which they can be looked for: the
 * beginning with what all addresses of the kind share.
 *
 * @example
 * comparedEnds('0x098b716b8aaf21512996dc57eb0615e2383e2f96', 'evm') // { start: '0x098b', end: '2f96' }
 */
export function comparedEnds(
  address: string,
  family: ChainFamily,
): { readonly start: string; readonly end: string } {
  return {
    start: address.slice(0, sharedLength(address, family) + END),
    end: address.slice(sharedLength(address, family)).slice(-END),
  };
}

/** How many leading characters all addresses of a kind share. */
function sharedLength(address: string, family: ChainFamily): number {
  if (family === 'evm') return '0x'.length;
  return /^bc1/i.test(address) ? 'bc1q'.length : 1;
}
