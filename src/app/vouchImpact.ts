import { accountsOfKey } from '../chains/labelAddress.js';
import { formatMoment } from '../core/moment.js';
import type { ScreenedMark } from '../desk/lookbackPorts.js';
import {
  type AnsweredClaim,
  touchedByVouches,
  type VouchedPorts,
} from '../desk/touchedByVouches.js';
import type { Since, TouchedPorts } from '../desk/touchedScreenings.js';
import type { LabelStore } from '../store/labelStore.js';
import { answersClaim, VOUCH_SET, type VouchStore } from '../store/vouchStore.js';

/** What vouches are read from. */
export interface VouchMeans {
  readonly labels: LabelStore;
  readonly vouches: VouchStore;
  readonly withBuiltIn: boolean;
  readonly nowSeconds: number;
}

/**
 * The screenings that a vouch made or ended since touches. Order: as the screenings.
 *
 * Edge: asked for changes since a snapshot of a set, none: a vouch is no state of a set.
 */
export function touchedByVouchesSince(
  screened: readonly ScreenedMark[],
  since: Since,
  { means, ports }: { readonly means: VouchMeans; readonly ports: TouchedPorts },
): ReturnType<typeof touchedByVouches> {
  if (since.kind === 'snapshot') return [];
  const vouched: VouchedPorts = {
    ...ports,
    hadVouches: ({ labelSnapshots }) => labelSnapshots.some(({ set }) => set === VOUCH_SET),
    nowIso: formatMoment(means.nowSeconds),
    sinceIso: since.kind === 'moment' ? since.iso : null,
  };
  const asked = listAnswered(means).filter(({ claim }) => ports.isUsed(claim.set));
  return asked.length === 0 ? [] : touchedByVouches(screened, asked, vouched);
}

function listAnswered({
  labels,
  vouches,
  withBuiltIn,
  nowSeconds,
}: VouchMeans): readonly AnsweredClaim[] {
  const all = vouches.listVouches();
  if (all.length === 0) return [];
  const book = labels.openBook({ day: formatMoment(nowSeconds).slice(0, 10), withBuiltIn });
  const accounts = [...new Set(all.flatMap(({ account }) => accountsOfKey(account)))];
  const claims = [...new Set(accounts.flatMap((account) => book.readClaims(account)))];
  return claims.flatMap((claim) => {
    const answering = all.filter((vouch) => answersClaim(vouch, claim));
    return answering.length === 0 ? [] : [{ claim, vouches: answering }];
  });
}
