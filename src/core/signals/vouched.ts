import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';

/**
 * Claims that a vouch lowers, about the subject, those whom it dealt with and those further back or on:
 * what was lowered, by whom and until when. The author is told by number; the name stays at home.
 */
export function tellVouched(trace: Trace, { subject, dealings }: SubjectHistory): Signal[] {
  const { incoming, outgoing } = trace.frontier.reach;
  const others = dealings.map(({ other }) => other);
  const met = new Set([subject, ...others, ...incoming.accounts(), ...outgoing.accounts()]);
  return [...met].flatMap((account) =>
    vouchedSignals(account, trace.start.knowledge.claimsOf(account)),
  );
}

/** The signals of one account's claims that a vouch lowers. */
export function vouchedSignals(account: Account, claims: readonly Attribution[]): Signal[] {
  return claims.flatMap((claim): Signal[] => {
    const { vouch, entity, authority } = claim;
    if (vouch === undefined) return [];
    const whose = authority === 'researcher' ? 'researchers' : 'a vendor';
    const sentence = `A claim by ${whose} that an account belongs to ${entity} is lowered by vouch ${vouch.vouchId} of author ${vouch.authorId}, until ${vouch.until}: it counts as no exposure here.`;
    return [{ kind: 'vouched', account, sentence, attribution: claim }];
  });
}
