import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { isLastAdministrator } from '../../desk/access/lastAdministrator.js';
import { nameKeyOf, parsePersonName } from '../../desk/access/personName.js';
import { atomically } from '../../store/atomically.js';
import type { StoredUser } from '../../store/userStore.js';
import type { Access, OneTimeLink } from '../service/access.js';
import { type AccessMeans, assertMay, giveLink, knownUser, toUser } from './accessMeans.js';

/** How long the link works by which somebody chooses a password. Units: seconds. */
const LINK_SECONDS = 24 * 3600;

/** The part of the access that is about people as others see them. */
export type People = Pick<
  Access,
  | 'hasUsers'
  | 'listUsers'
  | 'addUser'
  | 'changeRole'
  | 'disableUser'
  | 'enableUser'
  | 'resetPassword'
>;

/** Adding, changing and disabling people. */
export function createPeople(means: AccessMeans): People {
  const { db, users, sessions, links, refusals, audit } = means;
  const nowIso = () => formatMoment(means.nowSeconds());
  const linkFor = (userId: string): OneTimeLink =>
    giveLink(means, { purpose: 'choose-password', userId, lifeSeconds: LINK_SECONDS });

  return {
    hasUsers: () => users.listUsers().some(canSignIn),
    listUsers: () => users.listUsers().map(toUser),
    addUser: ({ name: text, role }, by) => {
      assertMay(by, 'manage');
      const name = parsePersonName(text);
      const nameKey = nameKeyOf(name);
      return atomically(db, () => {
        if (users.findUser(nameKey) !== null) throw new InputError('This name is taken.');
        const userId = means.newId();
        users.insertUser({ userId, name, nameKey, role, createdAt: nowIso() });
        audit.append({ actor: by, action: 'user-added', subjectId: userId });
        return { user: toUser(knownUser(means, userId)), link: linkFor(userId) };
      });
    },
    changeRole: (userId, role, by) => {
      assertMay(by, 'manage');
      atomically(db, () => {
        const user = knownUser(means, userId);
        if (user.role === role) return;
        assertNotLast(user, users.listUsers());
        users.writeRole(userId, role);
        audit.append({ actor: by, action: 'user-changed', subjectId: userId });
      });
    },
    disableUser: (userId, by) => {
      assertMay(by, 'manage');
      atomically(db, () => {
        const user = knownUser(means, userId);
        if (user.disabledAt !== null) return;
        assertNotLast(user, users.listUsers());
        users.writeDisabledAt(userId, nowIso());
        sessions.dropSessionsOf(userId);
        links.dropLinksOf(userId);
        audit.append({ actor: by, action: 'user-disabled', subjectId: userId });
      });
    },
    enableUser: (userId, by) => {
      assertMay(by, 'manage');
      atomically(db, () => {
        if (knownUser(means, userId).disabledAt === null) return;
        users.writeDisabledAt(userId, null);
        audit.append({ actor: by, action: 'user-enabled', subjectId: userId });
      });
    },
    resetPassword: (userId, by) => {
      assertMay(by, 'manage');
      return atomically(db, () => {
        const user = knownUser(means, userId);
        if (user.disabledAt !== null) {
          throw new InputError('This person is disabled; enable them first.');
        }
        users.writePasswordHash(userId, null);
        if (user.totpSecret !== null) {
          audit.append({ actor: by, action: 'second-factor-removed', subjectId: userId });
        }
        users.writeSecondFactor(userId, { ...user, totpSecret: null, totpPending: null });
        users.writeRecoveryCodes(userId, []);
        sessions.dropSessionsOf(userId);
        refusals.dropRefusalsOf(nameKeyOf(user.name));
        audit.append({ actor: by, action: 'password-reset', subjectId: userId });
        return linkFor(userId);
      });
    },
  };
}

function canSignIn({ disabledAt, passwordHash }: StoredUser): boolean {
  return disabledAt === null && passwordHash !== null;
}

function assertNotLast({ userId }: StoredUser, people: readonly StoredUser[]): void {
  const administering = people.map((one) => ({
    userId: one.userId,
    role: one.role,
    isEnabled: one.disabledAt === null,
    canSignIn: canSignIn(one),
  }));
  if (isLastAdministrator(userId, administering)) {
    throw new InputError(
      'This is the last administrator; make somebody else one first, and have them choose a password.',
    );
  }
}
