import PQueue from 'p-queue';
import type { QuotaName, QuotaStore } from '../screening/ports.js';
import { sleepOnTimer } from './retry.js';

/** Whether somebody waits for one answer, or for that of many wallets together. */
export type Urgency = 'single' | 'batch';

/** Hands out turns to ask one host, no faster than the host allows. */
export interface RateLimiter {
  /** Resolves when it is this caller's turn; rejects as soon as the signal is aborted. */
  waitForTurn(urgency: Urgency, signal: AbortSignal): Promise<void>;
}

/** The place in a queue of requests: the higher one goes first. */
export function priorityOf(urgency: Urgency): number {
  return urgency === 'single' ? 1 : 0;
}

/** What a limiter is made with. */
export interface RateLimiterOptions {
  readonly name: QuotaName;
  readonly requestsPerSecond: number;
  readonly store: QuotaStore;
  /** The present time. Units: milliseconds since 1970. */
  readonly now: () => number;
}

/** A limiter that makes nobody wait. */
export const UNLIMITED_TURNS: RateLimiter = {
  waitForTurn: async (_, signal) => signal.throwIfAborted(),
};

/**
 * A limiter for one host, shared by all processes that use one database.
 *
 * Order: within a process who waits for one wallet goes before who waits for many, else first come,
 * first served; processes take turns. The window slides: in no
 * stretch of time do more turns begin than the rate allows for it.
 * Edge: a rate below one, such as 0.2, is one turn every five seconds. A turn that was taken for a
 * caller who gave up is lost; a process holds at most one that has not come yet.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { name, store, now } = options;
  const pace = paceOf(options.requestsPerSecond);
  // One at a time: a process that queues many callers must not take the turns of the others.
  const queue = new PQueue({ concurrency: 1 });
  return {
    waitForTurn: async (urgency, signal) => {
      await queue.add(
        async () => {
          const nowMs = now();
          const waitMs = store.claimTurn({ ...name, ...pace, nowMs }) - nowMs;
          if (waitMs > 0) await sleepOnTimer(waitMs, signal);
          signal.throwIfAborted();
        },
        { signal, priority: priorityOf(urgency) },
      );
    },
  };
}

/** Whole turns in a whole number of milliseconds, never more of them than the rate allows. */
function paceOf(requestsPerSecond: number) {
  const turns = Math.max(1, Math.floor(requestsPerSecond));
  return { turns, intervalMs: Math.ceil((turns * 1000) / requestsPerSecond) };
}
