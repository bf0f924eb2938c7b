import type { Account } from '../../core/account.js';
import type { AssetId, AssetList } from '../../core/asset.js';
import { nativeAssetId } from '../../core/asset.js';
import type { Knowledge } from '../../core/boundary.js';
import { findChain } from '../../core/chain.js';
import { orderFacts } from '../../core/chainOrder.js';
import type { Channel, LedgerFact, Transfer, UtxoTx } from '../../core/ledger.js';
import { formatMoment } from '../../core/moment.js';
import type { NettingScope } from '../../core/netting/belief.js';
import { groupByTransaction } from '../../core/netting/groupByTransaction.js';
import { netTransaction } from '../../core/netting/netTransaction.js';
import type { Step, StepLeg } from '../../core/netting/step.js';
import { isAccount } from '../../core/netting/step.js';
import { withoutOwnTrade } from '../../core/netting/withoutOwnTrade.js';
import { detectCoinJoin } from '../../core/patterns/coinJoin.js';
import { createDailyPrices, createPriceBook } from '../../core/price.js';
import type { SeenWallet } from '../../core/rosterFacts.js';
import type { LinkHop } from '../../core/rosterLink.js';

/** A step on the way to an account that may be shared, and the channel by which it was seen. */
export interface ReachHop extends LinkHop {
  readonly channel: Channel;
}

/** Steps by the account that they lead to or come from. Order: of the steps, in time. */
export type Ways = ReadonlyMap<Account, readonly ReachHop[]>;

/** With whom a wallet dealt, once all that only passed through a transaction is left out. */
export interface WalletDealings {
  readonly paid: Ways;
  readonly paidBy: Ways;
}

/**
 * Whom a wallet paid and who paid it more than dust, all payments of an asset together.
 *
 * Each transaction is netted first, so that trades, routers and batch payers are nobody's dealing.
 * Edge: of a CoinJoin nobody knows who paid whom; it is left out.
 */
export function dealingsOf(
  wallet: SeenWallet,
  scope: { readonly knowledge: Knowledge; readonly assets: AssetList },
): WalletDealings {
  const { account, facts, prices } = wallet;
  const { assets } = scope;
  const book = createPriceBook(assets, createDailyPrices(assets, prices));
  const hops = [
    ...stepsOf(facts, { ...scope, prices: book, subject: account }).flatMap((step) =>
      hopsOfStep(step, account),
    ),
    ...facts.flatMap((fact) => (fact.kind === 'utxo' ? hopsOfTx(fact, account) : [])),
  ];
  return {
    paid: aboveDust(
      byOther(
        hops.filter(({ from }) => from === account),
        'to',
      ),
      assets,
    ),
    paidBy: aboveDust(
      byOther(
        hops.filter(({ to }) => to === account),
        'from',
      ),
      assets,
    ),
  };
}

function stepsOf(facts: readonly LedgerFact[], scope: NettingScope): readonly Step[] {
  const listed: Transfer[] = [];
  const unlisted = new Map<string | null, Transfer[]>();
  for (const fact of facts) {
    if (fact.kind === 'utxo') continue;
    if (scope.assets.has(fact.asset)) listed.push(fact);
    else unlisted.set(fact.txId, [...(unlisted.get(fact.txId) ?? []), fact]);
  }
  const steps: Step[] = [];
  for (const transfers of groupByTransaction(orderFacts(listed))) {
    const txId = transfers[0]?.txId ?? null;
    const beside = txId === null ? [] : (unlisted.get(txId) ?? []);
    steps.push(...netTransaction({ transfers, unlisted: beside }, scope));
  }
  return steps;
}

function hopsOfStep(whole: Step, account: Account): readonly ReachHop[] {
  const step = withoutOwnTrade(whole, account);
  if (step === null) return [];
  const { txId, timeSeconds, channel } = step.fact;
  const at = { txId, time: formatMoment(timeSeconds), channel };
  const hop = (from: Account, to: Account, leg: StepLeg, amount: bigint) => ({
    ...{ from, to, ...at },
    ...{ asset: leg.asset, amount },
  });
  const gave = partOf(step.debits, account);
  const got = partOf(step.credits, account);
  return [
    ...others(step.credits, account).map(({ leg, place }) =>
      hop(account, place, leg, (leg.amount * gave.own) / gave.all),
    ),
    ...others(step.debits, account).map(({ leg, place }) =>
      hop(place, account, leg, (leg.amount * got.own) / got.all),
    ),
  ].filter(({ amount }) => amount > 0n);
}

/** What of a side is an account's own. Edge: of a side without weight it is nothing. */
function partOf(legs: readonly StepLeg[], account: Account) {
  let own = 0n;
  let all = 0n;
  for (const { place, weight } of legs) {
    all += weight;
    if (place === account) own += weight;
  }
  return { own, all: all || 1n };
}

function others(legs: readonly StepLeg[], account: Account) {
  return legs.flatMap((leg) => {
    const { place } = leg;
    return isAccount(place) && place !== account ? [{ leg, place }] : [];
  });
}

/** All inputs of a payment are one owner's; what else it paid is nothing to who got a part of it. */
function hopsOfTx(tx: UtxoTx, account: Account): readonly ReachHop[] {
  const chain = findChain(tx.chain);
  if (chain === undefined || detectCoinJoin(tx) !== null) return [];
  const payers = new Set(tx.inputs.flatMap((input) => input.account ?? []));
  const at = {
    ...{ txId: tx.txId, time: formatMoment(tx.timeSeconds) },
    ...{ asset: nativeAssetId(chain), channel: 'utxo' as const },
  };
  if (payers.has(account)) {
    return tx.outputs.flatMap(({ account: to, amount }) =>
      to === null || payers.has(to) || amount === 0n ? [] : [{ from: account, to, ...at, amount }],
    );
  }
  const got = tx.outputs.reduce(
    (sum, one) => (one.account === account ? sum + one.amount : sum),
    0n,
  );
  return got === 0n ? [] : [...payers].map((from) => ({ from, to: account, ...at, amount: got }));
}

/** Hops by one of their ends. Order: in time. */
export function byOther(hops: readonly ReachHop[], end: 'from' | 'to'): Ways {
  const ways = new Map<Account, ReachHop[]>();
  for (const hop of inTime(hops)) {
    const known = ways.get(hop[end]);
    if (known === undefined) ways.set(hop[end], [hop]);
    else known.push(hop);
  }
  return ways;
}

/** Hops in time; those of one moment by their transaction, so that the order of reading never matters. */
export function inTime<Hop extends LinkHop>(hops: readonly Hop[]): readonly Hop[] {
  return [...hops].sort((a, b) => compare(keyOf(a), keyOf(b)));
}

function keyOf({ time, txId, from, to, asset, amount }: LinkHop): string {
  return [time, txId ?? '', from, to, asset, amount].join(' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The ways by which more than dust of some asset went, all hops together. */
export function aboveDust(ways: Ways, assets: AssetList): Ways {
  return new Map([...ways].filter(([, hops]) => isAboveDust(hops, assets)));
}

function isAboveDust(hops: readonly LinkHop[], assets: AssetList): boolean {
  const sums = new Map<AssetId, bigint>();
  for (const { asset, amount } of hops) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  return [...sums].some(([asset, sum]) => sum >= (assets.get(asset)?.dustAmount ?? sum + 1n));
}
