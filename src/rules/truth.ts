/**
 * What can be said of a condition: it holds, it does not, or what would decide it was not computed.
 *
 * Source: Kleene's strong logic, https://en.wikipedia.org/wiki/Three-valued_logic
 */
export type Truth = 'true' | 'false' | 'unknown';

/** True when all are true, false when any is false, else unknown. */
export function allTrue(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false';
  return truths.includes('unknown') ? 'unknown' : 'true';
}

/** True when any is true, false when all are false, else unknown. */
export function anyTrue(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true';
  return truths.includes('unknown') ? 'unknown' : 'false';
}

/** The opposite; the opposite of unknown is unknown. */
export function notTrue(truth: Truth): Truth {
  if (truth === 'unknown') return 'unknown';
  return truth === 'true' ? 'false' : 'true';
}
