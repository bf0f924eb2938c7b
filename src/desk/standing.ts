import type { RecordedVerdict, ScreenedMark } from './lookbackPorts.js';
import { type TouchedPorts, touchedByLabels } from './touchedScreenings.js';

/**
 * Whether a recorded verdict may still be relied on. `past`: it was asked for an earlier moment and
 * never spoke of the present. `touched`: labels came, changed or went that speak about its accounts;
 * whether it reads differently by them has to be looked at. `unknown`: its facts cannot be read.
 */
export type Standing = 'stands' | 'expired' | 'past' | 'touched' | 'unknown';

/**
 * Whether a recorded verdict still stands at a moment: it ends when its day is over, or at the first
 * change of a label that speaks about an account of it, whichever comes first.
 *
 * @param nowIso - ISO 8601 time in UTC
 */
export function standingOf(
  mark: ScreenedMark,
  verdict: Pick<RecordedVerdict, 'asOf' | 'validUntil'>,
  known: {
    readonly ports: TouchedPorts;
    /** Whether a vouch was made or ended since that answers a claim about its accounts. */
    readonly isVouchedAnew: boolean;
    /** Bundles that could not be read. */
    readonly unreadable: readonly string[];
    readonly nowIso: string;
  },
): Standing {
  if (verdict.asOf !== null) return 'past';
  if (verdict.validUntil <= known.nowIso) return 'expired';
  if (known.isVouchedAnew) return 'touched';
  if (touchedByLabels([mark], { kind: 'screening' }, known.ports).length > 0) return 'touched';
  return known.unreadable.includes(mark.factsDigest) ? 'unknown' : 'stands';
}
