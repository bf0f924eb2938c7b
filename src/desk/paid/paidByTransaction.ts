import type { Account } from '../../core/account.js';
import { largerAmount, splitProRata, sumAmounts } from '../../core/amount.js';
import { type AssetId, type AssetList, nativeAssetId } from '../../core/asset.js';
import { boundaryOf, type Knowledge, serviceOf } from '../../core/boundary.js';
import { findChain } from '../../core/chain.js';
import { orderFacts } from '../../core/chainOrder.js';
import type { LedgerFact, Transfer, UtxoTx } from '../../core/ledger.js';
import { netTransaction } from '../../core/netting/netTransaction.js';
import { isAccount, type NoAccount } from '../../core/netting/step.js';
import { withoutOwnTrade } from '../../core/netting/withoutOwnTrade.js';
import { isBatchPayer } from '../../core/patterns/batchPayers.js';
import { isInfrastructure } from '../../core/patterns/infrastructure.js';
import type { PriceBook } from '../../core/price.js';

/** Whose money it was: ours, a custodian's that pays for us, or somebody else's. */
export type PaidBy = 'own' | 'custodian' | 'other';

/** What one transaction paid one account of one asset. */
export interface ChainPayment {
  readonly account: Account;
  readonly asset: AssetId;
  /** Atomic units; more than 0. */
  readonly amount: bigint;
  readonly by: PaidBy;
  /** `batch` where a contract handed it on. */
  readonly rail: 'direct' | 'batch';
}

/** What is known when a transaction is read. */
export interface PaidScope {
  readonly knowledge: Knowledge;
  readonly assets: AssetList;
  readonly prices: PriceBook;
}

/**
 * What a transaction paid to accounts that are not ours, on balance: without change, fees, transfers
 * between our own accounts, what only passed through, and what was only changed into another asset.
 * Listed assets only. Order: none in particular; one entry an account, asset and payer.
 *
 * Blind spot: an address of ours that the configuration does not name, such as one for change, is
 * nobody of ours.
 */
export function paidByTransaction(
  facts: readonly LedgerFact[],
  scope: PaidScope,
): readonly ChainPayment[] {
  const transfers: Transfer[] = [];
  const paid: ChainPayment[] = [];
  for (const fact of facts) {
    if (fact.kind === 'transfer') transfers.push(fact);
    else paid.push(...paidByOutputs(fact, scope));
  }
  return transfers.length === 0 ? paid : [...paid, ...paidByTransfers(transfers, scope)];
}

function paidByTransfers(
  transfers: readonly Transfer[],
  scope: PaidScope,
): readonly ChainPayment[] {
  const { knowledge, assets } = scope;
  const isOwn = (account: Account | null) => account !== null && knowledge.ownAccounts.has(account);
  const own = transfers.flatMap(({ from, to }) => [from, to]).find(isOwn) ?? null;
  // All accounts of ours are one, so that what moves between them moves nothing.
  const asOne = (account: Account | null) => (isOwn(account) ? own : account);
  const ordered = orderFacts(transfers).map((one) => ({
    ...one,
    ...{ from: asOne(one.from), to: asOne(one.to) },
  }));
  const steps = netTransaction(
    {
      transfers: ordered.filter(({ asset }) => assets.has(asset)),
      unlisted: ordered.filter(({ asset }) => !assets.has(asset)),
    },
    { ...scope, subject: own },
  );
  const carrier = carrierOf(ordered, knowledge);
  const paid: ChainPayment[] = [];
  for (const step of steps) {
    const rest = own === null ? step : withoutOwnTrade(step, own);
    for (const { place, asset, amount } of rest?.credits ?? []) {
      if (!isAccount(place) || place === own) continue;
      const debits = rest?.debits ?? [];
      const shares = splitProRata(
        amount,
        debits.map(({ weight }) => weight),
      );
      for (const [at, debit] of debits.entries()) {
        const by = payerKind(debit.place, scope);
        const isDirect = ordered.some(
          (one) => one.asset === asset && one.to === place && one.from === debit.place,
        );
        const rail = isDirect && !carrier ? 'direct' : 'batch';
        paid.push({ account: place, asset, amount: shares[at] ?? 0n, by, rail });
      }
    }
  }
  return merged(paid);
}

/** Whether the transaction calls a contract that pays many at once. */
function carrierOf(transfers: readonly Transfer[], { claimsOf }: Knowledge): boolean {
  const called = transfers.find(({ channel }) => channel === 'native')?.to ?? null;
  return called !== null && (isBatchPayer(called) || isInfrastructure(called, claimsOf));
}

/**
 * Edge: where others paid into the transaction too, each part of what it paid is ours by what we put
 * in and did not get back; what goes back to one of them is nobody's payment.
 */
function paidByOutputs(tx: UtxoTx, scope: PaidScope): readonly ChainPayment[] {
  const chain = findChain(tx.chain);
  if (chain === undefined || tx.coinbase) return [];
  const asset = nativeAssetId(chain);
  const payers = new Set(tx.inputs.map(({ account }) => account));
  const isOurs = (account: Account | null) =>
    account !== null && scope.knowledge.ownAccounts.has(account);
  const put = new Map<PaidBy, bigint>();
  for (const { account, amount } of tx.inputs) {
    const by = payerKind(account ?? 'issued', scope);
    put.set(by, (put.get(by) ?? 0n) + amount);
  }
  for (const { account, amount } of tx.outputs) {
    if (account === null || !(payers.has(account) || isOurs(account))) continue;
    const by = payerKind(account, scope);
    put.set(by, largerAmount(0n, (put.get(by) ?? 0n) - amount));
  }
  const givers = [...put].filter(([, amount]) => amount > 0n);
  const paid = tx.outputs.flatMap(({ account, amount }): ChainPayment[] => {
    if (account === null || amount === 0n || payers.has(account) || isOurs(account)) return [];
    const shares = splitProRata(
      amount,
      givers.map(([, given]) => given),
    );
    return givers.map(([by], at) => ({
      ...{ account, asset, by, amount: shares[at] ?? 0n, rail: 'direct' },
    }));
  });
  return merged(paid);
}

function payerKind(place: Account | NoAccount, { knowledge }: PaidScope): PaidBy {
  if (!isAccount(place)) return 'other';
  const boundary = boundaryOf(place, knowledge);
  if (boundary?.kind === 'own-company') return 'own';
  const category = serviceOf(boundary)?.category;
  return category === 'exchange' || category === 'payment-processor' ? 'custodian' : 'other';
}

/** Edge: several ways to one account are direct only where all of them are. */
function merged(paid: readonly ChainPayment[]): readonly ChainPayment[] {
  const byKey = new Map<string, ChainPayment>();
  for (const one of paid) {
    if (one.amount === 0n) continue;
    const key = `${one.account} ${one.asset} ${one.by}`;
    const before = byKey.get(key);
    const amount = sumAmounts([one.amount, before?.amount ?? 0n]);
    byKey.set(key, { ...one, amount, rail: before?.rail === 'batch' ? 'batch' : one.rail });
  }
  return [...byKey.values()];
}
