import type { Attribution } from '../attribution.js';

/** The set that OFAC's own list is kept in, as it is published. */
export const OFAC_SET = 'ofac-sdn';

/**
 * A claim that repeats OFAC's list, as the list itself has it now.
 *
 * A copy is as old as the day it was made. Where OFAC's own list of a later day is known and does not
 * have the account any more, the copy's claim stays known and reads as delisted from that day: an
 * address that was taken off must not go on holding people.
 *
 * `copyOf` is the day up to which the claim's set is complete, `list` the state of OFAC's own list in
 * force; either is null where it is not known. Edge: a claim of the list itself, of another authority
 * or of a copy as new as the list is left as it is.
 */
export function asListedNow(
  claim: Attribution,
  known: {
    readonly copyOf: string | null;
    readonly list: { readonly asOf: string; readonly hasAccount: boolean } | null;
  },
): Attribution {
  const { copyOf, list } = known;
  if (claim.authority !== 'list' || claim.delistedOn !== null || claim.set === OFAC_SET)
    return claim;
  if (list === null || list.hasAccount || copyOf === null || copyOf >= list.asOf) return claim;
  return { ...claim, delistedOn: list.asOf };
}
