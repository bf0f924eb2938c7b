/** How far and how long a screening looks. Recorded with the verdict; the same facts under the same policy give the same trace. */
export interface Policy {
  /** Owner hops within which everything must have been seen for `proceed`. */
  readonly requiredDepth: number;
  /** Owner hops after which nothing is expanded. */
  readonly depth: number;
  /** Look-ups that may be under way at once. */
  readonly window: number;
  /** Days before the screening after which a payment is no longer followed. */
  readonly lookbackDays: number;
  /** Look-ups that one screening may cost. */
  readonly maxRequests: number;
  /** Time that one screening may take. Units: milliseconds. */
  readonly deadlineMs: number;
}

/** The policy in force where the configuration says nothing else. */
export const DEFAULT_POLICY: Policy = {
  requiredDepth: 2,
  depth: 4,
  window: 8,
  lookbackDays: 3650,
  maxRequests: 300,
  deadlineMs: 120_000,
};
