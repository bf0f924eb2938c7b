import type { PathPicture } from '../layOutPicture.js';

/** The lists at the end of a report whose rows a figure rests on. A closed list. */
export const REFERENCE_LISTS = ['payments', 'screenings', 'records'] as const;

/** A list at the end of a report: `records` are checks and whatever else is told by its id alone. */
export type ReferenceList = (typeof REFERENCE_LISTS)[number];

/** Rows of one list, by their numbers from 1. Order: ascending, each once. */
export interface RowReference {
  readonly list: ReferenceList;
  readonly numbers: readonly number[];
}

/** One cell of a table, as a value; each format writes it in its own way. */
export type MonthCell =
  /** A text from outside or a word of ours; whoever shows it escapes it. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'count'; readonly count: number }
  /** Units: millionths of the summary's currency. */
  | { readonly kind: 'money'; readonly micros: bigint }
  /** Units: atomic units of an asset of so many decimals; its symbol stands in another cell. */
  | { readonly kind: 'amount'; readonly amount: bigint; readonly decimals: number }
  /** ISO 8601 in UTC, or a bare day. */
  | { readonly kind: 'moment'; readonly iso: string }
  /** Six places, 1 is all; a bound is rounded so that what is said holds. */
  | {
      readonly kind: 'share';
      readonly share: string;
      readonly figure: 'exact' | 'lower' | 'upper';
    }
  /** The rows behind the figure of this table row, which has the number `figure`. */
  | {
      readonly kind: 'references';
      readonly figure: number;
      readonly references: readonly RowReference[];
    }
  /** Numbers of the figures that rest on this row. Order: ascending. */
  | { readonly kind: 'figures'; readonly figures: readonly number[] }
  /** Nothing is known or nothing applies; never zero. The text may be empty. */
  | { readonly kind: 'none'; readonly text: string };

/** A column of a table. */
export interface MonthColumn {
  /** The name for machines, such as `payment_id`; the same in every table that has it. */
  readonly key: string;
  readonly head: string;
  /** How wide it is on paper beside its neighbours. */
  readonly weight: number;
  /**
   * Where it stands on paper: as a column, or in a line of its own under the row, with its head; what
   * is for files alone is in those for machines and spreadsheets.
   */
  readonly place: 'column' | 'line' | 'file';
}

/** A table; each row has a cell for each column. */
export interface MonthTable {
  /** The name for machines of what a row is about, such as `paid-by-chain`. */
  readonly key: string;
  /** What stands above it where a section has several; null where its title says all. */
  readonly caption: string | null;
  readonly columns: readonly MonthColumn[];
  readonly rows: readonly (readonly MonthCell[])[];
  /** Whether its rows stand in a list at the end too, so that files of rows leave it out. */
  readonly isExcerpt: boolean;
}

/** A bar: its length is `permille` of the longest that there can be; null where that is not known. */
export interface MonthBar {
  readonly label: string;
  /** What the bar stands for, in words. */
  readonly words: string;
  readonly permille: number | null;
}

/** A picture as data, ready for whatever draws. */
export type MonthPicture =
  | { readonly kind: 'bars'; readonly title: string; readonly bars: readonly MonthBar[] }
  | { readonly kind: 'paths'; readonly title: string; readonly picture: PathPicture };

/** A part of a report. */
export interface MonthSection {
  readonly key: string;
  readonly title: string;
  readonly sentences: readonly string[];
  /** Tables without rows are left out; a section without any says so in a sentence. */
  readonly tables: readonly MonthTable[];
  readonly pictures: readonly MonthPicture[];
}

/** A month in sentences, tables and pictures: all that any format shows comes from here. */
export interface MonthReport {
  readonly month: string;
  readonly zone: string;
  readonly currency: string;
  readonly asOf: string;
  readonly title: string;
  readonly opening: readonly string[];
  readonly sections: readonly MonthSection[];
  /** The rows that figures rest on, each with the numbers of those figures. */
  readonly lists: Readonly<Record<ReferenceList, MonthTable>>;
}

/** A column on paper too. */
export function column(key: string, head: string, weight: number): MonthColumn {
  return { key, head, weight, place: 'column' };
}

/** A column that on paper is told in a line under its row. */
export function lineColumn(key: string, head: string): MonthColumn {
  return { key, head, weight: 0, place: 'line' };
}

/** A column for files alone. */
export function fileColumn(key: string, head: string): MonthColumn {
  return { key, head, weight: 0, place: 'file' };
}

/** A table whose rows stand nowhere else. */
export function table(
  key: string,
  caption: string | null,
  columns: readonly MonthColumn[],
  rows: readonly (readonly MonthCell[])[],
): MonthTable {
  return { key, caption, columns, rows, isExcerpt: false };
}

/** A cell with a text. Edge: null is nothing. */
export function textCell(text: string | null): MonthCell {
  return text === null ? NOTHING : { kind: 'text', text };
}

/** A cell with a whole number. */
export function countCell(count: number): MonthCell {
  return { kind: 'count', count };
}

/** A cell that says nothing. */
export const NOTHING: MonthCell = { kind: 'none', text: '' };

/** A cell with a share of six places. Edge: null is one that is not known, and not zero. */
export function shareCell(share: string | null, figure: 'exact' | 'lower' | 'upper'): MonthCell {
  return share === null ? { kind: 'none', text: 'not known' } : { kind: 'share', share, figure };
}
