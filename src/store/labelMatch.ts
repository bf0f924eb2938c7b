import { type Account, addressOfAccount, chainOfAccount } from '../core/account.js';
import type { Attribution, Category } from '../core/attribution.js';

/**
 * The account that the same key has on a chain that is traced, or null where it has none: the EVM
 * account of a TRON one, the Bitcoin account of a Bitcoin Cash one.
 */
export type TracedTwin = (account: Account) => Account | null;

/** Services that are contracts: their code is on one chain, so the same address elsewhere is another's. */
const CONTRACT_CATEGORIES: readonly Category[] = [
  'bridge',
  'dex',
  'defi',
  'token-contract',
  'burn',
  'infrastructure',
];

/** Sets that come with Hopsight; every other set is the user's own. */
const BUILT_IN_PREFIX = 'hopsight-';

/** Whether a set comes with Hopsight. */
export function isBuiltInSet(set: string): boolean {
  return set.startsWith(BUILT_IN_PREFIX);
}

/** Whether a claim speaks about an account: its own, or one of the same key on another chain. */
export function speaksAbout(claim: Attribution, account: Account, tracedTwin: TracedTwin): boolean {
  if (isAbout(claim, claim.account, account)) return true;
  const claimed = tracedTwin(claim.account) ?? claim.account;
  return isOfKey(claim) && isAbout(claim, claimed, tracedTwin(account) ?? account);
}

function isAbout(claim: Attribution, claimed: Account, account: Account): boolean {
  if (addressOfAccount(claimed) !== addressOfAccount(account)) return false;
  if (chainOfAccount(claimed) === chainOfAccount(account)) return true;
  const [namespace] = account.split(':', 1);
  if (!claimed.startsWith(`${namespace}:`)) return false;
  // One Bitcoin-format address is one script, and one key, on each chain that writes it so.
  if (namespace === 'bip122') return true;
  return namespace === 'eip155' && isOfKey(claim);
}

/** Whether a claim is about who holds a key, rather than about code that stands on one chain. */
function isOfKey(claim: Attribution): boolean {
  return claim.use !== 'service' || !CONTRACT_CATEGORIES.includes(claim.category);
}
