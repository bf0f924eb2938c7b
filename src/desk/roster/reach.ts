import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import type { Knowledge } from '../../core/boundary.js';
import { boundaryOf } from '../../core/boundary.js';
import { orderFacts } from '../../core/chainOrder.js';
import type { LedgerFact, Transfer } from '../../core/ledger.js';
import { keyWithoutIndex } from '../../core/ledger.js';
import { formatMoment } from '../../core/moment.js';
import { findGasFunding } from '../../core/patterns/gasFunder.js';
import { isInfrastructure } from '../../core/patterns/infrastructure.js';
import type { LotSpend } from '../../core/patterns/lots.js';
import { lotsOf } from '../../core/patterns/lots.js';
import { detectPassThrough } from '../../core/patterns/passThrough.js';
import type { SeenAccount, SeenWallet } from '../../core/rosterFacts.js';
import { aboveDust, byOther, dealingsOf, inTime, type ReachHop, type Ways } from './dealings.js';
import { MOST_BETWEEN } from './readSeen.js';

/** What is known of accounts when ways are looked for. */
export interface ReachScope {
  readonly knowledge: Knowledge;
  readonly assets: AssetList;
  /** The newest whole look at an account's own history; null where nobody looked. */
  readonly viewOf: (account: Account) => SeenAccount | null;
  /** Whether an account is a wallet of some payee. */
  readonly isPayees: (account: Account) => boolean;
}

/** The accounts that a wallet reaches, each with the steps that lead there. */
export interface Reach {
  /** Where its money went: straight, or by way of accounts that only pass it on. */
  readonly sentTo: Ways;
  readonly paidBy: Ways;
  readonly gasFrom: Ways;
}

/**
 * Whom a wallet reaches.
 *
 * Money is followed through at most two accounts that pass everything on, first in, first out: what
 * lay there before it came, or went on before it came, is not its own. The nearest way counts.
 * Edge: a labelled account, a payee's wallet and infrastructure are never stood between.
 * Blind spot: on unspent-output chains only what was paid straight is seen.
 */
export function reachOf(wallet: SeenWallet, scope: ReachScope): Reach {
  const { paid, paidBy } = dealingsOf(wallet, scope);
  const sentTo = new Map(paid);
  let front: readonly Front[] = [...paid].map(([at, hops]) => ({
    ...{ at, hops },
    isOurs: ({ from }: Transfer) => from === wallet.account,
  }));
  for (let between = 0; between < MOST_BETWEEN; between += 1) {
    front = front.flatMap((one) => onward(one, scope));
    front = front.filter(({ at }) => at !== wallet.account && !sentTo.has(at));
    for (const { at, hops } of front) {
      sentTo.set(at, inTime([...(sentTo.get(at) ?? []), ...hops]));
    }
  }
  return { sentTo, paidBy, gasFrom: gasFrom(wallet, scope) };
}

/** An account that money of the wallet came to. */
interface Front {
  readonly at: Account;
  readonly hops: readonly ReachHop[];
  /** Whether a receipt of that account is the wallet's money. */
  readonly isOurs: (receipt: Transfer) => boolean;
}

function onward({ at, hops, isOurs }: Front, scope: ReachScope): readonly Front[] {
  const view = passingView(at, scope);
  if (view === null) return [];
  const { transfers } = view;
  const spends = lotsOf(at, transfers).flatMap((lots) =>
    lots.spends.filter(({ receipt }) => isOurs(receipt)),
  );
  const ways = aboveDust(byOther(spends.flatMap(hopOfSpend), 'to'), scope.assets);
  const keys = new Set(spends.map(({ spend }) => keyWithoutIndex(spend)));
  return [...ways].map(([next, own]) => ({
    at: next,
    hops: [...hops, ...own],
    isOurs: (receipt: Transfer) => keys.has(keyWithoutIndex(receipt)),
  }));
}

/** The history of an account that may stand between; null for all others. */
function passingView(account: Account, scope: ReachScope): SeenAccount | null {
  const { knowledge, assets, isPayees } = scope;
  if (isPayees(account) || boundaryOf(account, knowledge) !== null) return null;
  if (isInfrastructure(account, knowledge.claimsOf)) return null;
  const view = scope.viewOf(account);
  if (view === null || view.view === 'busy') return null;
  const { transfers, nowSeconds } = view;
  return detectPassThrough(account, { transfers, assets, nowSeconds }) === null ? null : view;
}

function hopOfSpend({ spend, amount }: LotSpend): readonly ReachHop[] {
  const { from, to, txId, timeSeconds, asset, channel } = spend;
  if (from === null || to === null) return [];
  return [{ from, to, txId, time: formatMoment(timeSeconds), asset, amount, channel }];
}

function gasFrom({ account, facts }: SeenWallet, scope: ReachScope): Ways {
  const { assets, knowledge } = scope;
  const isOwn = (fact: LedgerFact): fact is Transfer =>
    fact.kind === 'transfer' && (fact.from === account || fact.to === account);
  const transfers = orderFacts(facts.filter(isOwn));
  const funding = findGasFunding(account, {
    ...{ transfers, assets, claimsOf: knowledge.claimsOf },
    facts: () => facts,
  });
  if (funding === null) return new Map();
  const { funder: from, receipt } = funding;
  const { txId, timeSeconds, asset, amount, channel } = receipt;
  const hop = { from, to: account, txId, time: formatMoment(timeSeconds), asset, amount, channel };
  return new Map([[from, [hop]]]);
}
