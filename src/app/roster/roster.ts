import type { Actor } from '../../core/role.js';
import type { RosterLink } from '../../core/rosterLink.js';

/** A link as it is kept: when it was first seen, and what somebody said of it. */
export interface KnownLink {
  readonly link: RosterLink;
  /** ISO 8601 times in UTC. */
  readonly firstSeenAt: string;
  /** Null while it is there; since when the facts no longer show it. */
  readonly goneSince: string | null;
  /** Somebody's answer: the reason is personal data. Null while nobody answered. */
  readonly answer: {
    readonly at: string;
    readonly by: string;
    readonly reason: string;
    readonly meaning: 'explained' | 'not-explained';
  } | null;
}

/** What was read to find links, and what was not. */
export interface RosterCoverage {
  /** Wallets in use, and those whose facts are there. */
  readonly wallets: number;
  readonly seen: number;
  /** Wallet ids that were never screened, whose links nobody can see. */
  readonly unseen: readonly string[];
}

/** Links between the company's own payees. */
export interface Roster {
  /**
   * Reads the facts that are there and keeps what is new; asks nobody. Told in the audit log by link id.
   *
   * Order: most serious first, then newest.
   */
  readonly refresh: () => readonly KnownLink[];
  readonly list: () => readonly KnownLink[];
  readonly listOf: (payeeId: string) => readonly KnownLink[];
  readonly read: (linkId: string) => KnownLink | null;
  readonly coverage: () => RosterCoverage;
  /**
   * Says what a link is (two people of one household, one agency). An explained link weighs `info` until
   * its members change. @throws {InputError} for a token, an actor without "release", an empty reason.
   */
  readonly answer: (
    linkId: string,
    answer: { readonly meaning: 'explained' | 'not-explained'; readonly reason: string },
    by: Actor,
  ) => KnownLink;
}
