import type { SummaryOverride } from '../../core/monthlySummary.js';
import { compareText } from './monthPayments.js';
import { isWithin } from './zoneMonth.js';

/** A `review` that one person released. Texts that were erased are null. */
export interface ReleasedCheck {
  readonly checkId: string;
  readonly payeeId: string;
  readonly release: {
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  } | null;
}

/** A `hold` that two persons let pass. Texts that were erased are null. */
export interface AgreedHold {
  readonly overrideId: string;
  readonly checkId: string;
  readonly askedBy: string;
  readonly agreedAt: string;
  readonly agreedBy: string;
  /** The last UTC day on which it holds. */
  readonly until: string;
  readonly reason: string | null;
}

/** Words that stand where a text was erased. */
export const ERASED = '(erased)';

/**
 * What people decided in a span against a rule's first word: holds that two let pass, told at the second
 * one's word, and reviews that one released. Order: by time, then id. Edge: also what was taken back
 * later, for it was decided.
 */
export function tellDecided(
  checks: readonly ReleasedCheck[],
  agreed: readonly AgreedHold[],
  span: { readonly from: string; readonly to: string },
): readonly SummaryOverride[] {
  const payeeOf = new Map(checks.map(({ checkId, payeeId }) => [checkId, payeeId]));
  const overrides = agreed.map(
    (one): SummaryOverride => ({
      ...{ id: one.overrideId, kind: 'override', checkId: one.checkId, at: one.agreedAt },
      payeeId: payeeOf.get(one.checkId) ?? null,
      by: [one.askedBy, one.agreedBy],
      reason: one.reason ?? ERASED,
      expiresAt: `${one.until}T23:59:59Z`,
    }),
  );
  const releases = checks.flatMap(({ checkId, payeeId, release }): readonly SummaryOverride[] =>
    release === null
      ? []
      : [
          {
            ...{ id: checkId, kind: 'release', checkId, payeeId, at: release.at },
            ...{ by: [release.by], reason: release.reason ?? ERASED, expiresAt: null },
          },
        ],
  );
  return [...overrides, ...releases]
    .filter(({ at }) => isWithin(at, span))
    .sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
}
