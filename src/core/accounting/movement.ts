import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Boundary, Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import type { LedgerFact } from '../ledger.js';
import type { NoAccount } from '../netting/step.js';
import type { CoinJoin } from '../patterns/coinJoin.js';

/**
 * Where value of one asset rests or ends in a replay.
 *
 * `subject`: the screened account. `holding`: a balance that is replayed (an account's balance of
 * one asset, or one output). `edge`: the replay ends here; value comes from it or goes to it.
 */
export type Place =
  | { readonly kind: 'subject'; readonly account: Account; readonly asset: AssetId }
  | { readonly kind: 'holding'; readonly account: Account | null; readonly asset: AssetId }
  | {
      readonly kind: 'edge';
      readonly account: Account | null;
      readonly asset: AssetId;
      readonly what: Edge;
    };

/** Why a replay ends at a place. */
export type Edge =
  | { readonly kind: 'boundary'; readonly boundary: Boundary }
  | { readonly kind: 'mined' }
  | { readonly kind: 'held' }
  | { readonly kind: 'own-change' }
  | { readonly kind: 'coinjoin'; readonly coinJoin: CoinJoin }
  | { readonly kind: 'not-replayed' }
  | { readonly kind: NoAccount };

/** So much of a place's value. */
export interface Leg {
  readonly place: Place;
  /** Units: atomic. */
  readonly amount: bigint;
  /**
   * Part of the movement's value, comparable with the other legs of its side. Left out where the
   * legs of a side are of one asset: then it is the amount.
   */
  readonly weight?: bigint;
}

/**
 * One step of a replay: what leaves places and what arrives at places, in one go.
 *
 * In a `payment` all legs are of one asset and both sides add up to the same. In a `conversion`
 * value changes its asset. The subject stands on one side at most.
 */
export interface Movement {
  readonly kind: 'payment' | 'conversion';
  readonly fact: LedgerFact;
  readonly debits: readonly Leg[];
  readonly credits: readonly Leg[];
}

/** What is known of the accounts that a replay meets. */
export interface ReplayScope {
  readonly subject: Account;
  readonly knowledge: Knowledge;
  /** Whether an account's balance is replayed: its history was looked up. */
  readonly isReplayed: (account: Account) => boolean;
}

/** The place of a boundary or of the subject; null for an account that may be replayed. */
export function nearPlace(
  account: Account | null,
  asset: AssetId,
  scope: ReplayScope,
): Place | null {
  if (account === null) return null;
  if (account === scope.subject) return { kind: 'subject', account, asset };
  const boundary = boundaryOf(account, scope.knowledge);
  if (boundary === null) return null;
  return { kind: 'edge', account, asset, what: { kind: 'boundary', boundary } };
}
