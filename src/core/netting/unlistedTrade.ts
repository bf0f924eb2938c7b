import type { Account } from '../account.js';
import { isMarket } from './belief.js';
import type { Netting } from './netting.js';
import type { NoAccount, Step, StepLeg } from './step.js';
import { isAccount } from './step.js';

/**
 * A payment by a labelled market to who gave it an unlisted token is a sale of that token, and one
 * to a market by who got such a token is its purchase.
 */
export function withUnlisted(step: Step, { unlisted, scope, fact }: Netting): Step {
  if (unlisted.length === 0) return step;
  const [debit, credit] = [step.debits[0], step.credits[0]];
  if (debit === undefined || credit === undefined) return step;
  const areMarkets = (legs: readonly StepLeg[]) =>
    legs.every(({ place }) => isAccount(place) && isMarket(place, fact, scope));
  const moved = (end: 'from' | 'to', place: Account | NoAccount) =>
    unlisted.some((transfer) => transfer[end] === place && transfer.amount > 0n);
  const changed = (legs: readonly StepLeg[]) =>
    legs.map((leg) => ({ ...leg, place: 'unlisted-asset' as const }));
  if (step.credits.length === 1 && areMarkets(step.debits) && moved('from', credit.place)) {
    return { ...step, debits: changed(step.debits) };
  }
  if (step.debits.length === 1 && areMarkets(step.credits) && moved('to', debit.place)) {
    return { ...step, credits: changed(step.credits) };
  }
  return step;
}
