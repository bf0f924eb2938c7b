import { DOLLAR, exchangeMicros, unitsPerDollar } from '../../core/currency.js';
import { dayOf, formatDay, parseMoment } from '../../core/moment.js';
import type { SummaryRateDay, SummaryRates } from '../../core/monthlySummary.js';
import type { WorthAt } from '../../desk/summary/monthPayments.js';
import type { RatesConfig } from '../../ratesConfig.js';
import { ECB } from '../../ratesConfig.js';
import { gatherRates, type RatesOfDay } from '../../screening/gatherRates.js';
import type { RateCache, RateSource } from '../../screening/ratePorts.js';
import { hostOfUrl } from '../../sources/http.js';
import { ecbNameOf } from '../../sources/rates/ecb.js';
import type { GatheredWorth, PricedMoment } from './summaryMeans.js';

/** What dollars are told in another currency with. */
export interface ExchangeMeans {
  /** ISO 4217 code of the currency of the company. */
  readonly currency: string;
  readonly rates: RatesConfig;
  readonly rateCache: RateCache;
  /** Null where nobody is to be asked. */
  readonly openSource: () => RateSource | null;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Makes rates known for moments, and tells what is known in dollars in the currency. */
export type Exchange = (
  moments: readonly PricedMoment[],
  dollarsAt: WorthAt,
  signal: AbortSignal,
) => Promise<GatheredWorth>;

/**
 * Worth in the currency of the company, by the rates of the UTC day of each moment.
 *
 * Edge: in dollars nothing is asked and nothing changed; of a day without rates no worth is known.
 */
export function createExchange(means: ExchangeMeans): Exchange {
  const { currency, rates, rateCache, openSource, nowMs } = means;
  return async (moments, dollarsAt, signal) => {
    if (currency === DOLLAR) return { worthAt: dollarsAt, tellRates: () => null };
    const known = await gatherRates(
      moments.map(({ at }) => dayAt(at)),
      { currency, sourceName: sourceNameOf(rates), openSource, cache: rateCache, nowMs },
      signal,
    );
    const perDollar = new Map(
      [...known].flatMap(([day, found]) =>
        found.kind === 'known' ? [[day, unitsPerDollar(found)] as const] : [],
      ),
    );
    return {
      worthAt: (amount, asset, at) => {
        const rate = perDollar.get(dayAt(at));
        const dollars = dollarsAt(amount, asset, at);
        return rate === undefined || dollars === null ? null : exchangeMicros(dollars, rate);
      },
      tellRates: (asked) => tellRates(asked, known, rates),
    };
  };
}

function tellRates(
  moments: readonly PricedMoment[],
  known: ReadonlyMap<number, RatesOfDay>,
  rates: RatesConfig,
): SummaryRates {
  const days = [...new Set(moments.map(({ at }) => dayAt(at)))].sort((a, b) => a - b);
  return {
    source: tellRateSource(rates),
    days: days.flatMap((day): readonly SummaryRateDay[] => {
      const found = known.get(day);
      if (found === undefined) return [];
      const none = { rateDay: null, dollars: null, units: null };
      if (found.kind === 'missing') return [{ day: formatDay(day), ...none, missing: found.why }];
      const { rateDay, dollars, units } = found;
      return [{ day: formatDay(day), rateDay, dollars, units, missing: null }];
    }),
  };
}

function dayAt(iso: string): number {
  return dayOf(parseMoment(iso) ?? 0);
}

/** Under which name rates are kept: where nobody is asked, those count that the bank itself told before. */
function sourceNameOf(rates: RatesConfig): string {
  return ecbNameOf(rates.source === 'none' ? ECB.url : rates.url);
}

/** Where the bank publishes its rates for people, all of them since 1999. */
const PUBLISHED = 'https://www.ecb.europa.eu/stats/eurofxref/';

function tellRateSource(rates: RatesConfig): string {
  const by =
    rates.source === 'none' ? 'nobody is asked, kept ones count' : `by ${hostOfUrl(rates.url)}`;
  return `European Central Bank euro reference rates, ${PUBLISHED} (${by})`;
}
