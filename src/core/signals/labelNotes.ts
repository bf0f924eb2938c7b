import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';

/** Guesses that a source makes about the subject: shown, never counted. */
export function tellLabelNotes(trace: Trace): Signal[] {
  const { subject, knowledge } = trace.start;
  return notesAbout(subject, knowledge.claimsOf(subject));
}

/** The guesses among the claims about an account. */
export function notesAbout(account: Account, claims: readonly Attribution[]): Signal[] {
  return claims
    .filter((claim) => isGuess(claim))
    .map((claim) => ({
      kind: 'label-note' as const,
      account,
      sentence: `A source guesses at a relation with ${claim.entity}: ${(claim.note ?? 'no more is said').replace(/\.$/, '')}.`,
      attribution: claim,
    }));
}

/** Edge: a claim that a vouch lowered and an issuer's freeze are no guesses, and told by themselves. */
function isGuess({ use, vouch, category }: Attribution): boolean {
  return use === 'note' && vouch === undefined && category !== 'frozen';
}
