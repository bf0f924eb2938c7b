import type { JsonValue } from './canonicalJson.js';
import { formatCanonicalJson } from './canonicalJson.js';
import type { LedgerFact } from './ledger.js';
import type { DatedPrice } from './price.js';

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
 * The facts of a verdict, and the prices that it used, as one text, the same whatever the order in
 * which they were seen.
 *
 * Order: by their own text. Edge: a fact that two look-ups saw stands once. Without prices it is the
 * list of facts alone, as it was before there were prices.
 */
export function formatFactBundle(
  facts: readonly LedgerFact[],
  prices: readonly DatedPrice[] = [],
): string {
  const list = formatList(facts.map(encodeFact));
  if (prices.length === 0) return list;
  return `{"facts":${list},"prices":${formatList(prices.map(encodePrice))}}`;
}

function formatList(values: readonly JsonValue[]): string {
  return `[${[...new Set(values.map(formatCanonicalJson))].sort().join(',')}]`;
}

function encodePrice({ asset, day, usd, timeSeconds, source, coin }: DatedPrice): JsonValue {
  return { asset, day, usd, timeSeconds, source, coin };
}
