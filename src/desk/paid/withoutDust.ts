import type { Account } from '../../core/account.js';
import type { AssetId, AssetList } from '../../core/asset.js';

/**
 * Payments without those that are dust: all that an account got of an asset together is below the
 * asset's floor. Small payments that add up stay. Order: as given.
 */
export function withoutDust<
  Paid extends { readonly account: Account; readonly asset: AssetId; readonly amount: bigint },
>(paid: readonly Paid[], assets: AssetList): readonly Paid[] {
  const sums = new Map<string, bigint>();
  for (const { account, asset, amount } of paid) {
    const key = `${account} ${asset}`;
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  return paid.filter(({ account, asset }) => {
    const floor = assets.get(asset)?.dustAmount;
    return floor !== undefined && (sums.get(`${account} ${asset}`) ?? 0n) >= floor;
  });
}
