import { lockedUntil, REFUSAL_LIFE_SECONDS } from '../../desk/access/lockOut.js';
import { atomically } from '../../store/atomically.js';
import type { AccessMeans } from './accessMeans.js';

/** An attempt to guess a password or a code: it counts as refused until it is known not to be. */
export type Attempt =
  | { readonly kind: 'locked'; readonly untilSeconds: number }
  | { readonly kind: 'open'; readonly refusalId: number };

/** Begins an attempt. It counts at once, so that many at the same time are no more than a few. */
export function beginAttempt(means: AccessMeans, nameKey: string): Attempt {
  const { db, refusals, nowSeconds } = means;
  return atomically(db, () => {
    const atSeconds = nowSeconds();
    const sinceSeconds = atSeconds - REFUSAL_LIFE_SECONDS;
    const untilSeconds = lockedUntil(refusals.listRefusals(nameKey, sinceSeconds), atSeconds);
    if (untilSeconds !== null) return { kind: 'locked', untilSeconds };
    return { kind: 'open', refusalId: refusals.addRefusal({ nameKey, atSeconds, sinceSeconds }) };
  });
}
