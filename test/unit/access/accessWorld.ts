import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import type { Access, SignInResult, User } from '../../../src/app/service/access.js';
import type { AuditLog } from '../../../src/app/service/audit.js';
import { createAccess } from '../../../src/app/service/createAccess.js';
import { createAuditLog } from '../../../src/app/service/createAuditLog.js';
import type { Role } from '../../../src/core/role.js';
import type { DatabaseHandle } from '../../../src/store/open.js';
import { createFolder, openForTest } from '../store/temporaryDatabase.js';

/** A password that nobody refuses. */
export const PASSWORD = 'correct horse battery staple';

/** The access over a new database file, with a clock that a test moves. */
export interface AccessWorld {
  readonly db: DatabaseHandle;
  readonly file: string;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly wait: (seconds: number) => void;
  readonly nowMs: () => number;
  /** Another handle on the same file, as another process has it. */
  readonly openAgain: () => { readonly access: Access; readonly db: DatabaseHandle };
  /** Adds somebody who has chosen the password. */
  readonly add: (name: string, role: Role) => Promise<User>;
  readonly signIn: (
    name: string,
    parts?: { password?: string; code?: string },
  ) => Promise<SignInResult>;
  /** Signs in and gives the session's secret. */
  readonly enter: (name: string, code?: string) => Promise<string>;
}

/** Opens an access of its own for one test. */
export function openAccess(): AccessWorld {
  const file = join(createFolder(), 'access.sqlite');
  let nowMs = Date.UTC(2026, 10, 22, 10);
  let drawn = 0;
  const random = (size: number) => {
    drawn += 1;
    return new Uint8Array(createHash('sha512').update(`draw ${drawn}`).digest().subarray(0, size));
  };
  const means = { nowMs: () => nowMs, random };
  const db = openForTest(file);
  const access = createAccess(db, means);
  const signIn: AccessWorld['signIn'] = (name, { password = PASSWORD, code } = {}) =>
    access.signIn({ name, password, code: code ?? null });
  return {
    ...{ db, file, access, signIn },
    audit: createAuditLog(db, means),
    nowMs: means.nowMs,
    wait: (seconds) => {
      nowMs += seconds * 1000;
    },
    openAgain: () => {
      const again = openForTest(file);
      return { db: again, access: createAccess(again, means) };
    },
    add: async (name, role) => {
      const { link } = access.addUser({ name, role }, LOCAL_ACTOR);
      return access.choosePassword({ secret: link.secret, password: PASSWORD });
    },
    enter: async (name, code) => {
      const result = await signIn(name, code === undefined ? {} : { code });
      if (result.kind !== 'signed-in') throw new Error(`${name} was not let in: ${result.kind}`);
      return result.sessionSecret;
    },
  };
}

/** The code that an authenticator shows. */
export function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}
