import type { Actor } from '../../core/role.js';
import type { LinkSeverity, RosterLink } from '../../core/rosterLink.js';

/** A link as it is kept: when it was first seen, and what somebody said of it. */
export interface KnownLink {
  readonly link: RosterLink;
  /** What it counts with now: by rule, or `info` where it was explained or is gone. */
  readonly weighs: LinkSeverity;
  /** ISO 8601 times in UTC. */
  readonly firstSeenAt: string;
  /** When the payees that it links were last others, or it came back. */
  readonly changedAt: string;
  /** Whether it changed in the last 7 days, and nobody answered since. */
  readonly isNew: boolean;
  /** Null while it is there; since when the facts no longer show it. */
  readonly goneSince: string | null;
  /** Whether one person explained a link that holds payments, which counts once a second one did. */
  readonly needsSecond: boolean;
  /** The newest answer: the reason is personal data. Null while nobody answered. */
  readonly answer: {
    readonly at: string;
    /** The id of the person. */
    readonly by: string;
    /** Null after it was erased. */
    readonly reason: string | null;
    readonly meaning: 'explained' | 'not-explained';
    /** Whether it still holds: other payees, or a higher weight by rule, ask for another one. */
    readonly holds: boolean;
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
  /**
   * As `refresh` where screenings, labels, payees or the day are others than at the last reading, else
   * as they are kept. So are all other readings.
   */
  readonly list: () => readonly KnownLink[];
  /** Those of a payee; what each counts with is `weighs`. Gone ones too. */
  readonly listOf: (payeeId: string) => readonly KnownLink[];
  readonly read: (linkId: string) => KnownLink | null;
  readonly coverage: () => RosterCoverage;
  /**
   * Says what a link is (two people of one household, one agency). An explained link weighs `info` until
   * its payees change or its weight by rule rises; one that holds, once two named persons explained it.
   *
   * @throws {InputError} for a token, an actor without "release", an empty reason.
   */
  readonly answer: (
    linkId: string,
    answer: { readonly meaning: 'explained' | 'not-explained'; readonly reason: string },
    by: Actor,
  ) => KnownLink;
}
