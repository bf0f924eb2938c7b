import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { nameKeyOf, parsePersonName } from '../../desk/access/personName.js';
import { atomically } from '../../store/atomically.js';
import type { LinkPurpose } from '../../store/linkStore.js';
import type { StoredUser } from '../../store/userStore.js';
import type { Access } from '../service/access.js';
import { type AccessMeans, giveLink, knownUser, toActor, toUser } from './accessMeans.js';
import { assertStrong, type Passwords } from './passwords.js';

const PURPOSES: readonly LinkPurpose[] = ['set-up', 'choose-password'];

/** How long the link works by which the first administrator is made. Units: seconds. */
const SETUP_SECONDS = 3600;

/** The part of the access by which people choose their password. */
export type ChosenPasswords = Pick<
  Access,
  'createSetupLink' | 'setUp' | 'tellLink' | 'choosePassword'
>;

/** The first administrator, and passwords by links that work once. */
export function createChosenPasswords(means: AccessMeans, passwords: Passwords): ChosenPasswords {
  const { db, users, sessions, links, refusals, audit } = means;

  const readLink = (secret: string, purpose: LinkPurpose) => {
    const found = links.readLink({ secret, purpose, nowSeconds: means.nowSeconds() });
    if (found === null) {
      throw new InputError(
        'This link was used, is too old or was never given; ask an administrator for another.',
      );
    }
    return found;
  };
  const readPerson = (secret: string): StoredUser => {
    const { userId } = readLink(secret, 'choose-password');
    return knownUser(means, userId ?? '');
  };
  const tell = (user: StoredUser) => {
    audit.append({ actor: toActor(user), action: 'password-chosen', subjectId: user.userId });
    return toUser(user);
  };

  return {
    createSetupLink: () =>
      atomically(db, () =>
        users.listUsers().some(isAdministrator)
          ? null
          : giveLink(means, { purpose: 'set-up', userId: null, lifeSeconds: SETUP_SECONDS }),
      ),
    setUp: async ({ secret, name: text, password }) => {
      readLink(secret, 'set-up');
      const name = parsePersonName(text);
      assertStrong(password, name);
      const hash = await passwords.hash(password);
      return atomically(db, () => {
        // Again, for somebody else may have used it while this password was hashed.
        readLink(secret, 'set-up');
        if (users.listUsers().some(isAdministrator)) {
          throw new InputError('There is an administrator already; ask them for a link.');
        }
        const nameKey = nameKeyOf(name);
        if (users.findUser(nameKey) !== null) throw new InputError('This name is taken.');
        const userId = means.newId();
        const createdAt = formatMoment(means.nowSeconds());
        users.insertUser({ userId, name, nameKey, role: 'admin', createdAt });
        users.writePasswordHash(userId, hash);
        links.dropLink(secret);
        const user = knownUser(means, userId);
        audit.append({ actor: toActor(user), action: 'user-added', subjectId: userId });
        return tell(user);
      });
    },
    tellLink: (secret) => {
      const nowSeconds = means.nowSeconds();
      const isFor = (purpose: LinkPurpose) => links.readLink({ secret, purpose, nowSeconds });
      return PURPOSES.find((purpose) => isFor(purpose) !== null) ?? null;
    },
    choosePassword: async ({ secret, password }) => {
      assertStrong(password, readPerson(secret).name);
      const hash = await passwords.hash(password);
      return atomically(db, () => {
        const { userId, name } = readPerson(secret);
        users.writePasswordHash(userId, hash);
        links.dropLinksOf(userId);
        sessions.dropSessionsOf(userId);
        refusals.dropRefusalsOf(nameKeyOf(name));
        return tell(knownUser(means, userId));
      });
    },
  };
}

function isAdministrator({ role, disabledAt }: StoredUser): boolean {
  return role === 'admin' && disabledAt === null;
}
