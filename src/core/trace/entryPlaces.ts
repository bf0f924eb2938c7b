import type { LedgerEntry } from './ledgerEntry.js';

/** A history of up to so many transactions is looked through faster than a table is made of it. */
const LOOKED_THROUGH = 8;

/**
 * Where transactions stand in a history. They are looked up in few of them, so it is found out then.
 *
 * Edge: a transaction that stands there twice, since it was told with two times, is found where it
 * stands last.
 */
export class EntryPlaces {
  readonly #entries: readonly LedgerEntry[];
  #places: ReadonlyMap<string, number> | null = null;

  constructor(entries: readonly LedgerEntry[]) {
    this.#entries = entries;
  }

  /**
   * Where a transaction stands; undefined where it is none of the history. `likely`: a place that is
   * tried before it is looked up.
   */
  get(tx: string, likely = -1): number | undefined {
    if (this.#entries.length <= LOOKED_THROUGH) return this.#lookThrough(tx);
    this.#places ??= placesOf(this.#entries);
    const standsOnce = this.#places.size === this.#entries.length;
    if (standsOnce && this.#entries[likely]?.tx === tx) return likely;
    return this.#places.get(tx);
  }

  #lookThrough(tx: string): number | undefined {
    const at = this.#entries.findLastIndex((entry) => entry.tx === tx);
    return at < 0 ? undefined : at;
  }
}

function placesOf(entries: readonly LedgerEntry[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let at = 0; at < entries.length; at += 1) places.set(entries[at]?.tx ?? '', at);
  return places;
}
