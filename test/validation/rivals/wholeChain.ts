import type { Account } from '../../../src/core/account.js';
import type { Channel, LedgerFact, UtxoTx } from '../../../src/core/ledger.js';
import { accountsOfFact } from '../../../src/core/ledger.js';
import type { Lookup, LookupReply } from '../../../src/core/lookup.js';
import { hubReason } from '../../../src/core/trace/busy.js';
import { LISTED } from '../generate/assets.js';
import type { World } from '../generate/world.js';

/** Answers look-ups from a world's facts, at the price that live sources ask. */
export type WholeChain = (lookup: Lookup) => LookupReply;

const EXPLORER_PAGE = 1_000;
const ESPLORA_PAGE = 25;

/** Channels that an explorer is asked for, each by itself; fees come with the native ones. */
const ASKED_CHANNELS: readonly Channel[] = ['native', 'internal', 'token'];

/** The chain of a world in memory, seen whole. */
export function openWholeChain(world: World): WholeChain {
  const byAccount = new Map<Account, LedgerFact[]>();
  const txs = new Map<string, UtxoTx>();
  const spenders = new Map<string, UtxoTx>();
  for (const fact of world.facts) {
    for (const account of accountsOfFact(fact)) {
      byAccount.set(account, [...(byAccount.get(account) ?? []), fact]);
    }
    if (fact.kind !== 'utxo') continue;
    txs.set(fact.txId, fact);
    for (const { previous } of fact.inputs) {
      if (previous !== null) spenders.set(`${previous.txId}:${previous.index}`, fact);
    }
  }
  return (lookup) => {
    const nothing = {
      lookup,
      facts: [],
      unseen: [],
      busy: null,
      balances: null,
      unspent: [],
      asked: 1,
    };
    switch (lookup.kind) {
      case 'account': {
        const facts = byAccount.get(lookup.account) ?? [];
        const reason = hubReason(lookup.account, facts, LISTED);
        const busy = reason === null ? null : { reason };
        return { ...nothing, facts, busy, cost: costOfHistory(world, facts) };
      }
      case 'transaction': {
        const tx = txs.get(lookup.txId);
        if (tx !== undefined) return { ...nothing, facts: [tx], cost: 1 };
        const legs = world.facts.filter((fact) => fact.txId === lookup.txId);
        return { ...nothing, facts: legs, cost: REQUESTS_PER_TRANSACTION };
      }
      case 'spends': {
        const found = lookup.outputs.map((output) => spenders.get(`${lookup.txId}:${output}`));
        const facts = found.filter((tx) => tx !== undefined);
        const unspent = lookup.outputs.filter((_, at) => found[at] === undefined);
        return { ...nothing, facts, unspent, cost: 1 + facts.length };
      }
    }
  };
}

/** Requests that an explorer takes for one transaction: itself, its receipt, its calls. */
const REQUESTS_PER_TRANSACTION = 3;

function costOfHistory(world: World, facts: readonly LedgerFact[]): number {
  if (world.chain === 'bitcoin') return Math.max(1, Math.ceil(facts.length / ESPLORA_PAGE));
  return ASKED_CHANNELS.reduce((sum, channel) => {
    const rows = facts.filter((fact) => fact.kind === 'transfer' && fact.channel === channel);
    return sum + Math.max(1, Math.ceil(rows.length / EXPLORER_PAGE));
  }, 0);
}
