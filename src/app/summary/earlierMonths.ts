import { parseMonthJson } from '../../report/month/monthJson.js';
import { type MonthTotals, totalsOf } from '../../report/month/monthPictures.js';
import type { KeptMonthStore } from '../../store/keptMonthStore.js';
import type { SignOffStore } from '../../store/signOffStore.js';
import { monthAway } from './monthEdition.js';

/** What is known of months that were summed up before. */
export interface EarlierMonthsMeans {
  readonly signOffStore: Pick<SignOffStore, 'listSignOffs' | 'readModel'>;
  readonly kept: Pick<KeptMonthStore, 'read' | 'readModel'>;
}

/** How far the trend goes back. Units: months. */
const MONTHS_BACK = 11;

/**
 * Totals of the months before one, as they were signed or kept by a moment: what came later does not
 * change a document that was made then. Order: in time; a month that nobody summed up is left out.
 */
export function createEarlierMonths({ signOffStore, kept }: EarlierMonthsMeans) {
  // A summary never changes under its digest, and to read it takes long.
  const known = new Map<string, MonthTotals>();
  const tell = (digest: string, readText: () => string | null): readonly MonthTotals[] => {
    const text = known.has(digest) ? null : readText();
    if (text !== null) known.set(digest, totalsOf(parseMonthJson(text)));
    const totals = known.get(digest);
    return totals === undefined ? [] : [totals];
  };
  return (month: string, asOfIso: string): readonly MonthTotals[] =>
    Array.from({ length: MONTHS_BACK }, (_, at) => monthAway(month, at - MONTHS_BACK)).flatMap(
      (one) => {
        const signed = signOffStore
          .listSignOffs(one)
          .find(({ signedAt }) => isBefore(signedAt, asOfIso));
        if (signed !== undefined) {
          const { version, modelDigest } = signed;
          const told = tell(modelDigest, () => signOffStore.readModel(one, version));
          if (told.length > 0) return told;
        }
        const row = kept.read(one);
        if (row === null || !isBefore(row.madeAt, asOfIso)) return [];
        return tell(row.modelDigest, () => kept.readModel(one));
      },
    );
}

/** Both are in UTC; a fraction of a second does not count. */
function isBefore(iso: string, limitIso: string): boolean {
  return Date.parse(iso) <= Date.parse(limitIso);
}
