/** Leaves a host alone for a while that failed several times in a row. */
export interface CircuitBreaker {
  /** How long the host is still left alone; 0 when it may be asked. Units: milliseconds. */
  msLeft(): number;
  /** Says that a request is sent now. Edge: after a rest it is the only one until it is known how it ended. */
  begin(): void;
  /** Says that the host answered, whatever its answer. */
  noteAnswer(): void;
  /** Says that the host did not answer. */
  noteFailure(): void;
  /** Says that a request was ended from this side, which tells nothing about the host. */
  noteEnd(): void;
}

/**
 * Failures in a row after which a host is left alone. A policy choice: more than the tries of one
 * request, so that one answer that is always too slow does not close a host that gives others.
 */
export const FAILURES_IN_A_ROW = 5;

/** How long a host is left alone. A policy choice: a restart takes less, a deadline is longer. Units: milliseconds. */
export const REST_MS = 30_000;

/** How long one request that tries a host again keeps the others waiting. Units: milliseconds. */
const PROBE_MS = 30_000;

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
    begin: () => {
      if (isTripped()) restsUntilMs = now() + PROBE_MS;
    },
    noteAnswer: () => {
      failures = 0;
    },
    noteFailure: () => {
      failures += 1;
      if (isTripped()) restsUntilMs = now() + REST_MS;
    },
    noteEnd: () => {
      if (isTripped()) restsUntilMs = Math.min(restsUntilMs, now());
    },
  };
}
