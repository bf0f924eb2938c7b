import type { Account } from '../account.js';
import { isOwn } from '../claims.js';
import type { BoundJointly, Exposure } from '../exposure.js';
import type { Trace } from '../trace/traceState.js';

/**
 * Whether a trace met an account, other than its subject, that a label of one's own calls a risk: where
 * value came from or went to, or in the subject's own history.
 */
export function hasOwnRisks({ start, facts, frontier }: Trace): boolean {
  const { subject, knowledge } = start;
  const isRisk = (account: Account) =>
    account !== subject &&
    knowledge.claimsOf(account).some((claim) => isOwn(claim) && claim.use === 'exposure');
  const { incoming, outgoing } = frontier.reach;
  for (const account of incoming.accounts()) if (isRisk(account)) return true;
  for (const account of outgoing.accounts()) if (isRisk(account)) return true;
  for (const fact of facts.values()) {
    // Who only exchanged empty messages with the subject has no value to follow.
    if (fact.kind !== 'transfer' || fact.amount > 0n) continue;
    const other = fact.from === subject ? fact.to : fact.to === subject ? fact.from : null;
    if (other !== null && isRisk(other)) return true;
  }
  return false;
}

/** The same trace with every account at which a label of one's own warns as a place where it ends. */
export function withOwnRisks(trace: Trace): Trace {
  const { start } = trace;
  return {
    ...trace,
    start: { ...start, knowledge: { ...start.knowledge, ownRisks: 'end-trails' } },
  };
}

/** Exposures, and how they are bounded together. */
interface Told {
  readonly exposures: readonly Exposure[];
  readonly boundJointly: BoundJointly;
}

/**
 * What others say, and beside it the exposures that only labels of one's own make. Everything else
 * stays as it is without those labels.
 *
 * Blind spot: money behind an account of one's own label can also be that of somebody whom others
 * name; then both exposures show it, and bounds over both count it twice.
 */
export function joinOwnRisks(others: Told, withOwn: Told): Told {
  const own = withOwn.exposures.filter(isFlowOfOwn);
  return {
    exposures: [...others.exposures, ...own],
    boundJointly: (exposures, period) => [
      ...others.boundJointly(
        exposures.filter((exposure) => !isFlowOfOwn(exposure)),
        period,
      ),
      ...withOwn.boundJointly(exposures.filter(isFlowOfOwn), period),
    ],
  };
}

function isFlowOfOwn({ kind, attribution }: Exposure): boolean {
  return kind !== 'ownership' && isOwn(attribution);
}
