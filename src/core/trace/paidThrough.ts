import type { Account } from '../account.js';
import { chainOfAccount } from '../account.js';
import { sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import { orderFacts } from '../chainOrder.js';
import type { Transfer } from '../ledger.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { Step } from '../netting/step.js';
import { isBatchPayer } from '../patterns/batchPayers.js';
import { isInfrastructure } from '../patterns/infrastructure.js';
import type { TraceNode } from './traceNode.js';
import type { AccountWalk, Trace } from './traceState.js';

/** A transaction that waits to be looked up, and what it did as far as matters to what waits there. */
export interface KnownTransaction {
  readonly node: TraceNode;
  readonly steps: readonly Step[];
}

/**
 * Transactions by which somebody paid others through a labelled batch payer, that wait to be looked
 * up although the history of the payer, which was read whole, tells all that matters of them.
 *
 * Such a contract moves the money of whoever calls it and nobody else's. So where the account itself
 * called it, and gave it no less of an asset than it is seen to have paid on, all of it came from the
 * account. A hundred payments of one employer so cost its history instead of a hundred look-ups.
 * Edge: what the subject itself sent through it is looked up, for the histories of the receivers are
 * not known; so is what moves by any other contract, which may take of anybody, labelled or not.
 */
export function paidThrough(
  trace: Trace,
  walk: AccountWalk,
  payer: Account,
): readonly KnownTransaction[] {
  const waiting = waitingNodes(trace, walk, payer);
  if (waiting.size === 0) return [];
  const factsOf = new Map<string, Transfer[]>([...waiting.keys()].map((txId) => [txId, []]));
  for (const fact of trace.facts.values()) {
    if (fact.kind === 'transfer') factsOf.get(fact.txId ?? '')?.push(fact);
  }
  return [...waiting].flatMap(([txId, node]): readonly KnownTransaction[] => {
    const transfers = orderFacts(factsOf.get(txId) ?? []);
    if (!hasPaidAll(trace, transfers, payer)) return [];
    return [{ node, steps: netTransaction({ transfers, unlisted: [] }, trace.start) }];
  });
}

/** Transactions of an account that wait to be looked up for what came to the subject alone. */
function waitingNodes(trace: Trace, walk: AccountWalk, payer: Account): Map<string, TraceNode> {
  const chain = chainOfAccount(payer);
  const waiting = new Map<string, TraceNode>();
  for (const { tx: txId } of walk.ledgers.get(payer)?.entries ?? []) {
    const node = trace.frontier.places.find({ kind: 'transaction', chain, txId });
    if (node?.state === 'open' && node.roles.outgoing === null) waiting.set(txId, node);
  }
  return waiting;
}

/**
 * Whether an account called a labelled batch payer, which gave no more of any asset than the account
 * gave it.
 *
 * Edge: not where it gave the account anything back, which is a trade and no payment.
 */
function hasPaidAll({ start }: Trace, transfers: readonly Transfer[], payer: Account): boolean {
  const { claimsOf } = start.knowledge;
  const isCarrier = (account: Account | null) =>
    account !== null && isInfrastructure(account, claimsOf);
  const given = transfers.filter(({ from, to }) => from === payer && isCarrier(to));
  const paid = transfers.filter(({ from, amount }) => isCarrier(from) && amount > 0n);
  if (paid.length === 0 || paid.some(({ to }) => to === payer)) return false;
  // Only who is called by the transaction itself acts for its signer.
  const called = transfers.find(({ from, channel }) => from === payer && channel === 'native')?.to;
  if (!paid.every(({ from }) => from !== null && from === called && isBatchPayer(from)))
    return false;
  const sumOf = (list: readonly Transfer[], asset: AssetId, carrier: Account | null) =>
    sumAmounts(
      list
        .filter((one) => one.asset === asset && (one.from === carrier || one.to === carrier))
        .map(({ amount }) => amount),
    );
  return paid.every(({ asset, from }) => sumOf(paid, asset, from) <= sumOf(given, asset, from));
}
