import type { Actor, Permission, Role } from '../../core/role.js';

/** A person who may sign in. */
export interface User {
  readonly id: string;
  /** Unique, whatever the case of its letters; personal data. */
  readonly name: string;
  readonly role: Role;
  /** ISO 8601 times in UTC. */
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly lastSignInAt: string | null;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
}

/** A link that works once: it lets somebody choose a password. */
export interface OneTimeLink {
  /** The last part of the link; kept nowhere but as a digest. */
  readonly secret: string;
  readonly expiresAt: string;
}

/** What comes of an attempt to sign in. Nothing tells whether it was the name or the password. */
export type SignInResult =
  | { readonly kind: 'signed-in'; readonly sessionSecret: string; readonly actor: Actor }
  | { readonly kind: 'code-needed' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly untilIso: string };

/** Somebody's session, as every request finds it again. */
export interface OpenSession {
  readonly actor: Actor;
  /** What each form of this session must bring along. */
  readonly csrfToken: string;
}

/** A token of a machine; the token itself is told once and kept as a digest. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

/**
 * People, their sessions and the tokens of machines. Every change is told in the audit log.
 *
 * @throws {InputError} from every call with `by`, when that actor has not the permission "manage".
 */
export interface Access {
  /** Whether anybody can sign in yet. */
  readonly hasUsers: () => boolean;
  /** The link by which the first administrator is made, anew each time; null once there is one. */
  readonly createSetupLink: () => OneTimeLink | null;
  /** Makes the first administrator; a weak password uses up no link. @throws {InputError} for a used or unknown link, or a weak password. */
  readonly setUp: (setup: {
    readonly secret: string;
    readonly name: string;
    readonly password: string;
  }) => Promise<User>;
  readonly listUsers: () => readonly User[];
  /** @throws {InputError} for a name that is taken or empty. */
  readonly addUser: (
    user: { readonly name: string; readonly role: Role },
    by: Actor,
  ) => {
    readonly user: User;
    readonly link: OneTimeLink;
  };
  /** @throws {InputError} when the last administrator would lose the role. */
  readonly changeRole: (userId: string, role: Role, by: Actor) => void;
  /** Ends all sessions at once. @throws {InputError} for the last administrator. */
  readonly disableUser: (userId: string, by: Actor) => void;
  readonly enableUser: (userId: string, by: Actor) => void;
  /**
   * Ends all sessions, password and second factor, and gives a link by which the person chooses another
   * password. @throws {InputError} for a disabled person.
   */
  readonly resetPassword: (userId: string, by: Actor) => OneTimeLink;
  /** What a link is for, which uses up nothing; null for one that was used, is over or was never given. */
  readonly tellLink: (secret: string) => 'set-up' | 'choose-password' | null;
  /** @throws {InputError} for a used, expired or unknown link, or a weak password. */
  readonly choosePassword: (choice: {
    readonly secret: string;
    readonly password: string;
  }) => Promise<User>;
  /**
   * `code` is of the second factor, or a recovery code; null where none was typed.
   *
   * @throws {AbortedError} while too many sign in at once; such an attempt does not count.
   */
  readonly signIn: (attempt: {
    readonly name: string;
    readonly password: string;
    readonly code: string | null;
  }) => Promise<SignInResult>;
  /** Null for a session that ended, or whose user was disabled. */
  readonly readSession: (sessionSecret: string) => OpenSession | null;
  readonly signOut: (sessionSecret: string) => void;
  /**
   * Begins with a second factor: it counts once a code of it was typed.
   *
   * @throws {InputError} where there is one already, which is removed first.
   */
  readonly beginSecondFactor: (actor: Actor) => { readonly secret: string; readonly uri: string };
  /** Gives recovery codes, each of which works once. @throws {InputError} for a wrong code. */
  readonly confirmSecondFactor: (actor: Actor, code: string) => readonly string[];
  /** @throws {InputError} for a wrong code. */
  readonly removeSecondFactor: (actor: Actor, code: string) => void;
  readonly listTokens: () => readonly ApiToken[];
  /**
   * Edge: a token that is given out by means of a token lasts no longer, and is revoked with it.
   *
   * @throws {InputError} for no scope, one that the issuer does not have, or an end in the past or more
   * than a year away.
   */
  readonly issueToken: (
    token: {
      readonly name: string;
      readonly scopes: readonly Permission[];
      readonly expiresAt: string;
    },
    by: Actor,
  ) => { readonly token: ApiToken; readonly secret: string };
  /** Edge: revoking one that is revoked does nothing. */
  readonly revokeToken: (tokenId: string, by: Actor) => void;
  /**
   * Who a token speaks for, with what of its scopes its issuer may still do; null for one that is unknown,
   * expired or revoked, or whose issuer was disabled.
   */
  readonly readToken: (secret: string) => Actor | null;
}
