/** Which rates are asked for. Units: days since 1970, both included. */
export interface RateQuery {
  /** ISO 4217 codes, each quoted against the euro. */
  readonly currencies: readonly string[];
  readonly firstDay: number;
  readonly lastDay: number;
}

/** What one euro cost in a currency on a day. */
export interface DayRate {
  /** ISO 4217 code. */
  readonly currency: string;
  /** Days since 1970. */
  readonly day: number;
  /** Plain decimal text above zero. Units: the currency, for one euro. */
  readonly perEuro: string;
}

/** Tells rates of currencies; it learns which currencies and spans of time, nothing of payments. */
export interface RateSource {
  /** Names the source where rates are kept: host and kind, never a URL. */
  readonly name: string;
  /** What was published; days without a rate are left out. Order: none. @throws {SourceError} */
  fetchRates(query: RateQuery, signal: AbortSignal): Promise<readonly DayRate[]>;
}

/** A currency at a source on a UTC day, in days since 1970. */
export interface RateAt {
  readonly source: string;
  readonly currency: string;
  readonly day: number;
}

/** Rates that were fetched before and, apart from them, for which days they were asked. */
export interface RateCache {
  /** The rates of some days, both included. Order: newest day first. */
  readRates(of: {
    readonly source: string;
    readonly currency: string;
    readonly firstDay: number;
    readonly lastDay: number;
  }): readonly DayRate[];
  /**
   * Whether all is known of a day that ever will be: it was asked for, and the answer had a rate of it or of
   * a later day. A day without one is then a day on which none was published.
   */
  isSettled(at: RateAt): boolean;
  /** When a day's rate was asked last; null where it never was. Units: milliseconds since 1970. */
  readAskedMs(at: RateAt): number | null;
  /**
   * Writes an answer: its rates and the days for which they were asked, together or not at all.
   *
   * Edge: the rate of a day is never replaced.
   */
  writeRates(
    answer: RateQuery & {
      readonly source: string;
      readonly fetchedAtMs: number;
      readonly rates: readonly DayRate[];
    },
  ): void;
}
