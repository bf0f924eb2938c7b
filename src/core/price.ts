import type { AssetId, AssetList } from './asset.js';

/** Millionths in a whole. */
const MILLION = 1_000_000n;

/**
 * What an amount of a pegged asset is worth. Units: millionths of a US dollar, rounded down.
 *
 * Edge: null for an asset without a peg; it has no price here. Null is never zero.
 */
export function usdMicrosOf(assets: AssetList, asset: AssetId, amount: bigint): bigint | null {
  const listed = assets.get(asset);
  if (listed === undefined || listed.peg !== 'usd') return null;
  return (amount * MILLION) / 10n ** BigInt(listed.decimals);
}
