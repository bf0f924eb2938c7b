import type { AssetId } from '../asset.js';

/** Amounts by asset, to read. Units: atomic. A map of them is one. */
export interface ReadonlyAmounts extends Iterable<readonly [AssetId, bigint]> {
  get(asset: AssetId): bigint | undefined;
}

/**
 * Amounts by asset. Units: atomic. Order: as assets first came.
 *
 * Mostly there is but one asset, for which no map is made: a trace keeps such amounts of every place
 * that it ever met.
 */
export class AssetAmounts implements ReadonlyAmounts {
  #asset: AssetId | null = null;
  #amount = 0n;
  /** All of them, once there are several. */
  #all: Map<AssetId, bigint> | null = null;

  /** The amount of an asset, if there ever was any. */
  get(asset: AssetId): bigint | undefined {
    if (this.#all !== null) return this.#all.get(asset);
    return asset === this.#asset ? this.#amount : undefined;
  }

  /** Sets the amount of an asset. */
  set(asset: AssetId, amount: bigint): void {
    if (this.#all === null && (this.#asset === null || this.#asset === asset)) {
      this.#asset = asset;
      this.#amount = amount;
      return;
    }
    this.#all ??= new Map(this);
    this.#all.set(asset, amount);
  }

  /** Adds to the amount of an asset. */
  add(asset: AssetId, more: bigint): void {
    this.set(asset, (this.get(asset) ?? 0n) + more);
  }

  /** Forgets all. */
  clear(): void {
    this.#asset = null;
    this.#all = null;
  }

  /** The same amounts, apart from these. */
  copy(): AssetAmounts {
    const copied = new AssetAmounts();
    copied.#asset = this.#asset;
    copied.#amount = this.#amount;
    copied.#all = this.#all === null ? null : new Map(this.#all);
    return copied;
  }

  *[Symbol.iterator](): Generator<readonly [AssetId, bigint]> {
    if (this.#all !== null) yield* this.#all;
    else if (this.#asset !== null) yield [this.#asset, this.#amount];
  }
}
