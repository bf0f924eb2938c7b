import type { MonthlySummary } from '../../core/monthlySummary.js';
import type { MonthCell, ReferenceList, RowReference } from './monthTable.js';
import { REFERENCE_LISTS } from './monthTable.js';

/** What an id names: of a payment or check, or of a screening. */
type NamedBy = 'payment' | 'screening';

/**
 * Numbers the figures of a report and remembers on which rows each rests, so that a reader gets from
 * a figure to its rows and back.
 */
export interface FigureBook {
  /** A cell that refers to these rows; each call is one figure. Ids that come twice count once. */
  readonly refer: (namedBy: NamedBy, ids: readonly string[]) => MonthCell;
  /** What was referred to until now. Order: by number. */
  readonly rows: (
    list: ReferenceList,
  ) => readonly { readonly id: string; readonly figures: readonly number[] }[];
  /** The number of a payment among the payments of the month, from 1. */
  readonly numberOfPayment: (id: string) => number | null;
}

interface NumberedRow {
  readonly number: number;
  readonly figures: number[];
}

/** A book in which all payments and screenings of a month have their numbers, and no figure is yet. */
export function createFigureBook(summary: MonthlySummary): FigureBook {
  const lists: Record<ReferenceList, Map<string, NumberedRow>> = {
    payments: new Map(),
    screenings: new Map(),
    records: new Map(),
  };
  const add = (list: ReferenceList, id: string): NumberedRow => {
    const known = lists[list].get(id);
    if (known !== undefined) return known;
    const added = { number: lists[list].size + 1, figures: [] };
    lists[list].set(id, added);
    return added;
  };
  for (const { id } of summary.payments) add('payments', id);
  for (const id of screeningIds(summary)) add('screenings', id);
  let figure = 0;
  return {
    refer: (namedBy, ids) => {
      figure += 1;
      const numbers: Record<ReferenceList, number[]> = {
        payments: [],
        screenings: [],
        records: [],
      };
      for (const id of new Set(ids)) {
        // What is held was never paid, so its checks are no rows among the payments.
        const isPaid = namedBy === 'payment' && lists.payments.has(id);
        const list = namedBy === 'screening' ? 'screenings' : isPaid ? 'payments' : 'records';
        const row = add(list, id);
        row.figures.push(figure);
        numbers[list].push(row.number);
      }
      return { kind: 'references', figure, references: toReferences(numbers) };
    },
    rows: (list) => [...lists[list]].map(([id, { figures }]) => ({ id, figures })),
    numberOfPayment: (id) => lists.payments.get(id)?.number ?? null,
  };
}

function toReferences(
  numbers: Readonly<Record<ReferenceList, readonly number[]>>,
): readonly RowReference[] {
  return REFERENCE_LISTS.filter((list) => numbers[list].length > 0).map((list) => ({
    list,
    numbers: [...numbers[list]].sort((a, b) => a - b),
  }));
}

/** Ids are made in the order of time, so that their order is the order of the screenings. */
function screeningIds(summary: MonthlySummary): readonly string[] {
  const ids = [
    ...Object.values(summary.screenings).flatMap((decided) => decided.ids),
    ...summary.exposures.flatMap((exposure) => exposure.screeningIds),
    ...summary.clearRates.flatMap((rate) => rate.screeningIds),
    ...summary.openHolds.map((hold) => hold.screeningId),
    ...summary.coverage.roster.screeningIds,
    ...summary.recheck.map((checked) => checked.screeningId),
  ];
  return [...new Set(ids)].sort();
}

/** A stretch of numbers without a hole, ends included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Numbers as stretches without holes.
 *
 * Order: ascending, as the numbers must be.
 */
export function toRanges(numbers: readonly number[]): readonly NumberRange[] {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last.last + 1 === number) last.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges;
}
