import type { Account } from '../account.js';
import { chainOfAccount } from '../account.js';
import type { AssetId } from '../asset.js';
import { nativeAssetId } from '../asset.js';
import { findChain } from '../chain.js';
import type { Composition } from '../composition.js';
import { Bug } from '../errors.js';
import type {
  AssetTotal,
  BoundJointly,
  Direction,
  Exposure,
  ExposureTotals,
  Period,
} from '../exposure.js';
import type { Transfer, UtxoTx } from '../ledger.js';
import { recentSince } from '../moment.js';
import { DIRECTIONS } from '../trace/frontier.js';
import { listedPayer, readTx } from '../trace/outputWalk.js';
import type { Trace } from '../trace/traceState.js';
import { unseenReasonOf } from '../trace/unseenReason.js';
import type { AssetSplit } from './assetSplit.js';
import { createBounder } from './bounds.js';
import { composeEnds, composeOrigins } from './compose.js';
import { replayLots } from './fifo.js';
import { sweepHaircut } from './haircut.js';
import { createJointBounds } from './jointBounds.js';
import type { AssetMovements, MovementTable } from './movementTable.js';
import { ReplayMemory } from './onTheWay.js';
import { outputMovements } from './outputMovements.js';
import { hasOwnRisks, joinOwnRisks, withOwnRisks } from './ownRisks.js';
import type { ReplayQuestion } from './replay.js';
import { ownTotalOf, returnedOf } from './replay.js';
import { splitByAssets } from './tabulate.js';
import { tabulateAccounts } from './tabulateAccounts.js';
import { tellExposures } from './tellExposures.js';
import { createValuer } from './valuer.js';

/** Where a subject's value came from and where it went. */
export interface Accounting {
  readonly splits: readonly AssetSplit[];
  readonly totals: ExposureTotals;
  readonly composition: Composition;
  readonly exposures: readonly Exposure[];
  readonly boundJointly: BoundJointly;
}

/**
 * Accounts for all value that a trace saw: by haircut and by FIFO, whole and of the last 365 days.
 *
 * Conservation: per asset and direction the composition adds up to what was received or sent.
 * Edge: labels of one's own are accounted for in a second replay, so that their exposures stand beside
 * what others say and take nothing from it.
 */
export function accountFor(trace: Trace): Accounting {
  const others = accountOnce(trace);
  if (!hasOwnRisks(trace)) return others;
  return { ...others, ...joinOwnRisks(others, accountOnce(withOwnRisks(trace))) };
}

function accountOnce(trace: Trace): Accounting {
  const { subject } = trace.start;
  const memory = new ReplayMemory();
  const splits = replayedMovements(trace)
    .flatMap(({ table, assets }) =>
      DIRECTIONS.flatMap((direction) =>
        splitDirection(trace, { table, assets, direction, memory }),
      ),
    )
    .sort((a, b) => (a.asset === b.asset ? 0 : a.asset < b.asset ? -1 : 1));
  const totals = totalsOf(subject, splits);
  const reasonOf = (account: Account | null) => unseenReasonOf(trace, account);
  return {
    splits,
    totals,
    composition: {
      incoming: composeOrigins({ subject, splits, busy: trace.busy, reasonOf }),
      outgoing: composeEnds({ subject, splits, busy: trace.busy, reasonOf }),
    },
    exposures: tellExposures(trace, splits, totals),
    boundJointly: createJointBounds(subject, splits),
  };
}

function replayedMovements(trace: Trace): readonly AssetMovements[] {
  const { subject, knowledge, assets, prices } = trace.start;
  const chain = findChain(chainOfAccount(subject));
  if (chain === undefined) throw new Bug('A trace on an unknown chain was accounted for.');
  const expanded = new Set<Account>();
  for (const node of trace.frontier.places) {
    if (node.lookup.kind === 'account' && node.state === 'expanded') {
      expanded.add(node.lookup.account);
    }
  }
  const scope = { subject, knowledge, isReplayed: (account: Account) => expanded.has(account) };
  const { walk } = trace;
  if (walk.kind === 'outputs') {
    const readingOf = (tx: UtxoTx) => ({
      ...readTx(trace, walk, tx),
      countsAs: listedPayer(trace, tx)?.countsAs ?? [],
    });
    const txs: UtxoTx[] = [];
    for (const fact of trace.facts.values()) if (fact.kind === 'utxo') txs.push(fact);
    const asset = nativeAssetId(chain);
    const movements = outputMovements(txs, { ...scope, unspent: trace.unspent, asset, readingOf });
    return splitByAssets(movements);
  }
  const { transfers } = trace.facts;
  const unlisted = new Map<string, Transfer[]>();
  for (const transfer of trace.noise.values()) {
    if (transfer.txId === null) continue;
    const ofTx = unlisted.get(transfer.txId) ?? [];
    unlisted.set(transfer.txId, ofTx);
    ofTx.push(transfer);
  }
  const depositOf = (account: Account) => walk.deposits.get(account) ?? null;
  return tabulateAccounts({ transfers, unlisted }, { ...scope, assets, prices, depositOf });
}

/** The splits of the assets that the subject received (or sent). */
function splitDirection(
  trace: Trace,
  ledger: {
    readonly table: MovementTable;
    readonly assets: readonly AssetId[];
    readonly direction: Direction;
    readonly memory: ReplayMemory;
  },
): AssetSplit[] {
  const { table, direction } = ledger;
  const { nowSeconds, prices } = trace.start;
  const recentSeconds = recentSince(nowSeconds);
  // Only the subject's balance is asked of the chain, and the subject is no holding.
  const chainBalanceOf = null;
  const bounder = createBounder({ table, direction, recentSeconds, chainBalanceOf });
  return ledger.assets.flatMap((asset) => {
    const question: ReplayQuestion = {
      table,
      asset,
      direction,
      recentSeconds,
      priceAt: (timeSeconds) => prices.priceOf(asset, timeSeconds),
    };
    if (ownTotalOf(question, 'whole').amount === 0n) return [];
    const haircut = sweepHaircut(question, ledger.memory);
    const fifo = replayLots(question, ledger.memory);
    const splitsOf = (period: Period) => {
      const total = ownTotalOf(question, period);
      return { haircut: haircut.tally.split(period, total), fifo: fifo.split(period, total) };
    };
    return [
      {
        direction,
        asset,
        table,
        splits: { whole: splitsOf('whole'), recent: splitsOf('recent') },
        bounder,
        valuers: {
          whole: createValuer(question, 'whole'),
          recent: createValuer(question, 'recent'),
        },
        conversions: [...haircut.throughConversion]
          .sort(([, a], [, b]) => (a === b ? 0 : a > b ? -1 : 1))
          .map(([movement]) => movement),
      },
    ];
  });
}

function totalsOf(subject: Account, splits: readonly AssetSplit[]): ExposureTotals {
  const totalOf = (split: AssetSplit, period: Period): AssetTotal[] => {
    const { haircut, fifo } = split.splits[period];
    if (haircut.total === 0n) return [];
    const most = split.bounder.mostReturned(split.asset, period);
    return [
      {
        subject,
        asset: split.asset,
        amount: haircut.total,
        usdMicros: haircut.totalUsdMicros,
        returned: {
          haircut: returnedOf(haircut),
          fifo: returnedOf(fifo),
          most: { amount: most, usdMicros: split.valuers[period].atMost(most) },
        },
      },
    ];
  };
  const of = (direction: Direction) => {
    const mine = splits.filter((split) => split.direction === direction);
    return {
      totals: mine.flatMap((split) => totalOf(split, 'whole')),
      recentTotals: mine.flatMap((split) => totalOf(split, 'recent')),
    };
  };
  return { incoming: of('incoming'), outgoing: of('outgoing') };
}
