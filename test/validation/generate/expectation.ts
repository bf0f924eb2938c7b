import type { AssetId } from '../../../src/core/asset.js';
import { RISK_CATEGORIES } from '../../../src/core/attribution.js';
import { assetOf } from './assets.js';
import { dollarsOf } from './prices.js';
import type { Connection, Gravity, WorldLabel } from './world.js';
import { GRAVITY } from './world.js';

/** Owner hops after which the default policy follows nothing. */
export const POLICY_DEPTH = 4;

/**
 * The mildest decision that the default policy allows for one connection, by haircut.
 *
 * FIFO may ask for more, never for less, since the rules judge the larger of both. Dollars count only
 * where an asset is pegged to them.
 */
export function leastFor(connection: Connection, label: WorldLabel): Gravity {
  const { direction, ownerHops, dust } = connection;
  const share = Math.max(...connection.values.map((value) => value.share));
  const dollars = connection.values.reduce(
    (sum, { asset, amount }) => sum + peggedDollars(asset, amount),
    0,
  );
  if (dust || ownerHops > POLICY_DEPTH) return 'proceed';
  const isDirect = connection.rawHops === 1;
  if (label.category === 'mixer') {
    if (isDirect && label.authority === 'list') return 'hold';
    return share >= 0.1 || dollars >= 1_000 ? 'review' : 'proceed';
  }
  if (direction === 'incoming') {
    if (isDirect) return 'hold';
    if (ownerHops <= 2) {
      if (share >= 0.1 || dollars >= 1_000) return 'hold';
      return share >= 0.01 || dollars >= 100 ? 'review' : 'proceed';
    }
    if (share >= 0.25) return 'hold';
    return share >= 0.05 ? 'review' : 'proceed';
  }
  if (isDirect) {
    return label.category === 'stolen-funds' || label.category === 'ransom' ? 'review' : 'hold';
  }
  if (ownerHops <= 2 && share >= 0.25) return 'hold';
  return share >= 0.05 ? 'review' : 'proceed';
}

/** Whether a label accuses, rather than naming a service. */
export function isRisk(label: WorldLabel): boolean {
  return RISK_CATEGORIES.includes(label.category);
}

/** The graver of two decisions. */
export function graver(a: Gravity, b: Gravity): Gravity {
  return GRAVITY.indexOf(a) >= GRAVITY.indexOf(b) ? a : b;
}

function peggedDollars(id: AssetId, amount: bigint): number {
  return assetOf(id).peg === 'usd' ? dollarsOf(id, amount) : 0;
}
