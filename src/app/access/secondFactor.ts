import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { Actor } from '../../core/role.js';
import { nameKeyOf } from '../../desk/access/personName.js';
import { atomically } from '../../store/atomically.js';
import type { StoredUser } from '../../store/userStore.js';
import type { Access } from '../service/access.js';
import { type AccessMeans, knownUser } from './accessMeans.js';
import { beginAttempt } from './attempts.js';
import {
  digestRecoveryCode,
  newRecoveryCodes,
  newSecondFactor,
  spendCode,
  stepOfCode,
} from './oneTimeCodes.js';

/** The part of the access that is about the second factor of whoever is signed in. */
export type SecondFactor = Pick<
  Access,
  'beginSecondFactor' | 'confirmSecondFactor' | 'removeSecondFactor'
>;

/** Adding and removing a second factor. Wrong codes count like wrong passwords. */
export function createSecondFactor(means: AccessMeans): SecondFactor {
  const { db, users, refusals, audit } = means;

  const personOf = (actor: Actor): StoredUser => {
    if (actor.kind !== 'person') {
      throw new InputError('A token has no second factor; sign in as a person.');
    }
    return knownUser(means, actor.id);
  };
  /** Does something with a code; null means that the code was wrong, which counts. */
  const withCode = <Result>(actor: Actor, use: (user: StoredUser) => Result | null): Result => {
    const attempt = beginAttempt(means, nameKeyOf(personOf(actor).name));
    if (attempt.kind === 'locked') {
      const until = formatMoment(attempt.untilSeconds);
      throw new InputError(`Too many codes were wrong; try again after ${until}.`);
    }
    const result = atomically(db, () => {
      const used = use(personOf(actor));
      if (used !== null) refusals.dropRefusal(attempt.refusalId);
      return used;
    });
    if (result === null) {
      throw new InputError(
        'This code is wrong or was used; wait for the next one, and check the clock of the device.',
      );
    }
    return result;
  };

  return {
    beginSecondFactor: (actor) =>
      atomically(db, () => {
        const user = personOf(actor);
        if (user.totpSecret !== null) {
          // Else a session left open would be enough to put another device in the place of this one.
          throw new InputError(
            'There is a second factor already; remove it first, with a code of it.',
          );
        }
        const begun = newSecondFactor(means, user.name);
        users.writeSecondFactor(user.userId, { ...user, totpPending: begun.secret });
        return begun;
      }),
    confirmSecondFactor: (actor, code) => {
      if (personOf(actor).totpPending === null) {
        throw new InputError('No second factor was begun; begin with one first.');
      }
      return withCode(actor, ({ userId, totpPending: secret }) => {
        if (secret === null) return null;
        const step = stepOfCode({ secret, code, nowMs: means.nowMs(), lastStep: null });
        if (step === null) return null;
        users.writeSecondFactor(userId, {
          totpSecret: secret,
          totpPending: null,
          totpLastStep: step,
        });
        const codes = newRecoveryCodes(means);
        users.writeRecoveryCodes(userId, codes.map(digestRecoveryCode));
        audit.append({ actor, action: 'second-factor-added', subjectId: userId });
        return codes;
      });
    },
    removeSecondFactor: (actor, code) => {
      if (personOf(actor).totpSecret === null) {
        throw new InputError('There is no second factor to remove.');
      }
      withCode(actor, (user) => {
        if (!spendCode(means, user, code)) return null;
        const { userId } = user;
        users.writeSecondFactor(userId, { ...user, totpSecret: null, totpPending: null });
        users.writeRecoveryCodes(userId, []);
        audit.append({ actor, action: 'second-factor-removed', subjectId: userId });
        return userId;
      });
    },
  };
}
