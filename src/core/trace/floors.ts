import type { AssetId, AssetList } from '../asset.js';
import type { ReadonlyAmounts } from './assetAmounts.js';

/**
 * Below this share of a direction an asset may be dust. Units: per cent.
 * Source: a policy choice, the same share as for payments.
 */
const DUST_PERCENT = 1n;

/** Parts of an expansion floor in which totals of different assets are added up. */
export const FLOOR_PARTS = 1_000_000n;

/**
 * Whether all that an account moved of an asset in one direction is no more than dust: below the
 * asset's own floor, and below 1 % of what it moved of all assets.
 *
 * Else whoever sends an account worthless sums of an asset that it does not use would decide what is
 * looked up first, and could spend the whole budget.
 *
 * Units: `totals` atomic, by asset. Assets without a price are compared by their expansion floors,
 * which are set to be worth about the same.
 * Edge: an account that moved nothing but a little is looked at like any other.
 */
export function isDustAsset(
  asset: AssetId,
  totals: ReadonlyMap<AssetId, bigint>,
  assets: AssetList,
): boolean {
  const total = totals.get(asset) ?? 0n;
  if (total >= (assets.get(asset)?.dustAmount ?? 0n)) return false;
  const whole = inFloors(totals, assets);
  return inFloors(new Map([[asset, total]]), assets) * 100n < whole * DUST_PERCENT;
}

/**
 * Amounts of several assets together, by the expansion floor of each. Units: `FLOOR_PARTS`.
 *
 * Edge: an asset that is not listed is nothing; a floor of nothing counts as one atomic unit.
 */
export function inFloors(amounts: ReadonlyAmounts, assets: AssetList): bigint {
  let sum = 0n;
  for (const [asset, amount] of amounts) {
    const listed = assets.get(asset);
    if (listed === undefined) continue;
    sum += (amount * FLOOR_PARTS) / (listed.expansionFloorAmount || 1n);
  }
  return sum;
}
