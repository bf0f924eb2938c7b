import type { LedgerFact } from '../ledger.js';
import { factKey, keyWithoutIndex } from '../ledger.js';

/** Facts that are known, by key, and which of them are equal movements of one transaction. */
export interface KnownFacts {
  readonly facts: ReadonlyMap<string, LedgerFact>;
  /** Keys of facts, by what equal movements have in common. */
  readonly movements: ReadonlyMap<string, readonly string[]>;
}

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
  const keys = answer.map(factKey);
  const free = new Map<string, string[]>();
  let own: ReadonlySet<string> | null = null;
  return answer.map((fact, at) => {
    const same = known.facts.get(keys[at] ?? '');
    if (same !== undefined) return same;
    const movement = movementKey(fact);
    const alike = movement === null ? undefined : known.movements.get(movement);
    // Most of an answer is new: then nothing is kept of it here.
    if (movement === null || alike === undefined) return fact;
    own ??= new Set(keys);
    const left = free.get(movement) ?? unmatched(alike, own);
    free.set(movement, left);
    const next = left.shift();
    return (next === undefined ? undefined : known.facts.get(next)) ?? fact;
  });
}

/** Adds a fact that was recognised to what is known; changes both maps in place. */
export function noteFact(
  known: { readonly facts: Map<string, LedgerFact>; readonly movements: Map<string, string[]> },
  fact: LedgerFact,
): void {
  const key = factKey(fact);
  if (known.facts.has(key)) return;
  known.facts.set(key, fact);
  const movement = movementKey(fact);
  if (movement === null) return;
  const keys = known.movements.get(movement);
  if (keys === undefined) known.movements.set(movement, [key]);
  else keys.push(key);
}

/** Those of some known facts that the answer does not name by their own index. */
function unmatched(alike: readonly string[], own: ReadonlySet<string>): string[] {
  return alike.filter((key) => !own.has(key));
}

/** What equal movements of one transaction have in common; null where that cannot be told. */
function movementKey(fact: LedgerFact): string | null {
  return fact.kind === 'utxo' || fact.txId === null ? null : keyWithoutIndex(fact);
}
