import type { AssetId } from '../core/asset.js';
import type { DocumentAsset } from './document.js';
import { formatAmount, formatDollars } from './format.js';

/** What names its assets. */
export interface NamesAssets {
  readonly assets: readonly DocumentAsset[];
}

/** An amount of an asset that a document names, in words: `2.50 ETH`, or for `usd` dollars. */
export function describeAmount(
  document: NamesAssets,
  asset: AssetId | 'usd',
  amount: string,
): string {
  if (asset === 'usd') return formatDollars(amount);
  const named = document.assets.find((known) => known.asset === asset);
  return named === undefined ? `${amount} units of ${asset}` : formatAmount(amount, named);
}

/** The short name of an asset that a document names. */
export function describeAsset(document: NamesAssets, asset: AssetId | 'usd'): string {
  if (asset === 'usd') return 'all assets in US dollars';
  return document.assets.find((known) => known.asset === asset)?.symbol ?? asset;
}
