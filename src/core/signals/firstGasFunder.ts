import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import { isDprk } from '../attribution.js';
import { primaryAttribution } from '../claims.js';
import { findGasFunding } from '../patterns/gasFunder.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import { labelledAs } from './labelWords.js';
import type { SubjectHistory } from './subjectHistory.js';

/** Who paid the first native coins that the subject could spend on fees, as `findGasFunding` tells. */
export function tellFirstGasFunder(trace: Trace, history: SubjectHistory): Signal[] {
  const { knowledge, assets } = trace.start;
  const { claimsOf } = knowledge;
  const facts = () => trace.facts.values();
  const { transfers, subject } = history;
  const funding = findGasFunding(subject, { transfers, facts, assets, claimsOf });
  if (funding === null) return [];
  const { funder } = funding;
  const attribution = primaryAttribution(claimsOf(funder));
  return [
    {
      kind: 'first-gas-funder',
      account: funder,
      sentence: `The first coins for fees came from ${describe(trace, funder, attribution)}.`,
      attribution: attribution !== null && isDprk(attribution) ? attribution : null,
    },
  ];
}

function describe(trace: Trace, funder: Account, attribution: Attribution | null): string {
  if (trace.start.knowledge.ownAccounts.has(funder)) return 'an account of your own company';
  if (attribution !== null) return labelledAs(attribution);
  return trace.busy.has(funder)
    ? 'an account without a label that deals with many'
    : 'an account without a label';
}
