import { createHmac } from 'node:crypto';
import { formatMoment } from '../../core/moment.js';
import { nameKeyOf } from '../../desk/access/personName.js';
import {
  isSessionOver,
  isUseWorthWriting,
  type SessionLife,
} from '../../desk/access/sessionLife.js';
import { atomically } from '../../store/atomically.js';
import type { StoredUser } from '../../store/userStore.js';
import type { Access, SignInResult } from '../service/access.js';
import { type AccessMeans, newSecret, toActor } from './accessMeans.js';
import { beginAttempt } from './attempts.js';
import { spendCode } from './oneTimeCodes.js';
import type { Passwords } from './passwords.js';

/** Refused names that nobody has are told at most so often, or anybody could fill the audit log. */
const TELL_UNKNOWN_EVERY_SECONDS = 60;

/** The part of the access by which people sign in and stay so. */
export type SigningIn = Pick<Access, 'signIn' | 'readSession' | 'signOut'>;

/** Signing in and out, and the sessions between. */
export function createSigningIn(
  means: AccessMeans,
  { passwords, life }: { readonly passwords: Passwords; readonly life: SessionLife },
): SigningIn {
  const { db, users, sessions, refusals, audit, nowSeconds } = means;
  let unknownToldAt = Number.NEGATIVE_INFINITY;

  const refuse = (user: StoredUser | null, refusalId: number): SignInResult => {
    // Known name or not, one row is written and waits for the disk; the audit log adds half a millisecond.
    refusals.writeRefusal(refusalId, nowSeconds());
    if (user === null) {
      if (nowSeconds() - unknownToldAt < TELL_UNKNOWN_EVERY_SECONDS) return { kind: 'refused' };
      unknownToldAt = nowSeconds();
    }
    const subjectId = user?.userId ?? null;
    audit.append({ actor: null, action: 'sign-in-refused', subjectId });
    return { kind: 'refused' };
  };
  const open = (user: StoredUser): SignInResult => {
    const actor = toActor(user);
    const sessionSecret = newSecret(means);
    const at = nowSeconds();
    sessions.putSession({
      ...{ secret: sessionSecret, userId: user.userId, nowSeconds: at },
      openedSinceSeconds: at - life.mostSeconds,
      usedSinceSeconds: at - life.idleSeconds,
    });
    users.writeSignIn(user.userId, formatMoment(at));
    audit.append({ actor, action: 'signed-in', subjectId: user.userId });
    return { kind: 'signed-in', sessionSecret, actor };
  };
  const findOpen = (secret: string) => {
    const session = sessions.readSession(secret);
    return session === null || isSessionOver(session, nowSeconds(), life) ? null : session;
  };

  return {
    signIn: async ({ name, password, code }) => {
      const nameKey = nameKeyOf(name);
      // Before the attempt counts, or a crowd would lock whoever cannot get through it.
      passwords.assertRoom();
      const attempt = beginAttempt(means, nameKey);
      if (attempt.kind === 'locked') {
        return { kind: 'locked', untilIso: formatMoment(attempt.untilSeconds) };
      }
      const hash = users.findUser(nameKey)?.passwordHash ?? null;
      const isRight = await passwords.isOf(password, hash);
      return atomically(db, () => {
        // Read again: they may have been disabled or have another password since.
        const user = users.findUser(nameKey);
        const { refusalId } = attempt;
        if (user === null || !isRight || user.disabledAt !== null || user.passwordHash !== hash) {
          return refuse(user, refusalId);
        }
        if (user.totpSecret !== null) {
          if (code === null || code.trim() === '') {
            // Takes back this attempt alone: else a known password would allow any number of codes.
            refusals.dropRefusal(refusalId);
            return { kind: 'code-needed' };
          }
          if (!spendCode(means, user, code)) return refuse(user, refusalId);
        }
        refusals.dropRefusalsOf(nameKey);
        return open(user);
      });
    },
    readSession: (sessionSecret) => {
      const session = findOpen(sessionSecret);
      if (session === null) return null;
      if (isUseWorthWriting(session.usedAtSeconds, nowSeconds())) {
        sessions.writeUse(sessionSecret, nowSeconds());
      }
      return { actor: toActor(session), csrfToken: csrfTokenOf(sessionSecret) };
    },
    signOut: (sessionSecret) => {
      atomically(db, () => {
        const session = findOpen(sessionSecret);
        sessions.dropSession(sessionSecret);
        if (session === null) return;
        const actor = toActor(session);
        audit.append({ actor, action: 'signed-out', subjectId: session.userId });
      });
    },
  };
}

/**
 * What the forms of a session bring along; who does not hold its secret cannot make one.
 *
 * Source: OWASP, HMAC-based tokens bound to the session,
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('hopsight csrf').digest('base64url');
}
