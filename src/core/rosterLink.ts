import type { Account } from './account.js';
import type { AssetId } from './asset.js';
import type { Authority } from './attribution.js';

/** By what two payees of ours meet. A closed list. */
export const LINK_KINDS = [
  'shared-address',
  'shared-deposit',
  'shared-consolidation',
  'shared-gas-funder',
  'shared-payer',
] as const;

/** By what two payees of ours meet. */
export type LinkKind = (typeof LINK_KINDS)[number];

/** How much a link weighs. A closed list. Order: least first. */
export const LINK_SEVERITIES = ['info', 'review', 'hold'] as const;

/** How much a link weighs. */
export type LinkSeverity = (typeof LINK_SEVERITIES)[number];

/** One step that shows a link, as the chain has it. */
export interface LinkHop {
  readonly from: Account;
  readonly to: Account;
  /** Null where the source does not tell it. */
  readonly txId: string | null;
  /** ISO 8601 time in UTC. */
  readonly time: string;
  readonly asset: AssetId;
  /** Atomic units. */
  readonly amount: bigint;
}

/** How one payee reaches the account that is shared. */
export interface LinkMember {
  readonly payeeId: string;
  readonly walletId: string;
  /** Order: in time. Empty where the shared account is the wallet itself. */
  readonly hops: readonly LinkHop[];
}

/** A DPRK claim about the account that is shared, or about one that it dealt with directly. */
export interface LinkClaim {
  readonly account: Account;
  /** Between the shared account and the one that the claim is about: 0 is that account itself. */
  readonly hops: 0 | 1;
  readonly entity: string;
  readonly authority: Authority;
  /** Where a person can read it. */
  readonly source: string;
}

/** Payees of ours that share an account. */
export interface RosterLink {
  /**
   * Made from kind and account and nothing else, so that the same link has the same id at every
   * reading. An EVM account counts by its address, whatever the chain.
   */
  readonly id: string;
  readonly kind: LinkKind;
  /** On one of the chains on which it was reached. */
  readonly account: Account;
  /** Two or more of different payees. Order: by payee id, then wallet id. */
  readonly members: readonly LinkMember[];
  readonly severity: LinkSeverity;
  /** Why it weighs so, worded so that it accuses nobody; without names and references. */
  readonly sentence: string;
  /** Whether a DPRK claim speaks about the account or one that it dealt with directly. */
  readonly hasClaimNear: boolean;
  /** Those claims. Order: the account's own first, then by account. */
  readonly claims: readonly LinkClaim[];
}
