import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import { lowerByVouch } from '../core/claims.js';
import { changedFields } from '../core/labels/diffClaims.js';
import { type ClaimChange, findTouched, type Touched } from '../core/labels/impact.js';
import type { StoredVouch } from '../core/vouch.js';
import { vouchesAt } from '../core/vouchesInForce.js';
import type { KeyMatch, ScreenedAccountsIndex, ScreenedMark } from './lookbackPorts.js';

/** A claim of the labels of now, with every vouch that ever answered it. */
export interface AnsweredClaim {
  readonly claim: Attribution;
  readonly vouches: readonly StoredVouch[];
}

/** What is looked through for screenings that vouches touch. */
export interface VouchedPorts extends KeyMatch {
  readonly index: Pick<ScreenedAccountsIndex, 'findBundles'>;
  /** Whether any vouch was in force when something was screened. */
  readonly hadVouches: (mark: ScreenedMark) => boolean;
  /** ISO 8601 time in UTC. */
  readonly nowIso: string;
  /** ISO 8601 time: only what was made or ended at it or later; null for all. */
  readonly sinceIso: string | null;
}

/**
 * The screenings whose accounts are spoken of by claims that a vouch lowers now and did not then, or
 * lowered then and does not now. Order: as the screenings.
 *
 * Edge: whether a vouch of the very second of a screening held in it is left to the judging.
 */
export function touchedByVouches(
  screened: readonly ScreenedMark[],
  answered: readonly AnsweredClaim[],
  ports: VouchedPorts,
): readonly Touched<ScreenedMark>[] {
  const states = answered.map((one) => ({ ...one, ...changesOf(one, ports) }));
  const spoken = (claim: Attribution) =>
    ports.accountsOfKey(claim.account).filter((account) => ports.speaksAbout(claim, account));
  const bundles = ports.index.findBundles(new Set(answered.flatMap(({ claim }) => spoken(claim))));
  const known = {
    spokenAbout: spoken,
    bundlesWith: (account: Account) => bundles.get(account) ?? [],
  };
  return screened.flatMap((mark) => {
    const changes = states.flatMap(({ vouches, isLowered, change }) => {
      const wasLowered = ports.hadVouches(mark) && heldAt(vouches, mark.screenedAt).length > 0;
      return wasLowered === isLowered || change === null ? [] : [change];
    });
    return changes.length === 0 ? [] : findTouched([mark], changes, known);
  });
}

/** How a claim reads now where it read otherwise then; null where that came before what is asked for. */
function changesOf(
  { claim, vouches }: AnsweredClaim,
  { nowIso, sinceIso }: VouchedPorts,
): { readonly isLowered: boolean; readonly change: ClaimChange | null } {
  const [holding] = heldAt(vouches, nowIso);
  const isLowered = holding !== undefined;
  const cameAt = isLowered ? [holding.madeAt] : vouches.map((one) => one.withdrawnAt ?? one.until);
  const isAsked = sinceIso === null || cameAt.some((at) => at >= sinceIso);
  if (!isAsked) return { isLowered, change: null };
  const speaking = holding ?? vouches.at(-1);
  const lowered = speaking === undefined ? claim : lowerByVouch(claim, speaking);
  const [before, after] = isLowered ? [claim, lowered] : [lowered, claim];
  const fields = changedFields(before, after);
  return { isLowered, change: { kind: 'changed', claim: after, fields } };
}

function heldAt(vouches: readonly StoredVouch[], iso: string): readonly StoredVouch[] {
  return vouchesAt(vouches, { iso, day: iso.slice(0, 10) });
}

/** Two ways of being touched, as one. Order: as the screenings. */
export function mergeTouched(
  screened: readonly ScreenedMark[],
  ...ways: readonly (readonly Touched<ScreenedMark>[])[]
): readonly Touched<ScreenedMark>[] {
  const touches = new Map<ScreenedMark, Touched<ScreenedMark>>();
  for (const one of ways.flat()) {
    const known = touches.get(one.screening)?.touches ?? [];
    touches.set(one.screening, { ...one, touches: [...known, ...one.touches] });
  }
  return screened.flatMap((mark) => touches.get(mark) ?? []);
}
