import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** What a link that works once is for. */
export type LinkPurpose = 'set-up' | 'choose-password';

/** A link as it is given out. */
export interface LinkGrant {
  readonly secret: string;
  readonly purpose: LinkPurpose;
  /** Null for the link by which the first administrator is made. */
  readonly userId: string | null;
  readonly expiresAtSeconds: number;
}

/** Links that work once, kept as digests of their secrets. */
export interface LinkStore {
  /** Keeps a link, and drops every other one of the same purpose and person. */
  readonly putLink: (link: LinkGrant) => void;
  /** Null where a link of this purpose was used, is over or was never given. */
  readonly readLink: (
    asked: Pick<LinkGrant, 'secret' | 'purpose'> & { readonly nowSeconds: number },
  ) => { readonly userId: string | null } | null;
  readonly dropLink: (secret: string) => void;
  readonly dropLinksOf: (userId: string) => void;
}

/** The links over a database. @throws {StoreError} from every call, when the database fails. */
export function createLinkStore(db: DatabaseHandle): LinkStore {
  const deleteSame = db.prepare<[LinkPurpose, string | null]>(
    'DELETE FROM one_time_link WHERE purpose = ? AND user_id IS ?',
  );
  const insert = db.prepare<[string, LinkPurpose, string | null, number]>(
    'INSERT INTO one_time_link (link_digest, purpose, user_id, expires_at_seconds) VALUES (?, ?, ?, ?)',
  );
  const select = db.prepare<[string, LinkPurpose, number], { readonly userId: string | null }>(
    `SELECT user_id AS userId FROM one_time_link
     WHERE link_digest = ? AND purpose = ? AND expires_at_seconds > ?`,
  );
  const deleteOne = db.prepare<[string]>('DELETE FROM one_time_link WHERE link_digest = ?');
  const deleteOf = db.prepare<[string]>('DELETE FROM one_time_link WHERE user_id = ?');
  const put = db.transaction(({ secret, purpose, userId, expiresAtSeconds }: LinkGrant) => {
    deleteSame.run(purpose, userId);
    insert.run(digestOf(secret), purpose, userId, expiresAtSeconds);
  });

  return {
    putLink: guarded(db.name, (link) => put.immediate(link)),
    readLink: guarded(
      db.name,
      ({ secret, purpose, nowSeconds }) =>
        select.get(digestOf(secret), purpose, nowSeconds) ?? null,
    ),
    dropLink: guarded(db.name, (secret) => {
      deleteOne.run(digestOf(secret));
    }),
    dropLinksOf: guarded(db.name, (userId) => {
      deleteOf.run(userId);
    }),
  };
}
