import PQueue from 'p-queue';
import { AbortedError } from '../../core/errors.js';
import type { ChainAnswers } from '../../desk/payments/paymentFacts.js';
import { createInFlight } from '../../sources/inFlight.js';
import { priorityOf, type Urgency } from '../../sources/rateLimiter.js';
import type { PaymentMeans, PaymentQuestion } from './paymentPorts.js';

/** Payments of which chains are asked at once: hosts limit how often they answer, so that more would only wait. */
const AT_ONCE = 4;

/**
 * Asks chains about payments a few at a time, whoever has them checked.
 *
 * What is asked gives up after a while, and that while has to begin with the asking: of hundreds that are
 * asked for at one moment most would be over before a host allows them their turn, and read as not
 * answered. Payments in one asset to one account that wait together are one question.
 * Order: who checks one payment before who checks many, else as asked for.
 */
export function createAskingInTurn(
  ask: PaymentMeans['ask'],
): (urgency: Urgency) => PaymentMeans['ask'] {
  const turns = new PQueue({ concurrency: AT_ONCE });
  const inFlight = createInFlight<ChainAnswers>();
  return (urgency) => (question, signal) => {
    const priority = priorityOf(urgency);
    return inFlight.share(
      {
        key: keyOf(question, urgency),
        start: (own) => turns.add(() => ask(question, own), { priority }),
        onAbort: () => new AbortedError('The chains are not asked any more; check it again.'),
      },
      signal,
    );
  };
}

/** What makes two questions the same. */
function keyOf(
  { chain, account, asset, wallet, wasPaidHere }: PaymentQuestion,
  urgency: Urgency,
): string {
  const { address, ensName } = wallet;
  return JSON.stringify([chain.id, account, asset.id, address, ensName, wasPaidHere, urgency]);
}
