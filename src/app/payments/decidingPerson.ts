import { refuseSecret } from '../../chains/registry.js';
import { InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { assertMay } from '../access/accessMeans.js';
import { LOCAL_ACTOR } from '../access/localActor.js';

/** Characters of the longest reason. */
const MOST_REASON_CHARACTERS = 1000;

/**
 * Refuses whoever may not let a payment pass: it takes a person with a name, who has the permission
 * "release". `what` is the deed, such as "releases a payment".
 *
 * @throws {InputError}
 */
export function assertDecidingPerson(by: Actor, what: string): void {
  assertMay(by, 'release');
  if (by.kind === 'token') {
    throw new InputError(`A person who signed in ${what}, never a token.`);
  }
  if (by.personId === LOCAL_ACTOR.id) {
    throw new InputError(
      `Only a person with a name ${what}; on the command line say who with --as NAME.`,
    );
  }
}

/**
 * A reason without blanks around it. `what` is what it is for, such as "A release".
 *
 * @throws {InputError} for one that is empty, too long, or may be a secret.
 */
export function parseReason(text: string, what: string): string {
  const reason = text.trim();
  if (reason === '') {
    throw new InputError(
      `${what} needs a reason; write what was looked at and why it may be paid.`,
    );
  }
  if (reason.length > MOST_REASON_CHARACTERS) {
    throw new InputError(`A reason has at most ${MOST_REASON_CHARACTERS} characters.`);
  }
  refuseSecret(reason, 'reason');
  return reason;
}
