import type { JsonValue } from './canonicalJson.js';
import { formatCanonicalJson } from './canonicalJson.js';
import type { LedgerFact } from './ledger.js';

/** A fact as JSON: amounts as decimal texts, all else as it is. */
function encodeFact(fact: LedgerFact): JsonValue {
  const position = {
    kind: fact.kind,
    chain: fact.chain,
    height: fact.height,
    blockHash: fact.blockHash,
    txIndex: fact.txIndex,
    txId: fact.txId,
    timeSeconds: fact.timeSeconds,
  };
  if (fact.kind === 'transfer') {
    const { channel, from, to, asset, index } = fact;
    return { ...position, channel, from, to, asset, index, amount: fact.amount.toString() };
  }
  return {
    ...position,
    coinbase: fact.coinbase,
    fee: fact.fee.toString(),
    inputs: fact.inputs.map(({ previous, account, amount }) => ({
      previous: previous === null ? null : { txId: previous.txId, index: previous.index },
      account,
      amount: amount.toString(),
    })),
    outputs: fact.outputs.map(({ account, amount }) => ({ account, amount: amount.toString() })),
  };
}

/**
 * The facts of a verdict as one text, the same whatever the order in which they were seen.
 *
 * Order: by their own text. Edge: a fact that two look-ups saw stands once.
 */
export function formatFactBundle(facts: readonly LedgerFact[]): string {
  const texts = new Set(facts.map((fact) => formatCanonicalJson(encodeFact(fact))));
  return `[${[...texts].sort().join(',')}]`;
}
