/** Refused attempts to sign in by one name before it is locked. */
export const MOST_REFUSALS = 5;

/** How close together they are for that. Units: seconds. */
const WINDOW_SECONDS = 15 * 60;

/** How long a name stays locked. Units: seconds. */
const LOCK_SECONDS = 15 * 60;

/** How long a refusal can matter: it may be the first of those that lock. Units: seconds. */
export const REFUSAL_LIFE_SECONDS = WINDOW_SECONDS + LOCK_SECONDS;

/**
 * Until when a name is locked; null where it is not.
 *
 * Units: Unix seconds. Order: refusals oldest first, without attempts made while it was locked.
 * Source: counting by name and not by address, OWASP,
 * https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#account-lockout;
 * that guesses must be limited, NIST SP 800-63B-4, "Rate Limiting".
 * Edge: whoever knows a name can keep it locked; a link from an administrator opens it.
 */
export function lockedUntil(refusedAt: readonly number[], nowSeconds: number): number | null {
  const last = refusedAt.slice(-MOST_REFUSALS);
  const [first] = last;
  const newest = last.at(-1);
  if (first === undefined || newest === undefined || last.length < MOST_REFUSALS) return null;
  if (newest - first >= WINDOW_SECONDS) return null;
  const until = newest + LOCK_SECONDS;
  return nowSeconds < until ? until : null;
}
