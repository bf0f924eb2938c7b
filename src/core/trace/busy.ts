import type { Account } from '../account.js';
import type { AssetList } from '../asset.js';
import { nativeAssetId } from '../asset.js';
import { findChain } from '../chain.js';
import type { LedgerFact, UtxoTx } from '../ledger.js';
import { orderFacts } from '../ledger.js';

/** Rows of one channel from which on an account is a hub. */
export const HUB_ROWS = 10_000;
/** Newest transfers that are looked at for distinct counterparties. */
const HUB_NEWEST = 1_000;
/** Distinct counterparties among them from which on an account is a hub. */
const HUB_COUNTERPARTIES = 300;

/**
 * Why an account's history is that of a hub rather than of one person, or null.
 *
 * Counted are counterparties that moved more than dust with it, so that dust sent to a person by
 * hundreds of strangers makes nobody a hub; first funding by the account does not count either.
 * Source: degree thresholds as used for service detection in transaction graphs, see
 * https://arxiv.org/abs/1810.11956; the numbers are policy choices.
 */
export function hubReason(
  account: Account,
  facts: readonly LedgerFact[],
  assets: AssetList,
): string | null {
  const ordered = orderFacts(facts);
  const funded = new Set<Account>();
  const met = new Set<Account>();
  const newest = new Set(ordered.slice(-HUB_NEWEST));
  const counterparties = new Set<Account>();
  for (const fact of ordered) {
    if (fact.kind !== 'transfer') continue;
    const other = fact.from === account ? fact.to : fact.from;
    if (other === null || other === account) continue;
    if (!met.has(other) && fact.from === account) funded.add(other);
    met.add(other);
    const dust = assets.get(fact.asset)?.dustAmount;
    if (dust === undefined || fact.amount < dust || funded.has(other)) continue;
    if (newest.has(fact)) counterparties.add(other);
  }
  for (const fact of newest) {
    if (fact.kind !== 'utxo') continue;
    for (const other of dealtWith(account, fact, assets)) counterparties.add(other);
  }
  if (counterparties.size < HUB_COUNTERPARTIES) return null;
  return `its newest ${newest.size} transfers have ${counterparties.size} different counterparties`;
}

/**
 * Whom an account dealt with in a transaction: the receivers of what it spent, or else one payer,
 * since all inputs are one owner's. Other receivers of a payment that it got are strangers to it:
 * an exchange pays out to hundreds of people at once.
 */
function dealtWith(account: Account, tx: UtxoTx, assets: AssetList): readonly Account[] {
  const payers = tx.inputs.flatMap((input) => input.account ?? []);
  const chain = findChain(tx.chain);
  const dust = (chain && assets.get(nativeAssetId(chain))?.dustAmount) ?? 0n;
  if (!payers.includes(account)) {
    const got = tx.outputs.some((output) => output.account === account && output.amount >= dust);
    return got ? payers.slice(0, 1) : [];
  }
  return tx.outputs.flatMap((output) =>
    output.account === null || output.amount < dust || payers.includes(output.account)
      ? []
      : output.account,
  );
}
