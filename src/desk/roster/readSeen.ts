import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import type { FactBundle, RecordedReply, RecordedSubject } from '../../core/factBundle.js';
import type { Channel, LedgerFact, Transfer, UtxoTx } from '../../core/ledger.js';
import { accountsOfFact } from '../../core/ledger.js';
import { dayOf, formatDay } from '../../core/moment.js';
import { detectPassThrough } from '../../core/patterns/passThrough.js';
import type { SeenAccount, SeenWallet } from '../../core/rosterFacts.js';
import { movesMoreThanDust } from '../../core/trace/busy.js';
import { KnownFacts } from '../../core/trace/knownFacts.js';
import { recogniseFacts } from '../../core/trace/recogniseFacts.js';

/** What of a recorded screening is kept to find links by. */
export interface ReadSeen {
  readonly wallet: SeenWallet;
  /** Of the wallet itself and of whom it reaches, as far as they were looked up. */
  readonly accounts: readonly SeenAccount[];
  /** Every account that may be shared: the wallet, whom it dealt with, and whom they pass money on to. */
  readonly touched: readonly Account[];
}

/** Accounts that only pass money on and may stand between a wallet and what it shares. */
export const MOST_BETWEEN = 2;

/**
 * Counterparties from which on an account's movements are not kept: it could never be shared by
 * payees alone. A policy choice, the number by which a hub is told.
 */
const MOST_COUNTERPARTIES = 300;

/**
 * Accounts that somebody pays up to which its movements are kept. Who pays more is neither an
 * exchange's deposit address nor an account that only passes money on, and nothing else is asked of
 * them. A policy choice, well above what either pays.
 */
const MOST_RECEIVERS = 10;

/**
 * Reads what one subject's part of a recorded screening says for links; null where its own history was
 * not seen, so that what was seen before still counts.
 *
 * It rests on no label, so that labels of later can be asked about it.
 */
export function readSeen(
  { prices }: Pick<FactBundle, 'prices'>,
  subject: RecordedSubject,
  scope: { readonly assets: AssetList; readonly nowSeconds: number },
): ReadSeen | null {
  if (subject.kind === 'blind') return null;
  const histories = new Map<Account, RecordedReply>();
  for (const reply of subject.replies) {
    if (reply.lookup.kind === 'account' && isSeen(reply)) {
      histories.set(reply.lookup.account, reply);
    }
  }
  const { account } = subject;
  const own = histories.get(account);
  if (own === undefined) return null;
  const facts = factsOfWallet(account, { own: own.facts, replies: subject.replies, ...scope });
  const viewOf = (other: Account): SeenAccount | null => {
    const reply = histories.get(other);
    return reply === undefined ? null : viewAccount(other, reply, scope);
  };
  const dealt = dealtWith(account, facts, scope.assets);
  const touched = new Set([account, ...dealt]);
  const views = new Map([...touched].map((one) => [one, viewOf(one)]));
  let reached: readonly Account[] = dealt;
  for (let between = 0; between < MOST_BETWEEN; between += 1) {
    reached = reached.flatMap((one) => passedOnTo(views.get(one) ?? null, scope.assets));
    for (const one of reached) {
      touched.add(one);
      if (!views.has(one)) views.set(one, viewOf(one));
    }
  }
  const days = new Set(facts.map(({ timeSeconds }) => formatDay(dayOf(timeSeconds))));
  return {
    wallet: {
      account,
      facts,
      prices: prices.filter(({ day }) => days.has(day)),
      nowSeconds: scope.nowSeconds,
    },
    accounts: [...views.values()].flatMap((view) => view ?? []),
    touched: [...touched],
  };
}

function isSeen({ unseen }: RecordedReply): boolean {
  return unseen.every(({ channel }) => channel !== null);
}

/**
 * The facts of a wallet's own transactions, whoever told them, each once. Tokens that nobody lists are
 * kept where they may be one side of a trade, and left out where they only were sent by the thousand.
 */
function factsOfWallet(
  account: Account,
  from: {
    readonly own: readonly LedgerFact[];
    readonly replies: readonly RecordedReply[];
    readonly assets: AssetList;
  },
): readonly LedgerFact[] {
  const isListed = (fact: LedgerFact) => fact.kind === 'utxo' || from.assets.has(fact.asset);
  const withValue = new Set(from.own.filter(isListed).map(({ txId }) => txId));
  withValue.delete(null);
  const paidBy = new Set(
    from.own.flatMap((fact) => (fact.kind === 'utxo' && isPaidBy(account, fact) ? fact.txId : [])),
  );
  const known = new KnownFacts();
  for (const facts of [from.own, ...from.replies.map((reply) => reply.facts)]) {
    const wanted = facts.filter((fact) => {
      if (fact.txId === null) return isListed(fact) && accountsOfFact(fact).includes(account);
      return withValue.has(fact.txId) || (fact.kind === 'utxo' && spendsOf(fact, paidBy));
    });
    for (const fact of recogniseFacts(known, wanted)) known.add(fact);
  }
  return known.values();
}

function isPaidBy(account: Account, tx: UtxoTx): boolean {
  return tx.inputs.some((input) => input.account === account);
}

function spendsOf(tx: UtxoTx, txIds: ReadonlySet<string>): boolean {
  return tx.inputs.some(({ previous }) => previous !== null && txIds.has(previous.txId));
}

/** Whom an account dealt with in its own transactions. Others that one payment paid are strangers to it. */
function dealtWith(
  account: Account,
  facts: readonly LedgerFact[],
  assets: AssetList,
): readonly Account[] {
  const dealt = new Set<Account>();
  for (const fact of facts) {
    if (fact.kind === 'transfer') {
      if (assets.has(fact.asset)) for (const one of accountsOfFact(fact)) dealt.add(one);
      continue;
    }
    const ends = isPaidBy(account, fact) ? fact.outputs : fact.inputs;
    const isOwn = [...fact.inputs, ...fact.outputs].some((end) => end.account === account);
    if (isOwn) for (const end of ends) if (end.account !== null) dealt.add(end.account);
  }
  dealt.delete(account);
  return [...dealt];
}

function viewAccount(
  account: Account,
  { facts, busy, unseen }: RecordedReply,
  { assets, nowSeconds }: { readonly assets: AssetList; readonly nowSeconds: number },
): SeenAccount {
  const lacks = [
    ...new Set(
      unseen.flatMap(({ channel }): readonly Channel[] => (channel === null ? [] : [channel])),
    ),
  ];
  const transfers = facts.filter(
    (fact): fact is Transfer => fact.kind === 'transfer' && assets.has(fact.asset),
  );
  const counterparties = busy === null ? counterpartiesOf(account, facts, assets) : [];
  if (busy !== null || counterparties.length >= MOST_COUNTERPARTIES) {
    return { account, view: 'busy', lacks, transfers: [], counterparties: [], nowSeconds };
  }
  const kept = countReceivers(account, transfers) > MOST_RECEIVERS ? [] : transfers;
  return { account, view: 'history', lacks, transfers: kept, counterparties, nowSeconds };
}

function countReceivers(account: Account, transfers: readonly Transfer[]): number {
  const receivers = new Set<Account | null>();
  for (const { from, to, amount } of transfers) {
    if (from === account && to !== account && amount > 0n) receivers.add(to);
  }
  receivers.delete(null);
  return receivers.size;
}

function counterpartiesOf(
  account: Account,
  facts: readonly LedgerFact[],
  assets: AssetList,
): readonly Account[] {
  const dealings = facts.filter((fact) => movesMoreThanDust(account, fact, assets));
  return dealtWith(account, dealings, assets);
}

function passedOnTo(view: SeenAccount | null, assets: AssetList): readonly Account[] {
  if (view === null || view.view === 'busy') return [];
  const { account, transfers, nowSeconds } = view;
  return detectPassThrough(account, { transfers, assets, nowSeconds })?.receivers ?? [];
}
