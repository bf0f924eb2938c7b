import type { Fraction } from './amount.js';
import type { AssetId, AssetList } from './asset.js';

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

/** What an amount is worth at a price. Units: millionths of a US dollar, rounded down. */
export function usdMicrosAt(price: Fraction, amount: bigint): bigint {
  return (amount * price.numerator) / price.denominator;
}
