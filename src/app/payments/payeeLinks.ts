import type { KnownLink } from '../../core/knownLink.js';
import type { PayeeLink } from '../../desk/payments/paymentFacts.js';

/** Links of the roster as payments weigh them; what the facts no longer show is left out. Order: as given. */
export function payeeLinksOf(known: readonly KnownLink[]): readonly PayeeLink[] {
  return known
    .filter(({ goneSince }) => goneSince === null)
    .map(({ link, weighs, needsSecond, answer }) => ({
      ...{ id: link.id, severity: weighs, sentence: link.sentence },
      isExplained: answer?.meaning === 'explained' && answer.holds && !needsSecond,
    }));
}
