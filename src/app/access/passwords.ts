import PQueue from 'p-queue';
import { AbortedError, InputError } from '../../core/errors.js';
import { normalizePassword, passwordProblem } from '../../desk/access/passwordRule.js';

/**
 * Cost of a hash. Units: memory in KiB.
 *
 * Source: OWASP, https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of no password that anybody knows, at the same cost: unknown names take as long as known ones. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG91cg$kDS7yLWnJjpAyJ5vIYY0zFvCsV8GnqmRDE6UWN7y3Ng';

/** Hashes that are computed at once: two leave threads for everything else that waits for one. */
const AT_ONCE = 2;

/**
 * Hashes that may wait for those: about a second's worth. Whoever sends more at once is not let fill the
 * memory, nor have everybody else wait for minutes.
 */
const MOST_WAITING = 50;

/** Hashing of passwords, on other threads than the caller's. */
export interface Passwords {
  /** @throws {AbortedError} when so many wait that another would have to wait too long; so do the others. */
  readonly assertRoom: () => void;
  /** Argon2id, as text with salt and cost. */
  readonly hash: (password: string) => Promise<string>;
  /** Whether a password is that of a hash; takes as long and says no where there is none. */
  readonly isOf: (password: string, hash: string | null) => Promise<boolean>;
}

/** Hashing with a source of salt. */
export function createPasswords(random: (size: number) => Uint8Array): Passwords {
  const queue = new PQueue({ concurrency: AT_ONCE });
  // Loaded by the first hash: most commands need none.
  const load = () => import('@node-rs/argon2');
  const assertRoom = () => {
    if (queue.size < MOST_WAITING) return;
    throw new AbortedError('Too many people sign in at this moment; try again in a few seconds.');
  };
  return {
    assertRoom,
    hash: async (password) => {
      assertRoom();
      return queue.add(async () => {
        const { hash } = await load();
        return hash(normalizePassword(password), { ...COST, salt: random(16) });
      });
    },
    isOf: async (password, hash) => {
      assertRoom();
      return queue.add(async () => {
        const { verify } = await load();
        const isRight = await verify(hash ?? NOBODYS_HASH, normalizePassword(password));
        return isRight && hash !== null;
      });
    },
  };
}

/**
 * Refuses a password that is too weak for a person of this name.
 *
 * @throws {InputError}
 */
export function assertStrong(password: string, name: string): void {
  const problem = passwordProblem({ password, name });
  if (problem !== null) throw new InputError(problem);
}
