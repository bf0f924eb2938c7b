import PQueue from 'p-queue';
import { InputError } from '../../core/errors.js';
import { normalizePassword, passwordProblem } from '../../desk/access/passwordRule.js';

/**
 * Cost of a hash. Units: memory in KiB.
 *
 * Source: OWASP, https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of no password that anybody knows, at the same cost: unknown names take as long as known ones. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG91cnM$kDS7yLWnJjpAyJ5vIYY0zFvCsV8GnqmRDE6UWN7y3Ng';

/** Hashes that are computed at once: two leave threads for everything else that waits for one. */
const AT_ONCE = 2;

/** Hashing of passwords, on other threads than the caller's. */
export interface Passwords {
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
  return {
    hash: (password) =>
      queue.add(async () => {
        const { hash } = await load();
        return hash(normalizePassword(password), { ...COST, salt: random(16) });
      }),
    isOf: (password, hash) =>
      queue.add(async () => {
        const { verify } = await load();
        const isRight = await verify(hash ?? NOBODYS_HASH, normalizePassword(password));
        return isRight && hash !== null;
      }),
  };
}

/** @throws {InputError} for a password that is too weak for a person of this name. */
export function assertStrong(password: string, name: string): void {
  const problem = passwordProblem({ password, name });
  if (problem !== null) throw new InputError(problem);
}
