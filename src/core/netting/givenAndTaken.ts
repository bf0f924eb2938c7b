import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import { boundaryOf } from '../boundary.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from './belief.js';
import { isZeroAddress } from './wrapped.js';

/** So much of an asset that an account gave the subject and took from it in one transaction. */
export interface GivenAndTaken {
  readonly by: Account;
  readonly asset: AssetId;
  /** Units: atomic. */
  readonly amount: bigint;
  /** A transfer by which it gave. */
  readonly fact: Transfer;
}

/**
 * What accounts without a label both gave the subject and took from it in one transaction. Order: as
 * first taken.
 *
 * Either they gave back what was too much, or by way of them somebody paid the subject and the
 * subject paid somebody: only the whole transaction shows which.
 */
export function givenAndTaken(
  transfers: readonly Transfer[],
  { subject, knowledge }: Pick<NettingScope, 'subject' | 'knowledge'>,
): readonly GivenAndTaken[] {
  if (subject === null || transfers.length < 2) return NONE;
  const taken = new Map<string, bigint>();
  for (const { from, to, asset, amount } of transfers) {
    if (from !== subject || to === null || to === subject || amount === 0n) continue;
    const key = `${to} ${asset}`;
    taken.set(key, (taken.get(key) ?? 0n) + amount);
  }
  const found: GivenAndTaken[] = [];
  for (const fact of taken.size === 0 ? [] : transfers) {
    const { from: by, to, asset, amount: given } = fact;
    const left = taken.get(`${by} ${asset}`) ?? 0n;
    if (to !== subject || by === null || given === 0n || left === 0n) continue;
    if (isZeroAddress(by) || boundaryOf(by, knowledge) !== null) continue;
    const amount = smallerAmount(given, left);
    taken.set(`${by} ${asset}`, left - amount);
    found.push({ by, asset, amount, fact });
  }
  return found;
}

const NONE: readonly GivenAndTaken[] = [];
