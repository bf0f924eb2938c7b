import type { Attribution, Category } from './attribution.js';
import { AUTHORITIES, isDprk } from './attribution.js';
import type { Vouch } from './vouch.js';

/**
 * Belief below which a claim is a reason to look and not to hold: guesses, what a source itself calls
 * uncertain, and tags of vendors lie below it. A policy choice; the rule sets draw the same line.
 */
export const DOUBTFUL_BELOW = 0.5;

/**
 * What all claims about one account say together. That it is a risk and that a service owns it are two
 * questions: a listed exchange is both, and neither answer hides the other.
 */
export interface Standing {
  /**
   * The claims that count as risk: the strongest about a DPRK-linked actor, and the strongest about
   * anybody else where no DPRK claim is as strong. Order: DPRK first.
   */
  readonly risks: readonly Attribution[];
  /**
   * The strongest claim that a service owns it, one that says who used it before others; null where
   * nobody says so.
   */
  readonly service: Attribution | null;
}

/**
 * Weighs the claims about one account.
 *
 * Edge: notes never count. A label of one's own that names a service does not either: it would end
 * a trail, and what one says oneself may add risk, never remove it.
 */
export function standingOf(claims: readonly Attribution[]): Standing {
  const exposures = claims.filter(({ use }) => use === 'exposure');
  const dprk = strongestClaim(exposures.filter(isDprk));
  const other = strongestClaim(exposures.filter((claim) => !isDprk(claim)));
  const risks = [dprk, other].filter((claim) => claim !== null);
  const services = claims.filter((claim) => claim.use === 'service' && !isOwn(claim));
  const isHidden = dprk !== null && other !== null && rankOf(dprk) <= rankOf(other);
  return {
    risks: isHidden ? [dprk] : risks,
    service: strongestClaim(services.filter(isUsedBox)) ?? strongestClaim(services),
  };
}

/**
 * The claim that speaks for an account when only one can: risk before service, DPRK before others,
 * then the strongest.
 *
 * Edge: notes never speak; null when only notes or nothing is known.
 */
export function primaryAttribution(claims: readonly Attribution[]): Attribution | null {
  const { risks, service } = standingOf(claims);
  return risks[0] ?? service;
}

/** The claims that somebody else makes. */
export function withoutOwn(claims: readonly Attribution[]): readonly Attribution[] {
  return claims.some(isOwn) ? claims.filter((claim) => !isOwn(claim)) : claims;
}

/** Whether a claim is a label of one's own. */
export function isOwn({ authority }: Attribution): boolean {
  return authority === 'own';
}

/**
 * The strongest of several claims of one kind: in force before withdrawn, others' before one's own,
 * believed before doubtful (`DOUBTFUL_BELOW`; a list is never doubtful), then by authority and by
 * confidence. Set, entity and at last all else that they say decide, so that no order of reading
 * matters.
 */
export function strongestClaim(claims: readonly Attribution[]): Attribution | null {
  const ranked = [...claims].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      b.confidence - a.confidence ||
      compareTexts(a.set, b.set) ||
      compareTexts(a.entity, b.entity) ||
      compareTexts(restOf(a), restOf(b)),
  );
  return ranked[0] ?? null;
}

/** What a claim says beside what it is weighed by, as one text. */
function restOf(claim: Attribution): string {
  const { category, actor, event, entityListedOn, listedOn, delistedOn } = claim;
  const { source, sourceDate, note } = claim;
  const dates = [entityListedOn, listedOn, delistedOn, sourceDate];
  return JSON.stringify([category, actor, event, ...dates, source, note]);
}

/** Lower is stronger; confidence within a rank aside. */
function rankOf(claim: Attribution): number {
  const weaker = [
    claim.delistedOn !== null,
    isOwn(claim),
    claim.authority !== 'list' && claim.confidence < DOUBTFUL_BELOW,
  ];
  const steps = weaker.reduce((rank, isWeaker) => rank * 2 + Number(isWeaker), 0);
  return steps * AUTHORITIES.length + AUTHORITIES.indexOf(claim.authority);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Services that keep an address for one customer each, and pay all of them from a common store. */
const CUSTODIANS: readonly Category[] = ['exchange', 'payment-processor', 'merchant'];

/**
 * Whether a claim says that an account is a service's which somebody used as its customer (a thief's
 * deposit address): it names the event. What comes out of it is the service's money.
 */
export function isUsedBox(service: Attribution | null): service is Attribution {
  return service !== null && service.event !== null && CUSTODIANS.includes(service.category);
}

/** Whether a vouch may lower a claim: what researchers or vendors call a risk, and nobody else. */
export function canBeVouched({ use, authority }: Attribution): boolean {
  return use === 'exposure' && (authority === 'researcher' || authority === 'vendor');
}

/** A claim as a vouch leaves it: shown, and no exposure. It ends no trail either. */
export function lowerByVouch(claim: Attribution, vouch: Vouch): Attribution {
  return canBeVouched(claim) ? { ...claim, use: 'note', vouch } : claim;
}
