import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import type { Step, StepLeg } from '../netting/step.js';

/** A part of the subject's value that a transaction brought to a place. */
export interface WaitingStake {
  /** The transaction, and the asset in which it moved there. */
  readonly tx: string;
  readonly asset: AssetId;
  /** The account that got it (incoming) or gave it (outgoing) on balance in that transaction. */
  readonly towards: Account;
  /** The account next to this one there, which may itself only have passed it on. */
  readonly beside: Account;
  /** A transfer of the transaction, for its id and time. */
  readonly fact: Transfer;
  /** The asset that the subject moved, in which the stake is told. */
  readonly of: AssetId;
  /** Units: atomic, of `of`. */
  readonly stake: bigint;
}

/** A part of a stake that moves on by one step. */
export interface StakeShare {
  readonly leg: StepLeg;
  /** As of a waiting stake. */
  readonly towards: Account;
  readonly beside: Account;
  readonly step: Step;
  readonly tx: string;
  readonly of: AssetId;
  readonly stake: bigint;
  /** Whether the account that hands on was only passed through: no hop of its own. */
  readonly isTransit: boolean;
}

/** What tells stakes apart that wait at one place: equal ones are added up. */
export function stakeKey({ tx, asset, of, towards, beside }: WaitingStake): string {
  return `${tx} ${asset} ${of} ${towards} ${beside}`;
}

/** The same stakes with equal ones added up. Order: as each first came. */
export function mergeStakes(stakes: readonly WaitingStake[]): readonly WaitingStake[] {
  if (stakes.length < 2) return stakes;
  const merged = new Map<string, WaitingStake>();
  for (const stake of stakes) {
    const key = stakeKey(stake);
    const known = merged.get(key);
    merged.set(key, known === undefined ? stake : { ...known, stake: known.stake + stake.stake });
  }
  return [...merged.values()];
}
