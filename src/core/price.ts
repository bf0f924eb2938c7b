import type { Fraction } from './amount.js';
import { parseDecimal } from './amount.js';
import type { Asset, AssetId, AssetList } from './asset.js';
import { dayOf, formatDay } from './moment.js';

/** What assets were worth. */
export interface PriceBook {
  /**
   * The worth of one atomic unit at a moment. Units: millionths of a US dollar per atomic unit.
   *
   * Edge: null where no price is known. Null is never zero.
   */
  readonly priceOf: (asset: AssetId, timeSeconds: number) => Fraction | null;
}

/** Millionths in a whole. */
const MILLION = 1_000_000n;

/**
 * Prices of assets whose worth the asset list fixes (a peg), else those of `dated`; a token that
 * wraps a native coin is worth what the coin is.
 */
export function createPriceBook(assets: AssetList, dated: PriceBook | null): PriceBook {
  const priceOf = (asset: AssetId, timeSeconds: number): Fraction | null => {
    const listed = assets.get(asset);
    if (listed === undefined) return null;
    if (listed.peg === 'usd') {
      return { numerator: MILLION, denominator: 10n ** BigInt(listed.decimals) };
    }
    const own = dated?.priceOf(asset, timeSeconds) ?? null;
    if (own !== null || listed.wraps === null) return own;
    return priceOf(listed.wraps, timeSeconds);
  };
  return { priceOf };
}

/** What one whole unit of an asset was worth on a UTC day, and who says so. */
export interface DatedPrice {
  readonly asset: AssetId;
  /** ISO date. */
  readonly day: string;
  /** Plain decimal text. Units: US dollars for one whole unit. */
  readonly usd: string;
  /** The moment of which the source says so. Units: Unix seconds. */
  readonly timeSeconds: number;
  /** Host and kind of the source, and the name under which it knows the asset. */
  readonly source: string;
  readonly coin: string;
}

/**
 * Why an asset has no price on a day.
 *
 * `not-known`: its source has none. `not-answered`: the source did not answer. `not-kept`: it was
 * not asked, since nobody may be.
 */
export const UNPRICED = ['not-known', 'not-answered', 'not-kept'] as const;

/** Why an asset has no price on a day. */
export type Unpriced = (typeof UNPRICED)[number];

/** An asset without a price on a UTC day. */
export interface UnpricedDay {
  readonly asset: AssetId;
  /** ISO date. */
  readonly day: string;
  readonly why: Unpriced;
}

/**
 * Prices by asset and UTC day.
 *
 * One price counts for a whole day, so that the same facts are always worth the same: coins that
 * move more than the 5 % that a swap may lose do so within a day as well, but a finer price would
 * need a request for each payment, and would tell its source when a wallet was used.
 * Source: a policy choice.
 *
 * @throws {Bug} when a price is no plain decimal text; check it where it comes from.
 */
export function createDailyPrices(assets: AssetList, prices: Iterable<DatedPrice>): PriceBook {
  const byAsset = new Map<AssetId, Map<string, Fraction>>();
  for (const { asset, day, usd } of prices) {
    const listed = assets.get(asset);
    if (listed === undefined) continue;
    const days = byAsset.get(asset) ?? new Map<string, Fraction>();
    byAsset.set(asset, days);
    days.set(day, unitPriceOf(usd, listed));
  }
  const priceOf = (asset: AssetId, timeSeconds: number) =>
    byAsset.get(asset)?.get(formatDay(dayOf(timeSeconds))) ?? null;
  return { priceOf };
}

/**
 * The price of an atomic unit where a whole unit costs so many dollars. Units: as in `PriceBook`.
 *
 * @throws {Bug} when the price is no plain decimal text.
 */
export function unitPriceOf(usd: string, { decimals }: Pick<Asset, 'decimals'>): Fraction {
  const { numerator, denominator } = parseDecimal(usd);
  return {
    numerator: numerator * MILLION,
    denominator: denominator * 10n ** BigInt(decimals),
  };
}

/**
 * The asset whose dated price a listed asset has: its own, or that of the coin that it wraps; null
 * for one that a peg prices, and for one that is not listed.
 */
export function pricedAssetOf(asset: AssetId, assets: AssetList): Asset | null {
  const listed = assets.get(asset);
  if (listed === undefined || listed.peg !== null) return null;
  return listed.wraps === null ? listed : pricedAssetOf(listed.wraps, assets);
}

/** What an amount is worth at a price. Units: millionths of a US dollar, rounded down. */
export function usdMicrosAt(price: Fraction, amount: bigint): bigint {
  return (amount * price.numerator) / price.denominator;
}
