import { splitProRata, sumAmounts } from '../amount.js';
import type { LedgerEntry } from './accountLedger.js';
import type { StakeShare, WaitingStake } from './stake.js';

/**
 * Hands a stake through a transaction, from the account it was seen to move towards to those on the
 * other side of that account's steps, pro rata to what it gave (or got) in each.
 */
export function throughSteps(
  { tx, steps }: Pick<LedgerEntry, 'tx' | 'steps'>,
  { asset, of, towards, stake }: Pick<WaitingStake, 'asset' | 'of' | 'towards' | 'stake'>,
  near: 'debits' | 'credits',
): StakeShare[] {
  const own = steps.map((step) =>
    sumAmounts(
      step[near]
        .filter((leg) => leg.place === towards && leg.asset === asset)
        .map(({ amount }) => amount),
    ),
  );
  const ofSteps = splitProRata(stake, own);
  return steps.flatMap((step, at) => {
    if (own[at] === 0n) return [];
    const far = near === 'debits' ? step.credits : step.debits;
    const parts = splitProRata(
      ofSteps[at] ?? 0n,
      far.map(({ weight }) => weight),
    );
    return far.flatMap((leg, to) =>
      leg.place === towards
        ? []
        : [
            {
              leg,
              towards,
              beside: towards,
              step,
              tx,
              of,
              stake: parts[to] ?? 0n,
              isTransit: true,
            },
          ],
    );
  });
}
