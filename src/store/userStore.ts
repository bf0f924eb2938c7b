import { StoreError } from '../core/errors.js';
import { ROLES, type Role } from '../core/role.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A person as the database keeps them. */
export interface StoredUser {
  readonly userId: string;
  /** Personal data. */
  readonly name: string;
  readonly role: Role;
  /** ISO 8601 times in UTC. */
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly lastSignInAt: string | null;
  /** Null while the person has not chosen one. */
  readonly passwordHash: string | null;
  /** Base32; null without a second factor. */
  readonly totpSecret: string | null;
  /** Base32; a second factor of which no code was typed yet. */
  readonly totpPending: string | null;
  /** The newest time step of which a code was used. */
  readonly totpLastStep: number | null;
}

/** A second factor, as it is and as it may become. */
export type StoredSecondFactor = Pick<StoredUser, 'totpSecret' | 'totpPending' | 'totpLastStep'>;

/** People and what they sign in with. */
export interface UserStore {
  /** Order: by name. */
  readonly listUsers: () => readonly StoredUser[];
  readonly readUser: (userId: string) => StoredUser | null;
  /** By the form of a name that is the same whatever the case of its letters. */
  readonly findUser: (nameKey: string) => StoredUser | null;
  readonly insertUser: (
    user: Pick<StoredUser, 'userId' | 'name' | 'role' | 'createdAt'> & { readonly nameKey: string },
  ) => void;
  readonly writeRole: (userId: string, role: Role) => void;
  readonly writeDisabledAt: (userId: string, at: string | null) => void;
  readonly writePasswordHash: (userId: string, hash: string | null) => void;
  readonly writeSignIn: (userId: string, at: string) => void;
  readonly writeSecondFactor: (userId: string, factor: StoredSecondFactor) => void;
  /** Puts these in the place of all that a person had. */
  readonly writeRecoveryCodes: (userId: string, digests: readonly string[]) => void;
  /** Takes a recovery code away; tells whether it was there. */
  readonly spendRecoveryCode: (userId: string, digest: string) => boolean;
}

interface UserRow extends Omit<StoredUser, 'role'> {
  readonly role: string;
}

const USERS = `SELECT user_id AS userId, name, role, created_at AS createdAt,
  disabled_at AS disabledAt, last_sign_in_at AS lastSignInAt, password_hash AS passwordHash,
  totp_secret AS totpSecret, totp_pending AS totpPending, totp_last_step AS totpLastStep
  FROM app_user`;

/** The people over a database. @throws {StoreError} from every call, when the database fails. */
export function createUserStore(db: DatabaseHandle): UserStore {
  const selectAll = db.prepare<[], UserRow>(`${USERS} ORDER BY name_key`);
  const selectOne = db.prepare<[string], UserRow>(`${USERS} WHERE user_id = ?`);
  const selectNamed = db.prepare<[string], UserRow>(`${USERS} WHERE name_key = ?`);
  const insert = db.prepare<[string, string, string, string, string]>(
    'INSERT INTO app_user (user_id, name, name_key, role, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const update = (columns: string) =>
    db.prepare<(string | number | null)[]>(`UPDATE app_user SET ${columns} WHERE user_id = ?`);
  const updateRole = update('role = ?');
  const updateDisabledAt = update('disabled_at = ?');
  const updatePassword = update('password_hash = ?');
  const updateSignIn = update('last_sign_in_at = ?');
  const updateSecondFactor = update('totp_secret = ?, totp_pending = ?, totp_last_step = ?');
  const deleteCodes = db.prepare<[string]>('DELETE FROM recovery_code WHERE user_id = ?');
  const insertCode = db.prepare<[string, string]>(
    'INSERT INTO recovery_code (user_id, code_digest) VALUES (?, ?)',
  );
  const deleteCode = db.prepare<[string, string]>(
    'DELETE FROM recovery_code WHERE user_id = ? AND code_digest = ?',
  );
  const writeCodes = db.transaction((userId: string, digests: readonly string[]) => {
    deleteCodes.run(userId);
    for (const digest of digests) insertCode.run(userId, digest);
  });

  return {
    listUsers: guarded(db.name, () => selectAll.all().map(decodeUser)),
    readUser: guarded(db.name, (userId) => decodeFound(selectOne.get(userId))),
    findUser: guarded(db.name, (nameKey) => decodeFound(selectNamed.get(nameKey))),
    insertUser: guarded(db.name, ({ userId, name, nameKey, role, createdAt }) => {
      insert.run(userId, name, nameKey, role, createdAt);
    }),
    writeRole: guarded(db.name, (userId, role) => {
      updateRole.run(role, userId);
    }),
    writeDisabledAt: guarded(db.name, (userId, at) => {
      updateDisabledAt.run(at, userId);
    }),
    writePasswordHash: guarded(db.name, (userId, hash) => {
      updatePassword.run(hash, userId);
    }),
    writeSignIn: guarded(db.name, (userId, at) => {
      updateSignIn.run(at, userId);
    }),
    writeSecondFactor: guarded(db.name, (userId, { totpSecret, totpPending, totpLastStep }) => {
      updateSecondFactor.run(totpSecret, totpPending, totpLastStep, userId);
    }),
    writeRecoveryCodes: guarded(db.name, (userId, digests) => {
      writeCodes.immediate(userId, digests);
    }),
    spendRecoveryCode: guarded(db.name, (userId, digest) => {
      return deleteCode.run(userId, digest).changes === 1;
    }),
  };
}

/**
 * A role as the database has it.
 *
 * @throws {StoreError} for a word that is no role: nobody gets rights by a damaged row.
 */
export function decodeRole(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) {
    throw new StoreError(
      'The database holds a person with an unknown role; restore the file from a copy.',
    );
  }
  return role;
}

function decodeUser(row: UserRow): StoredUser {
  return { ...row, role: decodeRole(row.role) };
}

function decodeFound(row: UserRow | undefined): StoredUser | null {
  return row === undefined ? null : decodeUser(row);
}
