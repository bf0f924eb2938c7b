import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { type Actor, type Permission, permissionsOf } from '../../core/role.js';
import type { LinkGrant, LinkStore } from '../../store/linkStore.js';
import type { DatabaseHandle } from '../../store/open.js';
import type { RefusalStore } from '../../store/refusalStore.js';
import type { SessionStore } from '../../store/sessionStore.js';
import type { TokenStore } from '../../store/tokenStore.js';
import type { StoredUser, UserStore } from '../../store/userStore.js';
import type { OneTimeLink, User } from '../service/access.js';
import type { AuditLog } from '../service/audit.js';

/** What all parts of the access work with. */
export interface AccessMeans {
  readonly db: DatabaseHandle;
  readonly users: UserStore;
  readonly links: LinkStore;
  readonly sessions: SessionStore;
  readonly refusals: RefusalStore;
  readonly tokens: TokenStore;
  readonly audit: AuditLog;
  readonly nowMs: () => number;
  readonly nowSeconds: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
  readonly newId: () => string;
}

/** Bytes of every secret that is given out; so many cannot be guessed from their digest. */
const SECRET_BYTES = 32;

/** A new secret: 256 random bits as base64url. */
export function newSecret({ random }: Pick<AccessMeans, 'random'>): string {
  return Buffer.from(random(SECRET_BYTES)).toString('base64url');
}

/** Gives a link that works once, in the place of any former one. Units: `lifeSeconds` are seconds. */
export function giveLink(
  means: AccessMeans,
  link: Pick<LinkGrant, 'purpose' | 'userId'> & { readonly lifeSeconds: number },
): OneTimeLink {
  const { purpose, userId, lifeSeconds } = link;
  const secret = newSecret(means);
  const expiresAtSeconds = means.nowSeconds() + lifeSeconds;
  means.links.putLink({ secret, purpose, userId, expiresAtSeconds });
  return { secret, expiresAt: formatMoment(expiresAtSeconds) };
}

/** A person as everybody else knows them: without anything that they sign in with. */
export function toUser(stored: StoredUser): User {
  const { userId, name, role, createdAt, disabledAt, lastSignInAt } = stored;
  return {
    ...{ id: userId, name, role, createdAt, disabledAt, lastSignInAt },
    hasPassword: stored.passwordHash !== null,
    hasSecondFactor: stored.totpSecret !== null,
  };
}

/** A person as who asks for something. */
export function toActor({
  userId,
  name,
  role,
}: Pick<StoredUser, 'userId' | 'name' | 'role'>): Actor {
  return {
    ...{ kind: 'person', id: userId, personId: userId, name, role },
    permissions: permissionsOf(role),
  };
}

/**
 * Refuses whoever may not do something, whichever way they came here.
 *
 * @throws {InputError}
 */
export function assertMay(actor: Actor, permission: Permission): void {
  if (!actor.permissions.includes(permission)) {
    throw new InputError(`This needs the permission "${permission}"; ask an administrator for it.`);
  }
}

/**
 * The person of an id.
 *
 * @throws {InputError} when nobody has it.
 */
export function knownUser({ users }: Pick<AccessMeans, 'users'>, userId: string): StoredUser {
  const user = users.readUser(userId);
  if (user === null) throw new InputError('Nobody has this id; the list of people has theirs.');
  return user;
}
