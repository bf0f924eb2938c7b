import type { AssetId } from '../../../src/core/asset.js';
import type { PriceBook } from '../../../src/core/price.js';
import { assetOf } from './assets.js';

/** What a coin is worth in every world, by symbol; all others are a dollar. */
const DOLLARS: Readonly<Record<string, number>> = { ETH: 2_000, WETH: 2_000, BTC: 60_000 };

/** What one coin of an asset is worth in every world. Units: US dollars. */
export function dollarsPerCoin(id: AssetId): number {
  return DOLLARS[assetOf(id).symbol] ?? 1;
}

/** What an amount is worth in every world. Units: US dollars. */
export function dollarsOf(id: AssetId, amount: bigint): number {
  return (Number(amount) / 10 ** assetOf(id).decimals) * dollarsPerCoin(id);
}

/** The worlds' prices as the application takes them. */
export const WORLD_PRICES: PriceBook = {
  priceOf: (id) => ({
    numerator: BigInt(dollarsPerCoin(id)) * 1_000_000n,
    denominator: 10n ** BigInt(assetOf(id).decimals),
  }),
};
