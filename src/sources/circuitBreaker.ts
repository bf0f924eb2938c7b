/** Leaves a host alone for a while that failed several times in a row. */
export interface CircuitBreaker {
  /** How long the host is still left alone; 0 when it may be asked. Units: milliseconds. */
  msLeft(): number;
  /** Whether the host has failed so often that one request has to try it before others may ask. */
  isTripped(): boolean;
  /** Says that the host answered, whatever its answer. */
  noteAnswer(): void;
  /** Says that the host did not answer. */
  noteFailure(): void;
}

/**
 * Failures in a row after which a host is left alone. A policy choice: more than the tries of one
 * request, so that one answer that is always too slow does not close a host that gives others.
 */
export const FAILURES_IN_A_ROW = 5;

/** How long a host is left alone. A policy choice: a restart takes less, a deadline is longer. Units: milliseconds. */
export const REST_MS = 30_000;

/**
 * A breaker for one host: closed, then open for a rest, then half open for one request.
 *
 * Source: https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker
 */
export function createCircuitBreaker(now: () => number): CircuitBreaker {
  let failures = 0;
  let restsUntilMs = Number.NEGATIVE_INFINITY;
  const isTripped = () => failures >= FAILURES_IN_A_ROW;
  return {
    msLeft: () => (isTripped() ? Math.max(0, restsUntilMs - now()) : 0),
    isTripped,
    noteAnswer: () => {
      failures = 0;
    },
    noteFailure: () => {
      failures += 1;
      if (isTripped()) restsUntilMs = now() + REST_MS;
    },
  };
}
