import type { Account } from '../account.js';
import type { AssetList } from '../asset.js';
import { nativeAssetId } from '../asset.js';
import { findChain } from '../chain.js';
import { orderFacts } from '../chainOrder.js';
import type { LedgerFact, UtxoTx } from '../ledger.js';

/** Rows of one channel from which on an account is a hub. */
export const HUB_ROWS = 10_000;
/** Newest transactions that are looked at for distinct counterparties. */
const HUB_NEWEST = 1_000;
/** Distinct counterparties among them from which on an account is a hub. */
const HUB_COUNTERPARTIES = 300;

/**
 * Why an account's history is that of a hub rather than of one person, or null.
 *
 * Counted are counterparties that moved more than dust with it, so that dust sent to a person by
 * hundreds of strangers makes nobody a hub. Those that it paid before they had paid it anything do
 * not count: else a person could open a few hundred accounts to hide behind.
 * Edge: accounts with a label are never looked up, so that infrastructure and services are none.
 * Source: degree thresholds as used for service detection in transaction graphs, see
 * https://arxiv.org/abs/1810.11956; the numbers are policy choices.
 */
export function hubReason(
  account: Account,
  facts: readonly LedgerFact[],
  assets: AssetList,
): string | null {
  const ordered = orderFacts(facts);
  const newest = newestTransactions(ordered);
  const funded = new Set<Account>();
  const paidBy = new Set<Account>();
  const counterparties = new Set<Account>();
  for (const fact of ordered) {
    const isNewest = newest.has(transactionOf(fact));
    if (fact.kind === 'utxo') {
      if (isNewest) for (const other of dealtWith(account, fact, assets)) counterparties.add(other);
      continue;
    }
    const { from, to, amount, asset } = fact;
    const other = from === account ? to : from;
    if (other === null || other === account || amount === 0n || !assets.has(asset)) continue;
    // What gets an account going may be little; what proves that it has money of its own may not.
    if (from === account && !paidBy.has(other)) funded.add(other);
    if (!movesMoreThanDust(account, fact, assets)) continue;
    if (from !== account) paidBy.add(other);
    if (isNewest && !funded.has(other)) counterparties.add(other);
  }
  if (counterparties.size < HUB_COUNTERPARTIES) return null;
  return `its newest ${newest.size} transactions have ${counterparties.size} different counterparties`;
}

/**
 * Whether an account got or gave more than dust by a fact. Anyone can send it less, or tokens that
 * nobody lists, by the thousand.
 */
export function movesMoreThanDust(account: Account, fact: LedgerFact, assets: AssetList): boolean {
  if (fact.kind === 'transfer') {
    const listed = assets.get(fact.asset);
    return listed !== undefined && fact.amount > 0n && fact.amount >= listed.dustAmount;
  }
  if (fact.inputs.some((input) => input.account === account)) return true;
  const dust = dustOf(fact, assets);
  return fact.outputs.some((output) => output.account === account && output.amount >= dust);
}

function dustOf(tx: UtxoTx, assets: AssetList): bigint {
  const chain = findChain(tx.chain);
  return (chain && assets.get(nativeAssetId(chain))?.dustAmount) ?? 0n;
}

/** The newest transactions, by id; rows of one transaction count once. */
function newestTransactions(ordered: readonly LedgerFact[]): ReadonlySet<string> {
  const newest = new Set<string>();
  for (let at = ordered.length - 1; at >= 0 && newest.size < HUB_NEWEST; at -= 1) {
    const fact = ordered[at];
    if (fact !== undefined) newest.add(transactionOf(fact));
  }
  return newest;
}

/** What tells transactions apart; movements recorded without an id are told apart by their time. */
function transactionOf(fact: LedgerFact): string {
  return fact.txId ?? `@${fact.timeSeconds}`;
}

/**
 * Whom an account dealt with in a transaction: the receivers of what it spent, or else one payer,
 * since all inputs are one owner's. Other receivers of a payment that it got are strangers to it:
 * an exchange pays out to hundreds of people at once.
 */
function dealtWith(account: Account, tx: UtxoTx, assets: AssetList): readonly Account[] {
  const payers = tx.inputs.flatMap((input) => input.account ?? []);
  if (!payers.includes(account)) {
    return movesMoreThanDust(account, tx, assets) ? payers.slice(0, 1) : [];
  }
  const dust = dustOf(tx, assets);
  return tx.outputs.flatMap((output) =>
    output.account === null || output.amount < dust || payers.includes(output.account)
      ? []
      : output.account,
  );
}
