import type { Attribution } from '../attribution.js';
import { isDprk } from '../attribution.js';
import { standingOf } from '../claims.js';

/**
 * The claim that makes an account a seed of the halo, or null: the strongest that counts as risk and
 * names a DPRK-linked actor, as long as it has not been withdrawn.
 */
export function seedClaimOf(claims: readonly Attribution[]): Attribution | null {
  const claim = standingOf(claims).risks.find(isDprk);
  return claim === undefined || claim.delistedOn !== null ? null : claim;
}
