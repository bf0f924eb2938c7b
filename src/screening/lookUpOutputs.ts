import type { Chain } from '../core/chain.js';
import { SourceError } from '../core/errors.js';
import type { LedgerFact, UtxoTx } from '../core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { unseenFrom } from './failures.js';
import type { LiveLookUp } from './liveLookUp.js';
import { emptyReply, NOT_CACHED } from './liveLookUp.js';
import type { Spend } from './ports.js';

/** The transaction that made an output. */
export async function lookUpTransaction(
  from: LiveLookUp,
  lookup: Extract<Lookup, { kind: 'transaction' }>,
  signal: AbortSignal,
): Promise<LookupReply> {
  const found = await readTransaction(from, lookup.txId, signal);
  const { cost, asked } = found;
  if (found.tx === null) return emptyReply(lookup, { unseen: [found.unseen], cost, asked });
  return emptyReply(lookup, { facts: [found.tx], cost, asked });
}

type TransactionRead =
  | { readonly tx: UtxoTx; readonly cost: number; readonly asked: number }
  | {
      readonly tx: null;
      readonly unseen: Unseen;
      readonly cost: number;
      readonly asked: number;
    };

async function readTransaction(
  from: LiveLookUp,
  txId: string,
  signal: AbortSignal,
): Promise<TransactionRead> {
  const cached = from.cache.readTransaction(from.chain.id, txId);
  if (cached !== null) return { tx: cached, cost: 1, asked: 0 };
  if (from.reach === 'cache-only') return { tx: null, unseen: NOT_CACHED, cost: 0, asked: 0 };
  let unseen: Unseen = noTransaction(from.chain);
  let asked = 0;
  for (const { source, utxo } of from.sources) {
    if (utxo === null) continue;
    asked += 1;
    try {
      const tx = await utxo.fetchTransaction(txId, signal);
      if (tx === null || tx.txId !== txId) continue;
      from.cache.writeTransaction(source.name, tx);
      return { tx, cost: 1, asked };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      unseen = unseenFrom(error, { chain: from.chain, channel: null });
    }
  }
  return { tx: null, unseen, cost: 1, asked };
}

/** What is said of a transaction that every source answered for and none has. */
export function noTransaction(chain: Chain): Unseen {
  return {
    channel: null,
    kind: 'capability',
    sentence: `No source of ${chain.title} has the transaction before this one.`,
    cure: `Add another source to chains.${chain.name}.sources.`,
  };
}

/** The transactions that spend the named outputs of a transaction. */
export async function lookUpSpends(
  from: LiveLookUp,
  lookup: Extract<Lookup, { kind: 'spends' }>,
  signal: AbortSignal,
): Promise<LookupReply> {
  const found = await spendsOf(from, lookup.txId, signal);
  if (found.spends === null) {
    return emptyReply(lookup, { unseen: [found.unseen], cost: 1, asked: found.asked });
  }
  const facts: LedgerFact[] = [];
  const unseen: Unseen[] = [];
  const unspent: number[] = [];
  let cost = 1;
  let { asked } = found;
  for (const output of lookup.outputs) {
    const spentBy = found.spends.find((spend) => spend.output === output)?.spentBy ?? null;
    if (spentBy === null) {
      unspent.push(output);
      continue;
    }
    const read = await readTransaction(from, spentBy.txId, signal);
    cost += read.cost;
    asked += read.asked;
    if (read.tx === null) unseen.push(read.unseen);
    else if (read.tx.timeSeconds > from.untilSeconds) unspent.push(output);
    else facts.push(read.tx);
  }
  return emptyReply(lookup, { facts, unseen, unspent, cost, asked });
}

type SpendsRead =
  | { readonly spends: readonly Spend[]; readonly asked: number }
  | { readonly spends: null; readonly unseen: Unseen; readonly asked: number };

async function spendsOf(from: LiveLookUp, txId: string, signal: AbortSignal): Promise<SpendsRead> {
  let unseen: Unseen = from.reach === 'cache-only' ? NOT_CACHED : noTransaction(from.chain);
  let asked = 0;
  for (const { utxo, fetchTip } of from.sources) {
    if (utxo === null) continue;
    try {
      const tip = await fetchTip(signal);
      const cached = from.cache.readSpends(from.chain.id, txId, tip);
      if (cached !== null) return { spends: cached, asked };
      if (from.reach === 'cache-only') continue;
      asked += 1;
      const spends = await utxo.fetchSpends(txId, signal);
      const finalHeight = tip.height - from.chain.finalityDepth;
      from.cache.writeSpends(from.chain.id, txId, spends, tip, finalHeight);
      return { spends, asked };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      unseen = unseenFrom(error, { chain: from.chain, channel: null });
    }
  }
  return { spends: null, unseen, asked };
}
