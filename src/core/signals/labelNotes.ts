import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';

/** Guesses that a source makes about the subject: shown, never counted. */
export function tellLabelNotes(trace: Trace): Signal[] {
  const { subject, knowledge } = trace.start;
  return knowledge
    .claimsOf(subject)
    .filter((claim) => claim.use === 'note' && claim.vouch === undefined)
    .map((claim) => ({
      kind: 'label-note' as const,
      account: subject,
      sentence: `A source guesses at a relation with ${claim.entity}: ${claim.note ?? 'no more is said'}.`,
      attribution: claim,
    }));
}
