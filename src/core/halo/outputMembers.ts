import type { AssetId } from '../asset.js';
import type { UtxoTx } from '../ledger.js';
import { lookupKey } from '../lookup.js';
import type { ReadonlyAmounts } from '../trace/assetAmounts.js';
import type { Trace } from '../trace/traceState.js';
import type { HaloMember } from './haloMember.js';
import { hopsOf, memberRole } from './haloMember.js';

/**
 * The halo of a seed on an unspent-output chain: transactions, for a search follows money back by
 * the transaction that made an output. Order: as their outputs were met.
 */
export function outputMembers(trace: Trace): readonly HaloMember[] {
  const members = new Map<string, HaloMember>();
  for (const node of trace.frontier.places) {
    const role = memberRole(trace, node);
    if (role === null || node.lookup.kind !== 'spends') continue;
    const { chain, txId } = node.lookup;
    const tx = trace.facts.utxoTx(chain, txId);
    if (tx === undefined) continue;
    const key = keyOf(tx);
    const known = members.get(key);
    const hops = hopsOf(node, role);
    const way = wayTo(trace, tx);
    const before = way.at(-2);
    members.set(key, {
      key,
      hops: Math.min(hops, known?.hops ?? hops),
      before: before === undefined ? null : keyOf(before),
      txIds: way.map((one) => one.txId),
      reached: addUp(known?.reached ?? new Map(), role.stake),
      reachedAtSeconds: tx.timeSeconds,
      // A step back is this one transaction, which is known.
      isRead: true,
    });
  }
  return [...members.values()];
}

function keyOf({ chain, txId }: UtxoTx): string {
  return lookupKey({ kind: 'transaction', chain, txId });
}

/** The transactions of one way from the seed, the one asked about last. */
function wayTo(trace: Trace, tx: UtxoTx): readonly UtxoTx[] {
  const way = [tx];
  for (let before = transactionBefore(trace, tx); before !== null; ) {
    way.unshift(before);
    before = transactionBefore(trace, before);
  }
  return way;
}

/** The transaction whose followed output another one spends; null where the seed itself pays. */
function transactionBefore({ facts, frontier, start }: Trace, tx: UtxoTx): UtxoTx | null {
  if (tx.inputs.some(({ account }) => account === start.subject)) return null;
  for (const { previous } of tx.inputs) {
    if (previous === null) continue;
    const { txId, index } = previous;
    const spends = { kind: 'spends', chain: tx.chain, txId, outputs: [index] } as const;
    if (frontier.places.find(spends)?.roles.outgoing == null) continue;
    const before = facts.utxoTx(tx.chain, txId);
    if (before !== undefined) return before;
  }
  return null;
}

function addUp(a: ReadonlyMap<AssetId, bigint>, b: ReadonlyAmounts): ReadonlyMap<AssetId, bigint> {
  const sums = new Map(a);
  for (const [asset, amount] of b) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  return sums;
}
