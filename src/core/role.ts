/** What somebody is for in the company. A closed list. */
export const ROLES = ['finance', 'compliance', 'admin', 'auditor'] as const;

/** What somebody is for in the company: it says what they may do. */
export type Role = (typeof ROLES)[number];

/** What may be allowed. A closed list; a token's scopes are of it too. */
export const PERMISSIONS = [
  /** See screenings, payees, payments, labels and summaries. */
  'read',
  /** Have wallets screened. */
  'screen',
  /** Register payees and their wallets, change them, and confirm a wallet that somebody else registered. */
  'payees',
  /** Have payments checked, one by one or as a payroll. */
  'pay',
  /** Release a payment that came out `review`. */
  'release',
  /** Vouch against a claim, sync and import labels. */
  'labels',
  /** Add and disable people, and give out tokens. */
  'manage',
  /** Read who did what. */
  'audit',
] as const;

/** One thing that somebody may do. */
export type Permission = (typeof PERMISSIONS)[number];

const PERMISSIONS_OF: Readonly<Record<Role, readonly Permission[]>> = {
  finance: ['read', 'screen', 'payees', 'pay'],
  compliance: ['read', 'screen', 'payees', 'pay', 'release', 'labels', 'audit'],
  admin: ['read', 'screen', 'payees', 'pay', 'release', 'labels', 'manage', 'audit'],
  auditor: ['read', 'audit'],
};

/**
 * What a role may do.
 *
 * @example
 * permissionsOf('auditor') // ['read', 'audit']
 */
export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS_OF[role];
}

/** The id of whoever uses the command line without saying who they are: it may be anybody, twice over. */
export const NOBODY_NAMED = 'local';

/** Who asks for something: a person who signed in, or a machine with a token. */
export interface Actor {
  readonly kind: 'person' | 'token';
  /** Names the user or the token in every row that tells who did something. */
  readonly id: string;
  /** The person who answers for what is done: themselves, or who gave the token out. */
  readonly personId: string;
  /** What people call them; personal data. */
  readonly name: string;
  /** A person's role; null for a token, which has scopes of its own. */
  readonly role: Role | null;
  readonly permissions: readonly Permission[];
}
