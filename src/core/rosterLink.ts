import type { Account } from './account.js';
import type { AssetId } from './asset.js';

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

/** Payees of ours that share an account. */
export interface RosterLink {
  /** Made from kind, account and nothing else, so that the same link has the same id at every reading. */
  readonly id: string;
  readonly kind: LinkKind;
  readonly account: Account;
  /** Two or more of different payees. Order: by payee id, then wallet id. */
  readonly members: readonly LinkMember[];
  readonly severity: 'info' | 'review' | 'hold';
  /** Why it weighs so, worded so that it accuses nobody; without names and references. */
  readonly sentence: string;
  /** Whether a DPRK claim speaks about the account or one that it dealt with directly. */
  readonly hasClaimNear: boolean;
}
