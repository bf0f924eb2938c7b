import type { LedgerFact, Transfer } from '../ledger.js';
import { keyWithoutIndex } from '../ledger.js';
import type { KnownFacts } from './knownFacts.js';

/**
 * The facts of one answer, each as it is known already, else as it is. Order: as given.
 *
 * An explorer names a movement in an account's list by its place among the calls, and in the list of
 * the transaction maybe by none; so one movement may come under two indexes. Every answer lists all
 * equal movements (channel, asset, sender, receiver, amount) of a transaction that it lists at all,
 * so they are compared as multisets: the n-th that no index tells is the n-th that is known.
 * Edge: where the transaction id is unknown, only an equal index makes two facts the same.
 */
export function recogniseFacts(
  known: KnownFacts,
  answer: readonly LedgerFact[],
): readonly LedgerFact[] {
  if (known.size === 0) return answer;
  const free = new Map<string, Transfer[]>();
  let told: ReadonlySet<LedgerFact> | null = null;
  return answer.map((fact) => {
    const same = known.same(fact);
    if (same !== undefined) return same;
    const alike = known.alike(fact);
    // Most of an answer is new: then nothing is kept of it here.
    if (fact.kind === 'utxo' || alike.length === 0) return fact;
    told ??= new Set(answer.flatMap((one) => known.same(one) ?? []));
    const movement = keyWithoutIndex(fact);
    const left = free.get(movement) ?? without(alike, told);
    free.set(movement, left);
    return left.shift() ?? fact;
  });
}

/** Those of some known facts that the answer does not name by their own index. */
function without(alike: readonly Transfer[], told: ReadonlySet<LedgerFact>): Transfer[] {
  return alike.filter((fact) => !told.has(fact));
}
