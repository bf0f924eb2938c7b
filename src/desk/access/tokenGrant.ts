import { InputError } from '../../core/errors.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { PERMISSIONS, type Permission } from '../../core/role.js';

/** A token ends by itself after so many days at most. */
const MOST_DAYS = 366;

/**
 * The scopes that a token may get: those asked for, each once.
 *
 * Order: that of the list of permissions.
 * @throws {InputError} for none, and for one that the issuer does not have.
 */
export function grantScopes(
  asked: readonly Permission[],
  issuer: readonly Permission[],
): readonly Permission[] {
  const scopes = PERMISSIONS.filter((one) => asked.includes(one));
  if (scopes.length === 0) {
    throw new InputError(`A token needs a scope: ${PERMISSIONS.join(', ')}.`);
  }
  const [beyond] = scopes.filter((one) => !issuer.includes(one));
  if (beyond !== undefined) {
    throw new InputError(
      `A token cannot do more than whoever gives it out, who may not "${beyond}"; leave that scope out, or ask an administrator.`,
    );
  }
  return scopes;
}

/** What a token may do now: of its scopes those that whoever answers for it still has. */
export function heldScopes(
  scopes: readonly Permission[],
  issuer: readonly Permission[],
): readonly Permission[] {
  return scopes.filter((one) => issuer.includes(one));
}

/**
 * The end of a token as it is kept: an ISO 8601 time in UTC, to the second.
 *
 * Units: `nowSeconds` and `lastSeconds` (the latest end, null for none but the rule's) are Unix seconds.
 * @throws {InputError} for another text, a time that is over, and one too far away.
 */
export function parseTokenEnd(
  text: string,
  { nowSeconds, lastSeconds }: { readonly nowSeconds: number; readonly lastSeconds: number | null },
): string {
  const moment = parseMoment(text);
  if (moment === null) {
    throw new InputError('The end of a token must be a time such as 2027-01-31T00:00:00Z.');
  }
  if (moment <= nowSeconds) throw new InputError('The end of the token is over already.');
  if (moment > nowSeconds + MOST_DAYS * SECONDS_PER_DAY) {
    throw new InputError(
      `A token lasts for ${MOST_DAYS} days at most; name an earlier end, and give out another one then.`,
    );
  }
  if (lastSeconds !== null && moment > lastSeconds) {
    throw new InputError('A token cannot last longer than the one by which it is given out.');
  }
  return formatMoment(moment);
}
