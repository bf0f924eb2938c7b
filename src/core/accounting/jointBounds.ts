import type { Account } from '../account.js';
import type { BoundJointly, Exposure, JointAmount, Period } from '../exposure.js';
import type { AssetSplit } from './assetSplit.js';
import { boundSplit } from './boundSplit.js';
import type { Place } from './movement.js';
import type { Distance } from './replay.js';

/**
 * Bounds exposures of one subject together, over its own splits. What was asked once is kept.
 *
 * Edge: exposures of other subjects and ownership, which moves nothing, are left out.
 */
export function createJointBounds(subject: Account, splits: readonly AssetSplit[]): BoundJointly {
  const known = new Map<string, readonly JointAmount[]>();
  return (exposures, period) => {
    const mine = exposures.filter((one) => one.subject === subject && one.kind !== 'ownership');
    const key = [period, ...mine.map(nameOf).sort()].join('\n');
    const before = known.get(key);
    if (before !== undefined) return before;
    const amounts = splits.flatMap((split) => boundTogether(split, mine, period));
    known.set(key, amounts);
    return amounts;
  };
}

function nameOf({ direction, kind, attribution }: Exposure): string {
  return [direction, kind, attribution.category, attribution.entity].join('|');
}

function boundTogether(
  split: AssetSplit,
  exposures: readonly Exposure[],
  period: Period,
): JointAmount[] {
  const accounts: Record<Distance, Set<Account>> = { direct: new Set(), indirect: new Set() };
  for (const { direction, kind, accounts: theirs } of exposures) {
    if (direction !== split.direction || kind === 'ownership') continue;
    for (const account of theirs) accounts[kind].add(account);
  }
  if (accounts.direct.size + accounts.indirect.size === 0) return [];
  const isRisky = ({ account }: Place, distance: Distance) =>
    account !== null && accounts[distance].has(account);
  const { lower, upper, upperIfUnseenRisky } = boundSplit(split, { period, isRisky });
  const { atLeast, atMost } = split.valuers[period];
  const isPriced = split.splits[period].haircut.totalUsdMicros !== null;
  const usd = isPriced
    ? {
        lower: atLeast(lower),
        upper: atMost(upper),
        upperIfUnseenRisky: atMost(upperIfUnseenRisky),
      }
    : null;
  const [subject] = exposures.map((exposure) => exposure.subject);
  if (subject === undefined) return [];
  return [{ subject, asset: split.asset, lower, upper, upperIfUnseenRisky, usd }];
}
