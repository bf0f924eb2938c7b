import { compareFractions, parseDecimal } from '../../core/amount.js';
import type { Category } from '../../core/attribution.js';
import type { Designation, Direction, ExposureKind } from '../../core/exposure.js';
import type { ListedBetween, MonthPayment, SummaryExposureRow } from '../../core/monthlySummary.js';
import { compareText } from './monthPayments.js';

/** What a screening met of one entity. */
export interface MetExposure {
  readonly entity: string;
  readonly category: Category;
  readonly direction: Direction;
  readonly kind: ExposureKind;
  readonly designation: Designation;
  /** Between which syncs it was listed, where they alone tell. */
  readonly listedBetween: ListedBetween | null;
  /** Units: decimal texts of six places; null where nothing moved. */
  readonly share: {
    readonly haircut: string;
    readonly fifo: string;
    readonly lower: string | null;
    readonly upper: string | null;
  } | null;
}

/** Whom a screening met. */
export interface ScreeningMet {
  readonly screeningId: string;
  readonly exposures: readonly MetExposure[];
}

/**
 * What each entity came to among screenings: of each figure the largest.
 *
 * Order: what a wallet is itself first, then by haircut, largest first, then by entity. Edge: an upper
 * bound that was not computed in one of them is not known, for it could be the largest; a lower bound
 * holds whatever others did not compute.
 */
export function tellExposures(
  screenings: readonly ScreeningMet[],
  payments: readonly Pick<MonthPayment, 'id' | 'screeningId'>[],
): readonly SummaryExposureRow[] {
  const met = new Map<string, { readonly screeningId: string; readonly exposure: MetExposure }[]>();
  for (const { screeningId, exposures } of screenings) {
    for (const exposure of exposures) {
      const { entity, category, designation, listedBetween } = exposure;
      const what = [entity, category, directionOf(exposure), designation, listedBetween];
      const key = JSON.stringify(what);
      const group = met.get(key);
      if (group === undefined) met.set(key, [{ screeningId, exposure }]);
      else group.push({ screeningId, exposure });
    }
  }
  const paidOn = paymentsByScreening(payments);
  return [...met.values()].flatMap((group) => tellRow(group, paidOn)).sort(worstFirst);
}

function tellRow(
  group: readonly { readonly screeningId: string; readonly exposure: MetExposure }[],
  paidOn: ReadonlyMap<string, readonly string[]>,
): readonly SummaryExposureRow[] {
  const [first] = group;
  if (first === undefined) return [];
  const { entity, category, designation } = first.exposure;
  const shares = group.flatMap(({ exposure }) => exposure.share ?? []);
  const screeningIds = [...new Set(group.map(({ screeningId }) => screeningId))].sort();
  const uppers = shares.map(({ upper }) => upper);
  return [
    {
      ...{ entity, category, direction: directionOf(first.exposure), listing: designation },
      listedBetween: first.exposure.listedBetween,
      haircut: largest(shares.map(({ haircut }) => haircut)),
      fifo: largest(shares.map(({ fifo }) => fifo)),
      lower: largest(shares.map(({ lower }) => lower)),
      upper: uppers.includes(null) ? null : largest(uppers),
      screeningIds,
      paymentIds: screeningIds.flatMap((id) => paidOn.get(id) ?? []).sort(),
    },
  ];
}

function directionOf({ kind, direction }: MetExposure): SummaryExposureRow['direction'] {
  return kind === 'ownership' ? 'ownership' : direction;
}

function paymentsByScreening(
  payments: readonly Pick<MonthPayment, 'id' | 'screeningId'>[],
): ReadonlyMap<string, readonly string[]> {
  const byScreening = new Map<string, string[]>();
  for (const { id, screeningId } of payments) {
    if (screeningId === null) continue;
    const ids = byScreening.get(screeningId);
    if (ids === undefined) byScreening.set(screeningId, [id]);
    else ids.push(id);
  }
  return byScreening;
}

/** The largest of the known ones; null where none is. */
function largest(shares: readonly (string | null)[]): string | null {
  let most: string | null = null;
  for (const share of shares) {
    if (share !== null && (most === null || isMore(share, most))) most = share;
  }
  return most;
}

function isMore(a: string, b: string): boolean {
  return compareFractions(parseDecimal(a), parseDecimal(b)) > 0;
}

function worstFirst(a: SummaryExposureRow, b: SummaryExposureRow): number {
  return (
    Number(b.direction === 'ownership') - Number(a.direction === 'ownership') ||
    compareFractions(parseDecimal(b.haircut ?? '0'), parseDecimal(a.haircut ?? '0')) ||
    compareText(a.entity, b.entity) ||
    compareText(a.direction, b.direction) ||
    compareText(a.listing, b.listing) ||
    compareText(a.category, b.category)
  );
}
