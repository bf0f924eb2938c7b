import type { Role } from '../core/role.js';
import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';
import { decodeRole } from './userStore.js';

/** A session of an enabled person. */
export interface StoredSession {
  readonly userId: string;
  /** Personal data. */
  readonly name: string;
  readonly role: Role;
  readonly openedAtSeconds: number;
  readonly usedAtSeconds: number;
}

/** Sessions, kept as digests of their secrets. Whoever is disabled has none. */
export interface SessionStore {
  /** Keeps a session, and drops all that were opened or last used too long ago. */
  readonly putSession: (session: {
    readonly secret: string;
    readonly userId: string;
    readonly nowSeconds: number;
    readonly openedSinceSeconds: number;
    readonly usedSinceSeconds: number;
  }) => void;
  readonly readSession: (secret: string) => StoredSession | null;
  readonly writeUse: (secret: string, atSeconds: number) => void;
  readonly dropSession: (secret: string) => void;
  readonly dropSessionsOf: (userId: string) => void;
}

interface SessionRow extends Omit<StoredSession, 'role'> {
  readonly role: string;
}

/** The sessions over a database. @throws {StoreError} from every call, when the database fails. */
export function createSessionStore(db: DatabaseHandle): SessionStore {
  const select = db.prepare<[string], SessionRow>(`
    SELECT user_id AS userId, name, role, opened_at_seconds AS openedAtSeconds,
      used_at_seconds AS usedAtSeconds
    FROM session JOIN app_user USING (user_id)
    WHERE session_digest = ? AND disabled_at IS NULL`);
  const insert = db.prepare<[string, string, number, number]>(
    'INSERT INTO session (session_digest, user_id, opened_at_seconds, used_at_seconds) VALUES (?, ?, ?, ?)',
  );
  const deleteOld = db.prepare<[number, number]>(
    'DELETE FROM session WHERE opened_at_seconds < ? OR used_at_seconds < ?',
  );
  const update = db.prepare<[number, string]>(
    'UPDATE session SET used_at_seconds = ? WHERE session_digest = ?',
  );
  const deleteOne = db.prepare<[string]>('DELETE FROM session WHERE session_digest = ?');
  const deleteOf = db.prepare<[string]>('DELETE FROM session WHERE user_id = ?');

  return {
    putSession: guarded(db.name, ({ secret, userId, nowSeconds, ...since }) => {
      deleteOld.run(since.openedSinceSeconds, since.usedSinceSeconds);
      insert.run(digestOf(secret), userId, nowSeconds, nowSeconds);
    }),
    readSession: guarded(db.name, (secret) => {
      const row = select.get(digestOf(secret));
      return row === undefined ? null : { ...row, role: decodeRole(row.role) };
    }),
    writeUse: guarded(db.name, (secret, atSeconds) => {
      update.run(atSeconds, digestOf(secret));
    }),
    dropSession: guarded(db.name, (secret) => {
      deleteOne.run(digestOf(secret));
    }),
    dropSessionsOf: guarded(db.name, (userId) => {
      deleteOf.run(userId);
    }),
  };
}
