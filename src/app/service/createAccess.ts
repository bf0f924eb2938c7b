import { ulid } from 'ulid';
import { SESSION_LIFE } from '../../desk/access/sessionLife.js';
import { createLinkStore } from '../../store/linkStore.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createRefusalStore } from '../../store/refusalStore.js';
import { createSessionStore } from '../../store/sessionStore.js';
import { createTokenStore } from '../../store/tokenStore.js';
import { createUserStore } from '../../store/userStore.js';
import type { AccessMeans } from '../access/accessMeans.js';
import { createChosenPasswords } from '../access/chosenPasswords.js';
import { createPasswords } from '../access/passwords.js';
import { createPeople } from '../access/people.js';
import { createSecondFactor } from '../access/secondFactor.js';
import { createSigningIn } from '../access/signingIn.js';
import { createTokens } from '../access/tokens.js';
import type { Access } from './access.js';
import { createAuditLog } from './createAuditLog.js';

/**
 * People, sessions and tokens over a database.
 *
 * Units: `nowMs` gives Unix time in milliseconds; `random` gives cryptographically random bytes.
 * Edge: nothing is kept in memory that says who may do what: what one process changes holds in all.
 */
export function createAccess(
  db: DatabaseHandle,
  { nowMs, random }: Pick<AccessMeans, 'nowMs' | 'random'>,
): Access {
  const means: AccessMeans = {
    db,
    users: createUserStore(db),
    links: createLinkStore(db),
    sessions: createSessionStore(db),
    refusals: createRefusalStore(db),
    tokens: createTokenStore(db),
    audit: createAuditLog(db, { nowMs }),
    nowMs,
    nowSeconds: () => Math.floor(nowMs() / 1000),
    random,
    newId: () => ulid(nowMs(), () => (random(1)[0] ?? 0) / 256),
  };
  const passwords = createPasswords(random);
  return {
    ...createPeople(means),
    ...createChosenPasswords(means, passwords),
    ...createSigningIn(means, { passwords, life: SESSION_LIFE }),
    ...createSecondFactor(means),
    ...createTokens(means),
  };
}
