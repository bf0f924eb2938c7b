import { splitProRata } from '../amount.js';
import type { LedgerEntry } from './ledgerEntry.js';
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
  const own = steps.map((step) => {
    let sum = 0n;
    for (const leg of step[near]) {
      if (leg.place === towards && leg.asset === asset) sum += leg.amount;
    }
    return sum;
  });
  const ofSteps = splitProRata(stake, own);
  const shares: StakeShare[] = [];
  steps.forEach((step, at) => {
    if (own[at] === 0n) return;
    const far = near === 'debits' ? step.credits : step.debits;
    const weights = far.map(({ weight }) => weight);
    const parts = splitProRata(ofSteps[at] ?? 0n, weights);
    far.forEach((leg, to) => {
      if (leg.place === towards) return;
      const part = parts[to] ?? 0n;
      const beside = towards;
      shares.push({ leg, towards, beside, step, tx, of, stake: part, isTransit: true });
    });
  });
  return shares;
}
