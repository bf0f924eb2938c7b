import { inSettledOrder } from '../core/factOrder.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { lookupKey } from '../core/lookup.js';
import { abandon, absorb, isFinished, nextLookups } from '../core/trace/trace.js';
import type { Trace } from '../core/trace/traceState.js';

/** Answers one look-up. Never rejects: what could not be seen is in the reply's `unseen`. */
export type LookUp = (lookup: Lookup, signal: AbortSignal) => Promise<LookupReply>;

/** What is said of look-ups that the deadline or the user cut off. */
export const CUT_OFF: Unseen = {
  channel: null,
  kind: 'budget',
  sentence: 'The time was up before the answer came.',
  cure: 'Screen again, with a longer --deadline if it recurs; what was fetched is kept.',
};

/**
 * Runs a trace to its end, or as far as the signal lets it.
 *
 * Order: answers are absorbed as they come; the trace puts them in the order in which they were
 * asked. Ends promptly when the signal aborts, whether or not a source answers.
 */
export async function runTrace(
  trace: Trace,
  lookUp: LookUp,
  observe: { readonly onAnswer: () => void; readonly signal: AbortSignal },
): Promise<void> {
  const { signal } = observe;
  const aborted = whenAborted(signal);
  const underWay = new Map<string, Promise<Answer>>();
  try {
    while (!isFinished(trace)) {
      for (const lookup of nextLookups(trace)) {
        const key = lookupKey(lookup);
        underWay.set(
          key,
          lookUp(lookup, signal).then((reply) => ({
            key,
            // So that a trace taken from what was recorded of it takes the same.
            reply: { ...reply, facts: inSettledOrder(reply.facts) },
          })),
        );
      }
      const answer = await Promise.race([aborted.promise, ...underWay.values()]);
      if (answer === null) {
        for (const late of await whatCame([...underWay.values()])) {
          absorb(trace, late.key, late.reply);
        }
        abandon(trace, CUT_OFF);
        break;
      }
      underWay.delete(answer.key);
      absorb(trace, answer.key, answer.reply);
      observe.onAnswer();
    }
  } finally {
    aborted.forget();
  }
}

/** Time in which look-ups that were cut off may still tell what they saw. Units: milliseconds. */
const LAST_WORDS_MS = 200;

/** The answers of look-ups that end at once because their requests were ended. */
async function whatCame(underWay: readonly Promise<Answer>[]): Promise<readonly Answer[]> {
  const came: Answer[] = [];
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_WORDS_MS);
  });
  const all = Promise.all(underWay.map(async (one) => came.push(await one)));
  await Promise.race([all, timeUp]);
  clearTimeout(timer);
  return came;
}

interface Answer {
  readonly key: string;
  readonly reply: LookupReply;
}

function whenAborted(signal: AbortSignal): {
  readonly promise: Promise<null>;
  readonly forget: () => void;
} {
  let forget = () => {};
  const promise = new Promise<null>((resolve) => {
    const onAbort = () => resolve(null);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    forget = () => signal.removeEventListener('abort', onAbort);
  });
  return { promise, forget: () => forget() };
}
