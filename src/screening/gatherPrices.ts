import type { Fraction } from '../core/amount.js';
import type { Asset, AssetId, AssetList } from '../core/asset.js';
import { nativeAssetId } from '../core/asset.js';
import { findChain } from '../core/chain.js';
import { SourceError } from '../core/errors.js';
import type { LedgerFact } from '../core/ledger.js';
import { dayOf, formatDay, formatMoment, parseMoment, SECONDS_PER_DAY } from '../core/moment.js';
import type { DatedPrice, PriceBook, Unpriced, UnpricedDay } from '../core/price.js';
import { pricedAssetOf, unitPriceOf } from '../core/price.js';
import type { KeptPrice, PriceAt, PriceCache, PriceQuery, PriceSource } from './pricePorts.js';

/** Dated prices, and why others are missing. */
export interface KnownPrices {
  readonly book: PriceBook;
  /** Why there is no price; null where there is one, and for what no dated price is asked. */
  whyUnpriced(asset: AssetId, timeSeconds: number): Unpriced | null;
}

/** The prices of one screening, fetched as facts come. */
export interface GatheredPrices extends KnownPrices {
  /**
   * Makes the book know every price that facts name, as far as there is one. Rejects only where the
   * database fails; a price that cannot be had stays away.
   */
  gather(facts: readonly LedgerFact[], signal: AbortSignal): Promise<void>;
  /** The same for assets at moments. */
  gatherAt(moments: readonly AssetMoment[], signal: AbortSignal): Promise<void>;
  /** The prices of the days that facts name. Order: by asset, then by day. */
  usedFor(facts: readonly LedgerFact[]): readonly DatedPrice[];
  /** The days that facts name and that have no price. Order: as in `usedFor`. */
  missingFor(facts: readonly LedgerFact[]): readonly UnpricedDay[];
}

/** An asset at a moment. Units: Unix seconds. */
export interface AssetMoment {
  readonly asset: AssetId;
  readonly timeSeconds: number;
}

/** What gathering prices needs. */
export interface PriceGathering {
  readonly assets: AssetList;
  readonly source: PriceSource;
  readonly cache: PriceCache;
  /** `cache-only` asks nobody. */
  readonly reach: 'live' | 'cache-only';
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** How long one request may take, its repeated tries included. Units: milliseconds. */
  readonly waitMs?: number;
}

const HOUR_MS = 3_600_000;

/**
 * How long a day without a price stays so before it is asked again. Units: milliseconds (a week).
 * Sources fill in the past of a coin after they list it. Source: a policy choice.
 */
const ASK_AGAIN_MS = 7 * 24 * HOUR_MS;

/** How long the price of a day that is not over counts. Source: a policy choice; the server keeps its answers as long. */
const PROVISIONAL_MS = HOUR_MS;

/**
 * How long one request for prices may take. A screening waits for prices before it goes on, and has
 * its deadline for other things. Source: a policy choice, an eighth of the default deadline.
 */
const WAIT_MS = 15_000;

/** Where in a day its price is taken: the middle is the nearest to all of it. Source: a policy choice. */
const NOON_SECONDS = SECONDS_PER_DAY / 2;

/** What a screening found of an asset on a day; it stays so until its end. */
type Settled =
  | { readonly kind: 'priced'; readonly price: DatedPrice; readonly unit: Fraction }
  | { readonly kind: 'unpriced'; readonly why: Unpriced };

/**
 * Gathers prices for one screening: one for each asset and UTC day, that of noon.
 *
 * A coin's whole calendar year is asked at once: few requests, and its source learns no day on which
 * a wallet was used. What it answers is kept for good. The price of a day that is not over is the
 * last one known, and counts for an hour.
 * Order: what is found for an asset and a day at first holds for the whole screening, so that no
 * part of it sees a price that another did not, in whatever order answers come.
 * Edge: once the source did not answer, it is asked for nothing more in this screening.
 */
export function createGatheredPrices(gathering: PriceGathering): GatheredPrices {
  const { assets, source, cache, reach, nowMs } = gathering;
  const waitMs = gathering.waitMs ?? WAIT_MS;
  const startedMs = nowMs();
  const today = dayOf(startedMs / 1000);
  const settled = new Map<AssetId, Map<number, Settled>>();
  const settling = new Map<string, Promise<void>>();
  const asking = new Map<string, Promise<boolean>>();
  let hasFailed = false;

  const ask = async (coin: string, day: number, signal: AbortSignal): Promise<boolean> => {
    if (hasFailed) return false;
    const stretch = stretchOf(day, today);
    const provisional = day === today;
    const query: PriceQuery = {
      coin,
      startSeconds: provisional
        ? Math.floor(startedMs / 1000)
        : stretch.firstDay * SECONDS_PER_DAY + NOON_SECONDS,
      days: stretch.lastDay - stretch.firstDay + 1,
    };
    try {
      const samples = await source.fetchPrices(
        query,
        AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
      );
      const prices = samples.map(({ askedSeconds, usd, timeSeconds }) => {
        return { day: dayOf(askedSeconds), usd, timeSeconds };
      });
      const fetchedAtMs = nowMs();
      cache.writePrices({
        ...{ source: source.name, coin, ...stretch, provisional, fetchedAtMs, prices },
      });
      return true;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.retry === 'later') hasFailed = true;
      return false;
    }
  };

  const askOnce = (coin: string, day: number, signal: AbortSignal): Promise<boolean> => {
    const key = `${coin}|${day === today ? 'today' : stretchOf(day, today).firstDay}`;
    const known = asking.get(key) ?? ask(coin, day, signal);
    asking.set(key, known);
    return known;
  };

  const findPrice = async (
    coin: string,
    day: number,
    signal: AbortSignal,
  ): Promise<KeptPrice | Unpriced> => {
    const at: PriceAt = { source: source.name, coin, day };
    const what = day === today ? 'provisional' : 'final';
    const kept = cache.readPrice(at);
    if (kept !== null && !kept.provisional) return kept;
    const askedMs = cache.readAskedMs(at, what);
    if (reach === 'cache-only') return kept ?? (askedMs === null ? 'not-kept' : 'not-known');
    // A day that has not come: a block's clock may be a little ahead of this one.
    if (day > today) return 'not-known';
    const isFresh =
      askedMs !== null && startedMs - askedMs < (what === 'final' ? ASK_AGAIN_MS : PROVISIONAL_MS);
    if (isFresh) return kept ?? 'not-known';
    const hasAnswered = await askOnce(coin, day, signal);
    return cache.readPrice(at) ?? (hasAnswered ? 'not-known' : 'not-answered');
  };

  const settle = async (asset: Asset, day: number, signal: AbortSignal): Promise<void> => {
    const days = settled.get(asset.id) ?? new Map<number, Settled>();
    settled.set(asset.id, days);
    let why: Unpriced = 'not-known';
    for (const coin of source.coinsOf(asset)) {
      const found = await findPrice(coin, day, signal);
      if (typeof found !== 'string') {
        const { usd, timeSeconds } = found;
        const told = { usd, timeSeconds, source: source.name, coin };
        const price = { asset: asset.id, day: formatDay(day), ...told };
        days.set(day, { kind: 'priced', price, unit: unitPriceOf(usd, asset) });
        return;
      }
      why = found;
      // Another name must not answer in place of the first one, or a later run would differ.
      if (why !== 'not-known') break;
    }
    days.set(day, { kind: 'unpriced', why });
  };

  const settledOf = (asset: AssetId, timeSeconds: number): Settled | null =>
    settled.get(asset)?.get(dayOf(timeSeconds)) ?? null;

  const gatherAt = async (moments: readonly AssetMoment[], signal: AbortSignal): Promise<void> => {
    const waiting: Promise<void>[] = [];
    for (const [key, { asset, day }] of namedDays(moments, assets)) {
      const known = settling.get(key) ?? settle(asset, day, signal);
      settling.set(key, known);
      waiting.push(known);
    }
    await Promise.all(waiting);
  };

  return {
    book: {
      priceOf: (asset, timeSeconds) => {
        const found = settledOf(asset, timeSeconds);
        return found?.kind === 'priced' ? found.unit : null;
      },
    },
    gather: (facts, signal) => gatherAt(facts.flatMap(momentOf), signal),
    gatherAt,
    whyUnpriced: (asset, timeSeconds) => {
      const priced = pricedAssetOf(asset, assets);
      const found = priced === null ? null : settledOf(priced.id, timeSeconds);
      return found?.kind === 'unpriced' ? found.why : null;
    },
    usedFor: (facts) =>
      daysInOrder(facts, assets).flatMap(({ asset, day }) => {
        const found = settledOf(asset.id, day * SECONDS_PER_DAY);
        return found?.kind === 'priced' ? [found.price] : [];
      }),
    missingFor: (facts) =>
      daysInOrder(facts, assets).flatMap(({ asset, day }) => {
        const found = settledOf(asset.id, day * SECONDS_PER_DAY);
        if (found?.kind !== 'unpriced') return [];
        return [{ asset: asset.id, day: formatDay(day), why: found.why }];
      }),
  };
}

function daysInOrder(facts: readonly LedgerFact[], assets: AssetList): readonly NamedDay[] {
  return [...namedDays(facts.flatMap(momentOf), assets).values()].sort((a, b) =>
    a.asset.id < b.asset.id ? -1 : a.asset.id > b.asset.id ? 1 : a.day - b.day,
  );
}

interface NamedDay {
  readonly asset: Asset;
  readonly day: number;
}

/** What a fact moves, and when. */
function momentOf(fact: LedgerFact): readonly AssetMoment[] {
  const chain = findChain(fact.chain);
  if (chain === undefined) return [];
  const asset = fact.kind === 'utxo' ? nativeAssetId(chain) : fact.asset;
  return [{ asset, timeSeconds: fact.timeSeconds }];
}

/** The assets with a dated price and the days that are named with them. */
function namedDays(
  moments: readonly AssetMoment[],
  assets: AssetList,
): ReadonlyMap<string, NamedDay> {
  const named = new Map<string, NamedDay>();
  for (const { asset: moved, timeSeconds } of moments) {
    const asset = pricedAssetOf(moved, assets);
    if (asset === null) continue;
    const day = dayOf(timeSeconds);
    named.set(`${asset.id}|${day}`, { asset, day });
  }
  return named;
}

/** The days that are asked together: a calendar year as far as it is over, or today alone. */
function stretchOf(
  day: number,
  today: number,
): { readonly firstDay: number; readonly lastDay: number } {
  if (day === today) return { firstDay: day, lastDay: day };
  const year = Number.parseInt(formatMoment(day * SECONDS_PER_DAY).slice(0, 4), 10);
  return {
    firstDay: firstDayOf(year),
    lastDay: Math.min(firstDayOf(year + 1) - 1, today - 1),
  };
}

function firstDayOf(year: number): number {
  return dayOf(parseMoment(`${year.toString().padStart(4, '0')}-01-01`) ?? 0);
}
