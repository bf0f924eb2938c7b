import type { Account } from '../core/account.js';
import type { AssetId, AssetList } from '../core/asset.js';
import type { LedgerFact, Transfer } from '../core/ledger.js';
import type { NettingScope } from '../core/netting/belief.js';
import { isMarket } from '../core/netting/belief.js';
import type { Unpriced } from '../core/price.js';

/** What tells whether a missing price leaves a swap open. */
export interface SwapScope {
  readonly assets: AssetList;
  readonly knowledge: NettingScope['knowledge'];
  readonly prices: NettingScope['prices'];
  readonly whyUnpriced: (asset: AssetId, timeSeconds: number) => Unpriced | null;
}

/**
 * Why a swap among facts can be neither believed nor disbelieved: a price that could be had is
 * missing. Null where every swap can be decided.
 *
 * Such a swap counts as two payments, so that money behind it goes unseen; a price that nobody has
 * leaves it so for good and is no gap. A trade with labelled markets needs no price, and one of dust
 * decides nothing.
 * Edge: a coin and the token that wraps it are one.
 */
export function whyUndecided(facts: readonly LedgerFact[], scope: SwapScope): Unpriced | null {
  const byTx = new Map<string, Transfer[]>();
  for (const fact of facts) {
    if (fact.kind !== 'transfer' || fact.channel === 'fee' || fact.txId === null) continue;
    if (fact.amount === 0n || fact.from === fact.to || !scope.assets.has(fact.asset)) continue;
    const moves = byTx.get(fact.txId) ?? [];
    byTx.set(fact.txId, moves);
    moves.push(fact);
  }
  for (const moves of byTx.values()) {
    const why = whyUndecidedIn(moves, scope);
    if (why !== null) return why;
  }
  return null;
}

function whyUndecidedIn(moves: readonly Transfer[], scope: SwapScope): Unpriced | null {
  const [first] = moves;
  if (first === undefined) return null;
  const missing = moves.flatMap(({ asset, timeSeconds }) => {
    const why = scope.whyUnpriced(asset, timeSeconds);
    return why === null || why === 'not-known' ? [] : [why];
  });
  const [why] = missing;
  if (why === undefined) return null;
  const market = { ...scope, subject: null };
  for (const [account, nets] of netsOf(moves, scope.assets)) {
    const trade = [...nets].filter(([asset, net]) => isMoreThanDust(asset, net, scope.assets));
    const isTrade = trade.some(([, net]) => net > 0n) && trade.some(([, net]) => net < 0n);
    if (!isTrade || isMarket(account, first, market)) continue;
    const others = moves.flatMap(({ from, to }) =>
      from === account ? [to] : to === account ? [from] : [],
    );
    const areMarkets = others.every((other) => other !== null && isMarket(other, first, market));
    if (!areMarkets) return why;
  }
  return null;
}

/** What each account got on balance, wrapped coins counted as the coin. */
function netsOf(
  moves: readonly Transfer[],
  assets: AssetList,
): ReadonlyMap<Account, ReadonlyMap<AssetId, bigint>> {
  const nets = new Map<Account, Map<AssetId, bigint>>();
  const add = (account: Account | null, asset: AssetId, amount: bigint) => {
    if (account === null) return;
    const own = nets.get(account) ?? new Map<AssetId, bigint>();
    nets.set(account, own);
    const base = assets.get(asset)?.wraps ?? asset;
    own.set(base, (own.get(base) ?? 0n) + amount);
  };
  for (const { from, to, asset, amount } of moves) {
    add(from, asset, -amount);
    add(to, asset, amount);
  }
  return nets;
}

function isMoreThanDust(asset: AssetId, net: bigint, assets: AssetList): boolean {
  const size = net < 0n ? -net : net;
  return size > 0n && size >= (assets.get(asset)?.dustAmount ?? 1n);
}
