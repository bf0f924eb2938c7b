import type { Attribution } from '../attribution.js';

/** The set that OFAC's own list is kept in, as it is published. */
export const OFAC_SET = 'ofac-sdn';

/** The set of Hopsight's that holds a copy of OFAC's list, and answers for it until it is first synced. */
export const OFAC_COPY_SET = 'hopsight-sanctions';

/**
 * The least part of what was listed before that a whole list still has, so that a file which was cut
 * off or is another list's is not taken for many delistings.
 *
 * OFAC's largest removal so far, of Tornado Cash on 2025-03-21, left 627 of 717 addresses (87 %).
 * Units: percent.
 */
const LEAST_PERCENT = 80n;

/** Whether a newer state of a list holds so little of what was listed before that it cannot be whole. */
export function isFarLess(still: number, before: number): boolean {
  return BigInt(still) * 100n < BigInt(before) * LEAST_PERCENT;
}

/** OFAC's own list in force, as far as a copy of it is measured by it. */
export interface ListInForce {
  /** Day on which OFAC issued it. */
  readonly asOf: string;
  /** Whether it holds most of what the copies hold; else it is no evidence that anything was taken off. */
  readonly isWhole: boolean;
  readonly hasAccount: boolean;
}

/**
 * A claim that repeats OFAC's list, as the list itself has it now.
 *
 * A copy is as old as the day it was made. Where OFAC's own list of a later day is known and does not
 * have the account any more, the copy's claim stays known and reads as delisted from that day: an
 * address that was taken off must not go on holding people.
 *
 * `copyOf` is the day up to which the claim's set is complete, `list` the state of OFAC's own list in
 * force; either is null where it is not known. Edge: a claim of the list itself, of another authority,
 * of a copy as new as the list, or of an address listed on the list's day or later is left as it is.
 */
export function asListedNow(
  claim: Attribution,
  { copyOf, list }: { readonly copyOf: string | null; readonly list: ListInForce | null },
): Attribution {
  if (claim.authority !== 'list' || claim.delistedOn !== null || claim.set === OFAC_SET)
    return claim;
  if (list === null || !list.isWhole || list.hasAccount || copyOf === null) return claim;
  // A copy may know single listings that are newer than the day up to which all of it is complete.
  const days = [copyOf, claim.listedOn, claim.entityListedOn, claim.sourceDate];
  if (days.some((day) => day !== null && day >= list.asOf)) return claim;
  return { ...claim, delistedOn: list.asOf };
}
