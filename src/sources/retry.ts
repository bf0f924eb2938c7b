import { AbortedError, RateLimitError, SourceError } from '../core/errors.js';
import { LeftAloneError, UncountedError } from './refusals.js';

/** Waits; ends early, without an error, when the signal is aborted. Units: milliseconds. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** How often and after which waits a failed request is made again. */
export interface RetryPolicy {
  /** Requests in all, the first included. */
  readonly tries: number;
  /** The longest wait before the second try; it doubles with each further one. */
  readonly baseDelayMs: number;
  /** A source that asks for a longer wait than this is not asked again. */
  readonly maxDelayMs: number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly sleep: Sleep;
  /** How long the caller still has; a wait that takes as long is not begun. Units: milliseconds. */
  readonly msLeft: () => number;
}

/**
 * Runs a task again while its failure is one that time may cure.
 *
 * The wait is drawn evenly between nothing and a limit that doubles, so that callers that failed
 * together do not come back together. A wait that the source asks for comes on top.
 * Edge: a spent daily quota is not tried again, nor a host that is left alone, nor what the database
 * could not count, nor a task whose signal is aborted. A task whose wait would outlast its caller fails at once, with what it failed
 * by, so that another source can still be asked.
 * Source: "full jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @throws {AbortedError} when the signal ends a wait; else what the last try threw.
 */
export async function retryLater<Result>(
  task: () => Promise<Result>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await task();
    } catch (error) {
      const waitMs = tried < policy.tries ? waitBeforeNextTry(error, tried, policy) : null;
      if (waitMs === null || signal.aborted || waitMs >= policy.msLeft()) throw error;
      await policy.sleep(waitMs, signal);
    }
    if (signal.aborted) {
      throw new AbortedError(
        'The look-up was ended while it waited to ask its source again; allow a longer deadline.',
      );
    }
  }
}

function waitBeforeNextTry(error: unknown, tried: number, policy: RetryPolicy): number | null {
  if (!(error instanceof SourceError) || error.retry !== 'later') return null;
  if (error instanceof AbortedError) return null;
  if (error instanceof LeftAloneError || error instanceof UncountedError) return null;
  const limit = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tried - 1));
  const jitter = Math.floor(policy.random() * limit);
  if (!(error instanceof RateLimitError)) return jitter;
  if (error.window === 'day' || error.retryAfterMs > policy.maxDelayMs) return null;
  return error.retryAfterMs + jitter;
}

/** Waits on the machine's timer. */
export const sleepOnTimer: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
  });
