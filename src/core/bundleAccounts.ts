import type { Account } from './account.js';
import type { FactsAlone } from './decodeBundle.js';
import type { FactBundle } from './factBundle.js';
import type { LedgerFact } from './ledger.js';
import { accountsOfFact } from './ledger.js';

/**
 * Every account that a recorded bundle names, each once: those of its facts, those that were screened
 * or looked up, and those of the same key.
 *
 * Edge: facts alone do not say who was screened.
 */
export function accountsOfBundle(bundle: FactBundle | FactsAlone): ReadonlySet<Account> {
  const named = new Set<Account>();
  if (bundle.version === 1) {
    addFacts(named, bundle.facts);
    return named;
  }
  for (const subject of bundle.subjects) {
    for (const account of [subject.account, ...subject.aliases]) named.add(account);
    if (subject.kind === 'blind') continue;
    for (const { lookup, facts } of subject.replies) {
      if (lookup.kind === 'account') named.add(lookup.account);
      addFacts(named, facts);
    }
  }
  return named;
}

function addFacts(named: Set<Account>, facts: readonly LedgerFact[]): void {
  for (const fact of facts) for (const account of accountsOfFact(fact)) named.add(account);
}
