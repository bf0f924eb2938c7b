import { formatShares, sumAmounts } from '../core/amount.js';
import type { CompositionRow, End, Origin, UnseenReason } from '../core/composition.js';
import type { AssetTotal } from '../core/exposure.js';
import type { Verdict } from '../core/verdict.js';
import type { DocumentComposition, DocumentPortion } from './document.js';
import { formatMicros, isPriced } from './usd.js';

interface Portion<Place> extends DocumentPortion {
  readonly place: Place;
}

/**
 * Where received value came from and where sent value ended, with shares.
 *
 * Order: each account's assets as the verdict gives them; after them, where every asset has a price,
 * all of them together in US dollars, largest first.
 */
export function tellComposition({ composition, totals }: Verdict): DocumentComposition {
  return {
    incoming: tellPortions(composition.incoming, totals.incoming.totals).map(
      ({ place, ...portion }) => ({ ...portion, origin: place }),
    ),
    outgoing: tellPortions(composition.outgoing, totals.outgoing.totals).map(
      ({ place, ...portion }) => ({ ...portion, end: place }),
    ),
  };
}

function tellPortions<Place extends Origin | End>(
  rows: readonly CompositionRow<Place>[],
  totals: readonly AssetTotal[],
): Portion<Place>[] {
  const subjects = groupBy(rows, (row) => row.subject);
  return subjects.flatMap((ofSubject) => {
    const assets = groupBy(ofSubject, (row) => row.asset);
    const own = totals.filter((total) => total.subject === ofSubject[0]?.subject);
    return [
      ...assets.flatMap((ofAsset) => tellAsset(ofAsset)),
      ...(own.length > 0 && isPriced(own) ? tellDollars(ofSubject) : []),
    ];
  });
}

function tellAsset<Place extends Origin | End>(
  rows: readonly CompositionRow<Place>[],
): Portion<Place>[] {
  const shares = formatShares(rows.map((row) => row.amount));
  return rows.map((row, at) => ({
    account: row.subject,
    asset: row.asset,
    place: row.place,
    entity: row.entity,
    reason: row.reason,
    amount: row.amount.toString(),
    share: shares[at] ?? '',
  }));
}

interface Worth<Place> {
  readonly row: CompositionRow<Place & (Origin | End)>;
  readonly micros: bigint;
}

function tellDollars<Place extends Origin | End>(
  rows: readonly CompositionRow<Place>[],
): Portion<Place>[] {
  const worths = rows.map((row): Worth<Place> => ({ row, micros: row.usdMicros ?? 0n }));
  const places = groupBy(worths, ({ row }) => placeKey(row)).map((group) => ({
    group,
    micros: sumAmounts(group.map((worth) => worth.micros)),
  }));
  // What is worth less than a millionth of a dollar in all has no shares that could add up to 1.
  if (places.every(({ micros }) => micros === 0n)) return [];
  places.sort((a, b) => (a.micros === b.micros ? 0 : a.micros > b.micros ? -1 : 1));
  const shares = formatShares(places.map((place) => place.micros));
  return places.flatMap(({ group, micros }, at) =>
    group.slice(0, 1).map(({ row }) => ({
      account: row.subject,
      asset: 'usd' as const,
      place: row.place,
      entity: row.entity,
      reason: row.reason,
      amount: formatMicros(micros),
      share: shares[at] ?? '',
    })),
  );
}

function placeKey(row: {
  readonly place: Origin | End;
  readonly entity: string | null;
  readonly reason: UnseenReason | null;
}): string {
  return JSON.stringify([row.place, row.entity, row.reason]);
}

/** Rows that share a key, together. Order: as each key was first met. */
function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}
