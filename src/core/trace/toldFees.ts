import { sumAmounts } from '../amount.js';
import type { LedgerFact, Transfer } from '../ledger.js';
import { paysParentFees } from './parentFees.js';

/** The fees of each transaction and payer that are known, on chains that charge two in one. */
export type ToldFees = Map<string, readonly Transfer[]>;

/** Adds a fee to what is known; changes the map in place. */
export function noteFee(told: ToldFees, fact: LedgerFact): void {
  const key = feeKey(fact);
  if (key === null || fact.kind === 'utxo') return;
  told.set(key, [...(told.get(key) ?? []), fact]);
}

/**
 * An answer in which no fee is told twice. Order: as given, the fees of a transaction at its first.
 *
 * A rollup's fee and what it charges for its parent chain are told as two by one source and as their
 * sum by another. So where an answer tells a fee that is not known of a transaction of which some are,
 * the known ones stand, and only what its fees are more than those is added.
 * Edge: a source that tells less than is known adds nothing.
 */
export function withoutFeesToldTwice(
  told: ReadonlyMap<string, readonly Transfer[]>,
  answer: readonly LedgerFact[],
): readonly LedgerFact[] {
  if (told.size === 0) return answer;
  const own = new Map<string, Transfer[]>();
  for (const fact of answer) {
    const key = feeKey(fact);
    if (key === null || fact.kind === 'utxo' || !told.has(key)) continue;
    own.set(key, [...(own.get(key) ?? []), fact]);
  }
  for (const [key, fees] of own) {
    if (fees.every((fee) => told.get(key)?.includes(fee))) own.delete(key);
  }
  if (own.size === 0) return answer;
  return answer.flatMap((fact): readonly LedgerFact[] => {
    const key = feeKey(fact);
    const fees = key === null ? undefined : own.get(key);
    if (key === null || fees === undefined) return [fact];
    return fact === fees[0] ? settled(told.get(key) ?? [], fees) : [];
  });
}

function settled(known: readonly Transfer[], fees: readonly Transfer[]): readonly Transfer[] {
  const more = sumOf(fees) - sumOf(known);
  const added = fees.findLast((fee) => !known.includes(fee));
  return more <= 0n || added === undefined ? known : [...known, { ...added, amount: more }];
}

function sumOf(fees: readonly Transfer[]): bigint {
  return sumAmounts(fees.map(({ amount }) => amount));
}

function feeKey(fact: LedgerFact): string | null {
  if (fact.kind === 'utxo' || fact.channel !== 'fee' || fact.txId === null) return null;
  return paysParentFees(fact.chain) ? `${fact.txId} ${fact.from ?? ''}` : null;
}
