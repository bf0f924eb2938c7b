import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import { DIRECTIONS, SHARE_ONE } from '../trace/frontier.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';
import { hiddenShare } from './hiddenShare.js';

/** Value that ends at an account which the search did not know to stand there. */
export interface EndUnseen {
  readonly account: Account;
  readonly direction: Direction;
  /** Units: `SHARE_ONE`. */
  readonly share: bigint;
}

/**
 * A smaller share is not told. Units: `SHARE_ONE`.
 * Source: a policy choice, the share below which the search itself hands nothing on any more.
 */
const SMALLEST_TOLD = SHARE_ONE / 10_000n;

/**
 * Accounts at which the replay ends although nobody looked them up, with the share that the search
 * did not know to pass them.
 *
 * The search follows one account's rows at a time, the replay sees all rows together, and where they
 * understand a transaction differently the search never hears of somebody behind it. Such an account
 * has no place in the trace, or one for less than what ends there.
 * Edge: what the search knew and left (by the floor, by age, for little was left, or because it lies
 * behind the depth that has to be seen) is left by the policy; a busy account is a hub. On an
 * unspent-output chain both follow the same outputs.
 */
export function endsUnseen(trace: Trace, splits: readonly AssetSplit[]): EndUnseen[] {
  if (trace.walk.kind !== 'accounts') return [];
  return DIRECTIONS.flatMap((direction) =>
    [...endsOf(splits, direction)].flatMap(([account, ended]): EndUnseen[] => {
      const amounts = notKnown(trace, direction, { account, ended });
      const share = hiddenShare(trace, splits, { direction, amounts });
      return share < SMALLEST_TOLD ? [] : [{ account, direction, share }];
    }),
  );
}

/** What ends at accounts that were not replayed, by haircut. Units: atomic. */
function endsOf(
  splits: readonly AssetSplit[],
  direction: Direction,
): ReadonlyMap<Account, ReadonlyMap<AssetId, bigint>> {
  const ends = new Map<Account, Map<AssetId, bigint>>();
  for (const split of splits) {
    if (split.direction !== direction) continue;
    for (const { bucket, amount } of split.splits.whole.haircut.buckets) {
      if (bucket.kind !== 'place' || bucket.place.kind !== 'edge') continue;
      const { account, what } = bucket.place;
      if (account === null || what.kind !== 'not-replayed') continue;
      const ofAccount = ends.get(account) ?? new Map<AssetId, bigint>();
      ends.set(account, ofAccount);
      ofAccount.set(split.asset, (ofAccount.get(split.asset) ?? 0n) + amount);
    }
  }
  return ends;
}

function notKnown(
  { busy, frontier, start }: Trace,
  direction: Direction,
  end: { readonly account: Account; readonly ended: ReadonlyMap<AssetId, bigint> },
): ReadonlyMap<AssetId, bigint> {
  if (busy.has(end.account)) return new Map();
  const role = frontier.places.ofAccount(end.account)?.roles[direction] ?? null;
  if (role === null) return end.ended;
  if (role.depth >= start.policy.requiredDepth) return new Map();
  return new Map(
    [...end.ended].flatMap(([asset, amount]) => {
      const known = role.stake.get(asset) ?? 0n;
      return amount > known ? [[asset, amount - known] as const] : [];
    }),
  );
}
