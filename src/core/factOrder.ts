import { orderFacts } from './chainOrder.js';
import type { LedgerFact } from './ledger.js';
import { factKey } from './ledger.js';

/**
 * Facts in the order in which their chain applied them, those that it does not tell apart by what
 * they say: the same list whatever the order given.
 *
 * A store gives facts as they were first written, and that depends on which of several look-ups
 * under way was answered first.
 * Edge: equal facts stay as given.
 */
export function inSettledOrder(facts: readonly LedgerFact[]): readonly LedgerFact[] {
  const places = new Map<string, number[]>();
  facts.forEach((fact, at) => {
    const key = `${fact.timeSeconds}|${fact.txId ?? ''}|${fact.kind === 'utxo' ? '' : fact.channel}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  });
  const settled = [...facts];
  for (const group of places.values()) {
    if (group.length === 1) continue;
    const members = group.flatMap((at) => {
      const fact = facts[at];
      return fact === undefined ? [] : [{ fact, key: factKey(fact) }];
    });
    members.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    members.forEach(({ fact }, n) => {
      settled[group[n] ?? 0] = fact;
    });
  }
  return orderFacts(settled);
}
