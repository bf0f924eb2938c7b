import type { Account } from './account.js';

/** That a named person answers a claim, without anything that the person wrote. */
export interface Vouch {
  readonly vouchId: string;
  readonly authorId: number;
  /** The last ISO day on which it holds. */
  readonly until: string;
}

/** A vouch as it stands in the record, with what a person wrote unless that was erased. */
export interface StoredVouch {
  readonly vouchId: string;
  readonly madeAt: string;
  readonly authorId: number;
  readonly author: string | null;
  readonly reason: string | null;
  readonly account: Account;
  readonly until: string;
  /** `sha256:` digests of the claims that it answers. */
  readonly answers: readonly string[];
  /** When it was withdrawn, or null. */
  readonly withdrawnAt: string | null;
}
