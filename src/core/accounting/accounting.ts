import type { Account } from '../account.js';
import { chainOfAccount } from '../account.js';
import type { AssetId, AssetList } from '../asset.js';
import { nativeAssetId } from '../asset.js';
import { findChain } from '../chain.js';
import type { Composition } from '../composition.js';
import { Bug } from '../errors.js';
import type { AssetTotal, Direction, Exposure, ExposureTotals } from '../exposure.js';
import { recentSince } from '../moment.js';
import { usdMicrosOf } from '../price.js';
import { DIRECTIONS } from '../trace/frontier.js';
import type { Trace } from '../trace/traceState.js';
import { unseenReasonOf } from '../trace/unseenReason.js';
import type { AssetSplit } from './assetSplit.js';
import { composeEnds, composeOrigins } from './compose.js';
import type { Movement } from './movement.js';
import { movementsOf } from './movement.js';
import type { Split } from './replay.js';
import { replay } from './replay.js';
import { tellExposures } from './tellExposures.js';

/** Where a subject's value came from and where it went. */
export interface Accounting {
  readonly splits: readonly AssetSplit[];
  readonly totals: ExposureTotals;
  readonly composition: Composition;
  readonly exposures: readonly Exposure[];
}

/**
 * Accounts for all value that a trace saw: by haircut and by FIFO, whole and of the last 365 days.
 *
 * Conservation: per asset and direction the composition adds up to what was received or sent.
 */
export function accountFor(trace: Trace): Accounting {
  const { subject, assets, nowSeconds } = trace.start;
  const movements = replayedMovements(trace);
  const splits: AssetSplit[] = [];
  for (const asset of assetsOf(movements)) {
    const ofAsset = movements.filter((movement) => movement.asset === asset);
    for (const direction of DIRECTIONS) {
      const whole = { movements: ofAsset, direction, sinceSeconds: Number.NEGATIVE_INFINITY };
      const recent = { movements: ofAsset, direction, sinceSeconds: recentSince(nowSeconds) };
      splits.push({
        direction,
        asset,
        movements: ofAsset,
        haircut: replay('haircut', whole),
        fifo: replay('fifo', whole),
        recentHaircut: replay('haircut', recent),
        recentFifo: replay('fifo', recent),
      });
    }
  }
  const reasonOf = (account: Account | null) => unseenReasonOf(trace, account);
  return {
    splits,
    totals: totalsOf(subject, splits, assets),
    composition: {
      incoming: composeOrigins({ subject, splits, busy: trace.busy, reasonOf }),
      outgoing: composeEnds({ subject, splits, busy: trace.busy, reasonOf }),
    },
    exposures: tellExposures(trace, splits),
  };
}

function replayedMovements(trace: Trace): Movement[] {
  const { subject, knowledge } = trace.start;
  const chain = findChain(chainOfAccount(subject));
  if (chain === undefined) throw new Bug('A trace on an unknown chain was accounted for.');
  const expanded = new Set<Account>();
  for (const node of trace.frontier.nodes.values()) {
    if (node.lookup.kind === 'account' && node.state === 'expanded') {
      expanded.add(node.lookup.account);
    }
  }
  return movementsOf(trace.facts.values(), {
    subject,
    knowledge,
    isReplayed: (account) => expanded.has(account),
    unspent: trace.unspent,
    utxoAsset: nativeAssetId(chain),
  });
}

function assetsOf(movements: readonly Movement[]): AssetId[] {
  return [...new Set(movements.map((movement) => movement.asset))].sort();
}

function totalsOf(
  subject: Account,
  splits: readonly AssetSplit[],
  assets: AssetList,
): ExposureTotals {
  const total = (asset: AssetId, split: Split): AssetTotal => ({
    subject,
    asset,
    amount: split.total,
    usdMicros: usdMicrosOf(assets, asset, split.total),
    returned: split.buckets
      .filter(({ bucket }) => bucket.kind === 'returned')
      .reduce((sum, { amount }) => sum + amount, 0n),
  });
  const of = (direction: Direction) => {
    const mine = splits.filter(
      (split) => split.direction === direction && split.haircut.total > 0n,
    );
    return {
      totals: mine.map((split) => total(split.asset, split.haircut)),
      recentTotals: mine
        .filter((split) => split.recentHaircut.total > 0n)
        .map((split) => total(split.asset, split.recentHaircut)),
    };
  };
  return { incoming: of('incoming'), outgoing: of('outgoing') };
}
