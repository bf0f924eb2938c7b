import PQueue from 'p-queue';

/** Hands out turns to ask one host, no faster than the host allows. */
export interface RateLimiter {
  /** Resolves when it is this caller's turn; rejects as soon as the signal is aborted. */
  waitForTurn(signal: AbortSignal): Promise<void>;
}

/**
 * A limiter for one host.
 *
 * Order: first come, first served. The window slides: in no stretch of time do more turns begin
 * than the rate allows for it.
 * Edge: a rate below one, such as 0.2, is one turn every five seconds; null hands out turns at once.
 */
export function createRateLimiter(requestsPerSecond: number | null): RateLimiter {
  const queue = requestsPerSecond === null ? new PQueue() : new PQueue(pace(requestsPerSecond));
  return {
    waitForTurn: async (signal) => {
      await queue.add(() => undefined, { signal });
    },
  };
}

function pace(requestsPerSecond: number) {
  const intervalCap = Math.max(1, Math.floor(requestsPerSecond));
  const interval = Math.ceil((intervalCap * 1000) / requestsPerSecond);
  return { intervalCap, interval, strict: true };
}
