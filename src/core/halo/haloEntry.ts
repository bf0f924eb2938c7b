/**
 * Owner hops that the halo reaches forward from each seed.
 * Source: a policy choice; each further hop multiplies the accounts and thins what they say.
 */
export const HALO_HOPS = 2;

/**
 * How a place of a search lies to the nearest seed of the halo: a hint where to look, never a claim.
 * What a verdict says is told from the facts that a search then finds, or not at all.
 */
export interface HaloEntry {
  /** Owner hops from the place back to a seed. */
  readonly hops: number;
  /** Whether the halo's own expansion lately read it whole, so that its requests are paid for. */
  readonly isRead: boolean;
}

/** What the halo knows of a place, by the key of its look-up; null for a place outside. */
export type HaloLookUp = (key: string) => HaloEntry | null;

/** Whether a search for which the halo vouches for so many hops may look at a depth beyond its own. */
export function isWithinHalo(
  entry: HaloEntry,
  at: { readonly depth: number; readonly policyDepth: number },
): boolean {
  return at.depth + entry.hops <= at.policyDepth + HALO_HOPS;
}
