import { splitProRata } from '../amount.js';
import type { LedgerEntry } from './accountLedger.js';
import type { StakeShare, WaitingStake } from './stake.js';

/**
 * Hands a stake through a transaction, from the account it was seen to move towards to those on the
 * other side of that account's steps.
 */
export function throughSteps(
  { tx, steps }: Pick<LedgerEntry, 'tx' | 'steps'>,
  { asset, of, towards, stake }: Pick<WaitingStake, 'asset' | 'of' | 'towards' | 'stake'>,
  near: 'debits' | 'credits',
): StakeShare[] {
  const step = steps.find((one) =>
    one[near].some((leg) => leg.place === towards && leg.asset === asset),
  );
  if (step === undefined) return [];
  const far = near === 'debits' ? step.credits : step.debits;
  const parts = splitProRata(
    stake,
    far.map(({ weight }) => weight),
  );
  return far.flatMap((leg, at) =>
    leg.place === towards
      ? []
      : [{ leg, towards, beside: towards, step, tx, of, stake: parts[at] ?? 0n, isTransit: true }],
  );
}
