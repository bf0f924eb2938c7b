import { z } from 'zod';
import type { HeightInterval } from '../../core/coverage.js';
import { Bug } from '../../core/errors.js';
import type { HistoryPage, HistoryQuery } from '../../screening/ports.js';
import type { AskedRoute } from '../decodeBody.js';
import type { BlockscoutRow } from './blockscoutRows.js';
import { explorerLie } from './explorerApi.js';
import { numberFacts } from './numberFacts.js';

/** Where the page before ended, and what to ask the next one with. */
export interface BlockscoutPlace {
  readonly params: Readonly<Record<string, string>>;
  /** Of the last row that a block holds; null while there was none. */
  readonly last: readonly number[] | null;
}

const placeSchema = z.object({
  params: z.record(z.string(), z.string()),
  last: z.array(z.number()).nullable(),
});

/** The place that a query's cursor names; null for the first page. */
export function readPlace({ cursor, interval }: HistoryQuery): BlockscoutPlace | null {
  if (interval.from > interval.to) throw new Bug('A history was asked for no heights.');
  if (cursor === null) return null;
  const place = placeSchema.safeParse(parseCursor(cursor));
  if (!place.success) throw new Bug('A Blockscout was given a cursor of another source.');
  return place.data;
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(cursor);
  } catch (cause) {
    throw new Bug('A Blockscout was given a cursor of another source.', {}, { cause });
  }
}

/** A page of rows within its walk. */
export interface WalkedPage {
  readonly rows: readonly BlockscoutRow[];
  readonly next: Readonly<Record<string, string>> | null;
  readonly place: BlockscoutPlace | null;
}

/**
 * What a page brings to a walk from the newest row down: facts within the heights asked for, and how
 * far down from the upper one all rows were seen.
 */
export function readPage(page: WalkedPage, interval: HeightInterval): HistoryPage {
  const { rows, next, place } = page;
  const movements = rows
    .filter(({ place: at }) => at !== null && isWithin(heightOf(at), interval))
    .flatMap((row) => row.movements);
  const facts = numberFacts(movements, 0);
  const last = rows.findLast((row) => row.place !== null)?.place ?? place?.last ?? null;
  const isBelow = last !== null && heightOf(last) < interval.from;
  if (next === null || isBelow) return { facts, covered: interval, nextCursor: null };
  const lowest = last === null ? null : heightOf(last);
  const covered =
    lowest !== null && lowest < interval.to ? { from: lowest + 1, to: interval.to } : null;
  return { facts, covered, nextCursor: JSON.stringify({ params: next, last }) };
}

/**
 * Throws where rows do not go on, newest first, from those before, or name somebody else.
 *
 * @throws {IntegrityError}
 */
export function assertPageFollows(
  { rows, next, place }: WalkedPage,
  address: string,
  asked: AskedRoute,
): void {
  if (rows.length === 0 && next !== null) {
    throw explorerLie('answers with an empty page that is not the last', asked);
  }
  if (next !== null && place !== null && isSame(next, place.params)) {
    throw explorerLie('answers with the same page again', asked);
  }
  let last = place?.last ?? null;
  for (const row of rows) {
    if (row.parties.length > 0 && !row.parties.includes(address)) {
      throw explorerLie('answers with rows of another account', asked);
    }
    if (row.place === null) continue;
    const order = last === null ? -1 : comparePlaces(row.place, last);
    if (order > 0) throw explorerLie('lists rows that are not newest first', asked);
    // Several NFTs of one log share its place, and move nothing.
    if (order === 0 && row.movements.length > 0) {
      throw explorerLie('answers with the same row again', asked);
    }
    last = row.place;
  }
}

/** Below zero where `a` stands earlier on the chain. */
export function comparePlaces(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function isWithin(height: number, { from, to }: HeightInterval): boolean {
  return height >= from && height <= to;
}

function heightOf(place: readonly number[]): number {
  return place[0] ?? 0;
}
