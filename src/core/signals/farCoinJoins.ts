import { chainOfAccount } from '../account.js';
import { sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { UtxoTx } from '../ledger.js';
import type { Lookup } from '../lookup.js';
import type { CoinJoin } from '../patterns/coinJoin.js';
import { endsTrail, findCoinJoin } from '../patterns/coinJoin.js';
import type { Role } from '../trace/traceNode.js';
import type { OutputWalk, Trace } from '../trace/traceState.js';

/** A CoinJoin at which money of the subject was lost sight of. */
export interface FarCoinJoin {
  readonly tx: UtxoTx;
  readonly coinJoin: CoinJoin;
  readonly direction: Direction;
  /** Owner hops from the subject. */
  readonly depth: number;
  /** What of the subject's money was lost sight of here. Units: atomic. */
  readonly stake: bigint;
  readonly asset: AssetId;
  /** Transactions between it and the subject, its own first. Order: the chain's for what came in, else reversed. */
  readonly way: readonly string[];
}

/**
 * CoinJoins further away than the subject's own transactions at which the trail of its money ends,
 * back or forward, each with the transactions that lead there. Order: as given; incoming first.
 *
 * Edge: one whose shape is too weak to end the trail is followed through, and not told.
 */
export function farCoinJoins(
  trace: Trace,
  walk: OutputWalk,
  txs: readonly UtxoTx[],
): readonly FarCoinJoin[] {
  const { subject, knowledge } = trace.start;
  const isOwn = ({ inputs, outputs }: UtxoTx) =>
    [...inputs, ...outputs].some(({ account }) => account === subject);
  const byId = new Map(txs.map((tx) => [tx.txId, tx]));
  return txs.flatMap((tx): FarCoinJoin[] => {
    const coinJoin = isOwn(tx) ? null : findCoinJoin(tx, knowledge);
    if (coinJoin === null || !endsTrail(coinJoin)) return [];
    const found: FarCoinJoin[] = [];
    for (const direction of ['incoming', 'outgoing'] as const) {
      const roles = rolesOf(trace, tx, direction);
      if (roles.length === 0) continue;
      const depth = Math.min(...roles.map((role) => role.depth));
      const stake = sumAmounts(roles.map((role) => role.stake.get(walk.asset) ?? 0n));
      const next = direction === 'incoming' ? spendersIn(walk) : makersIn(byId);
      const way = wayTo(tx, isOwn, next);
      found.push({ tx, coinJoin, direction, depth, stake, asset: walk.asset, way });
    }
    return found;
  });
}

/** How the search came to a transaction in a direction; empty where it did not. */
function rolesOf({ frontier, start }: Trace, tx: UtxoTx, direction: Direction): readonly Role[] {
  const chain = chainOfAccount(start.subject);
  const lookups: readonly Lookup[] =
    direction === 'incoming'
      ? [{ kind: 'transaction', chain, txId: tx.txId }]
      : tx.inputs.flatMap(({ previous }): readonly Lookup[] =>
          previous === null
            ? []
            : [{ kind: 'spends', chain, txId: previous.txId, outputs: [previous.index] }],
        );
  return lookups.flatMap((lookup) => frontier.places.find(lookup)?.roles[direction] ?? []);
}

type Next = (tx: UtxoTx) => readonly UtxoTx[];

/** The transactions that spend what a transaction made. */
function spendersIn({ spenders }: OutputWalk): Next {
  return ({ txId, outputs }) =>
    outputs.flatMap((_, index) => spenders.get(`${txId}:${index}`) ?? []);
}

/** The transactions that made what a transaction spends. */
function makersIn(byId: ReadonlyMap<string, UtxoTx>): Next {
  return ({ inputs }) => inputs.flatMap(({ previous }) => byId.get(previous?.txId ?? '') ?? []);
}

/** The fewest transactions from one to another of which something holds; the first alone if there is no way. */
function wayTo(from: UtxoTx, isEnd: (tx: UtxoTx) => boolean, next: Next): readonly string[] {
  const before = new Map<UtxoTx, UtxoTx | null>([[from, null]]);
  for (const tx of before.keys()) {
    if (isEnd(tx)) {
      const way: string[] = [];
      for (let at: UtxoTx | null = tx; at !== null; at = before.get(at) ?? null)
        way.unshift(at.txId);
      return way;
    }
    for (const one of next(tx)) if (!before.has(one)) before.set(one, tx);
  }
  return [from.txId];
}
