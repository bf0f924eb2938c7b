import { StoreError } from '../core/errors.js';
import { PERMISSIONS, type Permission, type Role } from '../core/role.js';
import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';
import { decodeRole } from './userStore.js';

/** A token of a machine, without its secret. */
export interface StoredToken {
  readonly tokenId: string;
  /** Typed by a person: may be personal data. */
  readonly name: string;
  readonly scopes: readonly Permission[];
  /** Who answers for it: the id of a person, or of the local command line. */
  readonly issuerId: string;
  /** ISO 8601 times in UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly usedAtSeconds: number | null;
}

/** A token that somebody shows, and what who answers for it may do now. */
export interface ShownToken extends StoredToken {
  /** Null where the issuer is nobody who signs in. */
  readonly issuerRole: Role | null;
  readonly issuerDisabledAt: string | null;
}

/** Tokens of machines, kept as digests of their secrets. */
export interface TokenStore {
  /** Order: newest first. */
  readonly listTokens: () => readonly StoredToken[];
  readonly readToken: (tokenId: string) => StoredToken | null;
  readonly findToken: (secret: string) => ShownToken | null;
  readonly insertToken: (
    token: Omit<StoredToken, 'revokedAt' | 'usedAtSeconds'> & {
      readonly secret: string;
      /** The token by which it was asked for; null where a person did. */
      readonly issuingTokenId: string | null;
    },
  ) => void;
  /** Ends a token, and all that were given out by means of it. Order: the token first. */
  readonly revokeToken: (tokenId: string, at: string) => readonly string[];
  readonly writeUse: (tokenId: string, atSeconds: number) => void;
}

interface TokenRow extends Omit<StoredToken, 'scopes'> {
  readonly scopes: string;
}

interface ShownRow extends TokenRow {
  readonly issuerRole: string | null;
  readonly issuerDisabledAt: string | null;
}

const COLUMNS = `token_id AS tokenId, api_token.name AS name, scopes, issuer_id AS issuerId,
  api_token.created_at AS createdAt, expires_at AS expiresAt, revoked_at AS revokedAt,
  used_at_seconds AS usedAtSeconds`;

/** The tokens over a database. @throws {StoreError} from every call, when the database fails. */
export function createTokenStore(db: DatabaseHandle): TokenStore {
  const selectAll = db.prepare<[], TokenRow>(
    `SELECT ${COLUMNS} FROM api_token ORDER BY created_at DESC, token_id DESC`,
  );
  const selectOne = db.prepare<[string], TokenRow>(
    `SELECT ${COLUMNS} FROM api_token WHERE token_id = ?`,
  );
  const selectShown = db.prepare<[string], ShownRow>(`
    SELECT ${COLUMNS}, role AS issuerRole, disabled_at AS issuerDisabledAt
    FROM api_token LEFT JOIN app_user ON user_id = issuer_id WHERE token_digest = ?`);
  const insert = db.prepare<
    [string, string, string, string, string, string | null, string, string]
  >(`
    INSERT INTO api_token (token_id, token_digest, name, scopes, issuer_id, issuing_token_id,
      created_at, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const selectFamily = db
    .prepare<[string], string>(`
      WITH RECURSIVE family (token_id, step) AS (
        VALUES (?, 0)
        UNION SELECT api_token.token_id, step + 1
        FROM api_token JOIN family ON issuing_token_id = family.token_id)
      SELECT token_id FROM family JOIN api_token USING (token_id)
      WHERE revoked_at IS NULL ORDER BY step, token_id`)
    .pluck();
  const updateRevoked = db.prepare<[string, string]>(
    'UPDATE api_token SET revoked_at = ? WHERE token_id = ?',
  );
  const updateUse = db.prepare<[number, string]>(
    'UPDATE api_token SET used_at_seconds = ? WHERE token_id = ?',
  );
  const revoke = db.transaction((tokenId: string, at: string) => {
    const family = selectFamily.all(tokenId);
    for (const one of family) updateRevoked.run(at, one);
    return family;
  });

  return {
    listTokens: guarded(db.name, () => selectAll.all().map(decodeToken)),
    readToken: guarded(db.name, (tokenId) => {
      const row = selectOne.get(tokenId);
      return row === undefined ? null : decodeToken(row);
    }),
    findToken: guarded(db.name, (secret) => {
      const row = selectShown.get(digestOf(secret));
      if (row === undefined) return null;
      const { issuerRole, issuerDisabledAt } = row;
      const role = issuerRole === null ? null : decodeRole(issuerRole);
      return { ...decodeToken(row), issuerRole: role, issuerDisabledAt };
    }),
    insertToken: guarded(db.name, ({ tokenId, secret, name, scopes, issuerId, ...rest }) => {
      const { issuingTokenId, createdAt, expiresAt } = rest;
      const scopeWords = scopes.join(' ');
      const digest = digestOf(secret);
      insert.run(tokenId, digest, name, scopeWords, issuerId, issuingTokenId, createdAt, expiresAt);
    }),
    revokeToken: guarded(db.name, (tokenId, at) => revoke.immediate(tokenId, at)),
    writeUse: guarded(db.name, (tokenId, atSeconds) => {
      updateUse.run(atSeconds, tokenId);
    }),
  };
}

function decodeToken(row: TokenRow): StoredToken {
  const { tokenId, name, issuerId, createdAt, expiresAt, revokedAt, usedAtSeconds } = row;
  const scopes = row.scopes.split(' ').map(decodeScope);
  return { tokenId, name, scopes, issuerId, createdAt, expiresAt, revokedAt, usedAtSeconds };
}

function decodeScope(text: string): Permission {
  const scope = PERMISSIONS.find((one) => one === text);
  if (scope === undefined) {
    throw new StoreError(
      'The database holds a token with an unknown scope; restore the file from a copy.',
    );
  }
  return scope;
}
