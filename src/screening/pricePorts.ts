import type { Asset } from '../core/asset.js';

/** Which prices of a coin are asked for: one a day, from a moment on. */
export interface PriceQuery {
  /** The name under which the source knows the coin. */
  readonly coin: string;
  /** Units: Unix seconds. */
  readonly startSeconds: number;
  /** How many, each a day after the one before. */
  readonly days: number;
}

/** What a coin was worth near an asked moment. */
export interface PriceSample {
  /** Units: Unix seconds. */
  readonly askedSeconds: number;
  /** Plain decimal text above zero. Units: US dollars for one whole unit. */
  readonly usd: string;
  /** The price's own time. Units: Unix seconds. */
  readonly timeSeconds: number;
}

/** Tells what coins were worth; it learns names of coins and spans of time, no address. */
export interface PriceSource {
  /** Names the source in prices and reports: host and kind, never a URL. */
  readonly name: string;
  /** Names under which the source may know an asset, best first; none where it cannot. */
  coinsOf(asset: Asset): readonly string[];
  /** What is known; a moment that is left out has no price. Order: by moment. @throws {SourceError} */
  fetchPrices(query: PriceQuery, signal: AbortSignal): Promise<readonly PriceSample[]>;
}

/** A coin at a source on a UTC day, in days since 1970. */
export interface PriceAt {
  readonly source: string;
  readonly coin: string;
  readonly day: number;
}

/** What was kept of a coin's price on a day. */
export interface KeptPrice {
  readonly usd: string;
  readonly timeSeconds: number;
  /** Whether the day was not over when it was asked, so that its price may become another. */
  readonly provisional: boolean;
  readonly fetchedAtMs: number;
}

/** A coin's price on a day. */
export interface DayPrice {
  /** Days since 1970. */
  readonly day: number;
  readonly usd: string;
  readonly timeSeconds: number;
}

/** Prices that were fetched before and, apart from them, for which days they were asked. */
export interface PriceCache {
  /** The final price of a day, else the newest provisional one, else null. */
  readPrice(at: PriceAt): KeptPrice | null;
  /** When a day's price was asked last, final or provisional; null where it never was. Units: milliseconds since 1970. */
  readAskedMs(at: PriceAt, what: 'final' | 'provisional'): number | null;
  /**
   * Writes an answer: its prices and the days for which they were asked, together or not at all.
   *
   * Edge: the final price of a day is never replaced.
   */
  writePrices(answer: {
    readonly source: string;
    readonly coin: string;
    /** Days that were asked, both included. */
    readonly firstDay: number;
    readonly lastDay: number;
    readonly provisional: boolean;
    readonly fetchedAtMs: number;
    readonly prices: readonly DayPrice[];
  }): void;
}
