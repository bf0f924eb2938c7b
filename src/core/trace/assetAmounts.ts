import type { AssetId } from '../asset.js';
import { SmallMap } from './smallMap.js';

/** Amounts by asset, to read. Units: atomic. A map of them is one. */
export interface ReadonlyAmounts extends Iterable<readonly [AssetId, bigint]> {
  get(asset: AssetId): bigint | undefined;
}

/** Amounts by asset, mostly of one. Units: atomic. Order: as assets first came. */
export class AssetAmounts extends SmallMap<AssetId, bigint> implements ReadonlyAmounts {
  /** Adds to the amount of an asset. */
  add(asset: AssetId, more: bigint): void {
    this.set(asset, (this.get(asset) ?? 0n) + more);
  }

  /** The same amounts, apart from these. */
  copy(): AssetAmounts {
    const copied = new AssetAmounts();
    for (const [asset, amount] of this) copied.set(asset, amount);
    return copied;
  }
}
