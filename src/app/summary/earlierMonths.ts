import type { EarlierTotals } from '../../core/monthlySummary.js';
import { parseMonthJson } from '../../report/month/monthJson.js';
import { totalsOf } from '../../report/month/monthPictures.js';
import type { KeptMonthStore } from '../../store/keptMonthStore.js';
import type { SignOffStore } from '../../store/signOffStore.js';
import { monthAway } from './monthEdition.js';

/** What is known of months that were summed up before. */
export interface EarlierMonthsMeans {
  readonly signOffStore: Pick<SignOffStore, 'listSignOffs' | 'readModel'>;
  readonly kept: Pick<KeptMonthStore, 'read' | 'readModel'>;
}

/** The totals of a month, as it was signed or kept by a moment (ISO 8601 in UTC); null for neither. */
export type ReadEarlier = (month: string, asOfIso: string) => SummedUp | null;

/** The totals of a month that was signed or kept, and how it was cut and counted. */
export interface SummedUp {
  readonly totals: EarlierTotals;
  readonly zone: string;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** How far the trend goes back. Units: months. */
const MONTHS_BACK = 11;

/** The months of which a trend tells beside one. Order: in time. */
export function monthsBefore(month: string): readonly string[] {
  return Array.from({ length: MONTHS_BACK }, (_, at) => monthAway(month, at - MONTHS_BACK));
}

/**
 * Totals of months as they were signed or kept: what came after a moment does not change a document that
 * was made then. What was signed counts before what was kept.
 */
export function createEarlierMonths({ signOffStore, kept }: EarlierMonthsMeans): ReadEarlier {
  // A summary never changes under its digest, and to read it takes long.
  const known = new Map<
    string,
    Omit<SummedUp, 'totals'> & { totals: ReturnType<typeof totalsOf> }
  >();
  const tell = (
    digest: string,
    origin: 'signed' | 'kept',
    readText: () => string | null,
  ): SummedUp | null => {
    const text = known.has(digest) ? null : readText();
    if (text !== null) {
      const summary = parseMonthJson(text);
      const { zone, currency } = summary;
      known.set(digest, { totals: totalsOf(summary), zone, currency });
    }
    const found = known.get(digest);
    return found === undefined ? null : { ...found, totals: { ...found.totals, origin } };
  };
  return (month, asOfIso) => {
    const signed = signOffStore
      .listSignOffs(month)
      .find(({ signedAt }) => isBefore(signedAt, asOfIso));
    if (signed !== undefined) {
      const { version, modelDigest } = signed;
      const told = tell(modelDigest, 'signed', () => signOffStore.readModel(month, version));
      if (told !== null) return told;
    }
    const row = kept.read(month);
    if (row === null || !isBefore(row.madeAt, asOfIso)) return null;
    return tell(row.modelDigest, 'kept', () => kept.readModel(month));
  };
}

/** Both are in UTC; a fraction of a second does not count. */
function isBefore(iso: string, limitIso: string): boolean {
  return Date.parse(iso) <= Date.parse(limitIso);
}
