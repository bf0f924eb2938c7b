import type { LinkSeverity, RosterLink } from './rosterLink.js';

/** A link as it is kept: when it was first seen, and what somebody said of it. */
export interface KnownLink {
  readonly link: RosterLink;
  /** What it counts with now: by rule, or `info` where it was explained or is gone. */
  readonly weighs: LinkSeverity;
  /** ISO 8601 times in UTC. */
  readonly firstSeenAt: string;
  /** When the payees that it links were last others, it came to weigh more, or it came back. */
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
