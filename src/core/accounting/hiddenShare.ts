import { largerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { ReadonlyAmounts } from '../trace/assetAmounts.js';
import { isDustAsset } from '../trace/floors.js';
import { SHARE_ONE } from '../trace/frontier.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';
import { ownAmount } from './replay.js';

/**
 * The share of a direction that amounts are, of what did not only make a round trip: money that a
 * wallet sends back and forth must not make small what hides. Units: `SHARE_ONE`.
 *
 * Edge: the largest share of any one asset, so that much of one hides nothing of another; but an
 * asset of which the wallet moved only dust hides nothing. All is hidden of an asset of which nothing
 * was seen to move.
 */
export function hiddenShare(
  trace: Trace,
  splits: readonly AssetSplit[],
  hidden: { readonly direction: Direction; readonly amounts: ReadonlyAmounts },
): bigint {
  const { direction, amounts } = hidden;
  const totals = trace.frontier.totals[direction];
  let largest = 0n;
  const moved = new Set<AssetId>();
  for (const split of splits) {
    if (split.direction !== direction) continue;
    moved.add(split.asset);
    const amount = amounts.get(split.asset) ?? 0n;
    if (amount === 0n) continue;
    if (isDustAsset(split.asset, totals, trace.start.assets)) continue;
    const own = ownAmount(split.splits.whole.haircut);
    if (own > 0n) largest = largerAmount(largest, (amount * SHARE_ONE) / own);
  }
  for (const [asset, amount] of amounts) {
    if (amount === 0n || moved.has(asset) || isDustAsset(asset, totals, trace.start.assets))
      continue;
    largest = largerAmount(largest, SHARE_ONE);
  }
  return largest;
}
