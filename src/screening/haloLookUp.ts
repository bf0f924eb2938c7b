import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import type { HaloLookUp } from '../core/halo/haloEntry.js';
import { HALO_FRESH_SECONDS } from '../core/halo/haloPlan.js';
import { seedClaimOf } from '../core/halo/haloSeed.js';
import type { HaloStore } from './haloPorts.js';

/**
 * What the halo knows of a place, by the seeds that the labels in force still name.
 *
 * Edge: members that only a withdrawn seed reaches are outside, whether or not the halo was refreshed.
 */
export function createHaloLookUp(
  store: Pick<HaloStore, 'isEmpty' | 'readReach'>,
  by: {
    readonly claimsOf: (account: Account) => readonly Attribution[];
    /** The moment as of which is screened. Units: Unix seconds. */
    readonly nowSeconds: number;
  },
): HaloLookUp {
  if (store.isEmpty()) return () => null;
  return (key) => {
    const reaches = store
      .readReach(key)
      .filter(({ seed }) => seedClaimOf(by.claimsOf(seed)) !== null);
    if (reaches.length === 0) return null;
    return {
      hops: Math.min(...reaches.map(({ hops }) => hops)),
      isRead: reaches.some(
        ({ isRead, readToSeconds }) =>
          isRead && by.nowSeconds - readToSeconds <= HALO_FRESH_SECONDS,
      ),
    };
  };
}
