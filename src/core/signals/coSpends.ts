import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import { boundaryOf } from '../boundary.js';
import type { UtxoTx } from '../ledger.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';

/**
 * Accounts with a risk claim that paid together with the subject, once each. Who signs for two
 * inputs of one payment usually holds both keys.
 *
 * Edge: a payment of three or more owners with three or more equal outputs looks like a CoinJoin,
 * where strangers pay together; it says nothing.
 * Source: Meiklejohn et al., "A Fistful of Bitcoins" (IMC 2013),
 * https://doi.org/10.1145/2504730.2504747
 */
export function coSpends(trace: Trace): Signal[] {
  const { subject, knowledge } = trace.start;
  const found = new Map<Account, Attribution>();
  for (const fact of trace.facts.values()) {
    if (fact.kind !== 'utxo' || !fact.inputs.some(({ account }) => account === subject)) continue;
    if (looksLikeCoinJoin(fact)) continue;
    for (const { account } of fact.inputs) {
      if (account === null || account === subject) continue;
      const boundary = boundaryOf(account, knowledge);
      if (boundary?.kind === 'labelled') found.set(account, boundary.attribution);
    }
  }
  return [...found].map(([account, attribution]) => ({
    kind: 'co-spend' as const,
    account,
    sentence: `This address paid in one transaction together with an account of ${attribution.entity}; who signs for both usually holds both.`,
    attribution,
  }));
}

function looksLikeCoinJoin({ inputs, outputs }: UtxoTx): boolean {
  const owners = new Set(inputs.map(({ account }) => account));
  const equal = outputs.map(
    ({ amount }) => outputs.filter((other) => other.amount === amount).length,
  );
  return owners.size >= 3 && equal.some((count) => count >= 3);
}
