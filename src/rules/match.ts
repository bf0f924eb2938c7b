import type { Attribution } from '../core/attribution.js';
import type { Designation, Exposure } from '../core/exposure.js';
import type { ClaimFilter, ExposureCondition } from './ruleSet.js';
import { allTrue, type Truth } from './truth.js';

/**
 * Whether an exposure is one that a leaf is about, its direction and threshold aside.
 *
 * Edge: unknown when only a listing date that nobody knows could tell.
 */
export function matchExposure(condition: ExposureCondition, exposure: Exposure): Truth {
  const { kinds, hops, designations } = condition;
  const certain =
    matchesClaim(condition.claim, exposure.attribution) &&
    (kinds === null || kinds.includes(exposure.kind)) &&
    (hops.atLeast === null || exposure.ownerHops >= hops.atLeast) &&
    (hops.atMost === null || exposure.ownerHops <= hops.atMost) &&
    matchesDust(condition.dust, exposure);
  return allTrue([
    certain ? 'true' : 'false',
    designations === null ? 'true' : matchDesignation(designations, exposure.designation),
  ]);
}

/** Whether a claim is one that a filter admits. */
export function matchesClaim(filter: ClaimFilter, claim: Attribution): boolean {
  return (
    matchesActor(filter.actors, claim) &&
    (filter.categories === null || filter.categories.includes(claim.category)) &&
    (filter.authorities === null || filter.authorities.includes(claim.authority)) &&
    matchesConfidence(filter.confidence, claim) &&
    (filter.roleStated === null || filter.roleStated === isRoleStated(claim)) &&
    (filter.delisted === null || filter.delisted === (claim.delistedOn !== null))
  );
}

/** Whether a filter admits everything, a missing claim too. */
export function isOpenFilter(filter: ClaimFilter): boolean {
  return Object.values(filter).every((part) => part === null);
}

function matchesActor(actors: ClaimFilter['actors'], claim: Attribution): boolean {
  if (actors === null) return true;
  if (actors === 'dprk') return claim.actor !== null;
  if (actors === 'other') return claim.actor === null;
  return claim.actor !== null && actors.includes(claim.actor);
}

function matchesConfidence(wanted: ClaimFilter['confidence'], claim: Attribution): boolean {
  if (wanted === null) return true;
  if (claim.authority === 'list') return wanted.below === null;
  const { confidence } = claim;
  return (
    (wanted.atLeast === null || confidence >= wanted.atLeast) &&
    (wanted.below === null || confidence < wanted.below)
  );
}

/** Label sets say in words when their source names an account under an event without a role. */
function isRoleStated(claim: Attribution): boolean {
  return !/role not stated|without stating its role/i.test(`${claim.entity} ${claim.note ?? ''}`);
}

function matchesDust(dust: ExposureCondition['dust'], exposure: Exposure): boolean {
  if (dust === 'any') return true;
  // Ownership moves no money, so that no amount of it can be too small.
  const isDust = exposure.dust && exposure.kind !== 'ownership';
  return isDust === (dust === 'below');
}

function matchDesignation(wanted: readonly Designation[], found: Designation): Truth {
  if (wanted.includes(found)) return 'true';
  if (found === 'both') {
    return wanted.includes('before') || wanted.includes('after') ? 'true' : 'false';
  }
  return found === 'unknown' ? 'unknown' : 'false';
}
