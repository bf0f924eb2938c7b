import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';

/**
 * Where value comes from or goes to when it is no account.
 *
 * `issued`: by the protocol, or minted. `fee`: to whoever makes the block. `burned`: to nobody.
 * `unlisted-asset`: it was changed from
 * or into a token that is not listed. `ambiguous-conversion`: the transaction does not show which
 * value became which.
 */
export type NoAccount = 'issued' | 'fee' | 'burned' | 'unlisted-asset' | 'ambiguous-conversion';

/** So much of an asset at an account, or at an end that is none. */
export interface StepLeg {
  readonly place: Account | NoAccount;
  readonly asset: AssetId;
  /** Units: atomic. */
  readonly amount: bigint;
  /**
   * Part of the step's value, comparable with the other legs of its side. For legs of one asset it
   * is the amount.
   */
  readonly weight: bigint;
}

/**
 * What a transaction did once everything that only passed through is left out: the value of the
 * debits became that of the credits.
 *
 * A `payment` has one asset and both sides add up to the same. A `conversion` changes assets; each
 * credit takes its part of the origins of all debits.
 */
export interface Step {
  readonly kind: 'payment' | 'conversion';
  readonly debits: readonly StepLeg[];
  readonly credits: readonly StepLeg[];
  /** A transfer of the transaction, for its id and time. */
  readonly fact: Transfer;
}

/** So much of an asset that a place gave or got on balance in a transaction. */
export interface NetLeg {
  readonly place: Account | NoAccount;
  /** Units: atomic. */
  readonly amount: bigint;
}

/** Whether the place of a leg is an account. */
export function isAccount(place: Account | NoAccount): place is Account {
  return place.includes(':');
}
