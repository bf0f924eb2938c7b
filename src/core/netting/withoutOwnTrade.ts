import type { Account } from '../account.js';
import { smallerAmount, sumAmounts } from '../amount.js';
import type { Step, StepLeg } from './step.js';

/** Whether an account both gives and gets in a step. */
export function isOwnTrade({ debits, credits }: Step, account: Account): boolean {
  const isOwn = ({ place }: StepLeg) => place === account;
  return debits.some(isOwn) && credits.some(isOwn);
}

/**
 * A step without what an account only changed for itself; null where nothing else happened.
 *
 * Who gives a part of what is traded and gets a larger part of what comes of it got the rest from
 * the others; who gives more than it gets gave the rest to them. Each side counts as the same value.
 * Rounding: what is taken off is rounded down.
 */
export function withoutOwnTrade(step: Step, account: Account): Step | null {
  if (!isOwnTrade(step, account)) return step;
  const { debits, credits } = step;
  const isOwn = ({ place }: StepLeg) => place === account;
  const [given, got] = [weightOf(debits.filter(isOwn)), weightOf(credits.filter(isOwn))];
  if (given === 0n || got === 0n) return step;
  // Parts of both sides, told over one denominator.
  const gave = given * weightOf(credits);
  const took = got * weightOf(debits);
  const own = smallerAmount(gave, took);
  const left = (legs: readonly StepLeg[], part: bigint) =>
    legs.flatMap((leg): StepLeg[] => {
      if (!isOwn(leg)) return [leg];
      const amount = leg.amount - (leg.amount * own) / part;
      const weight = leg.weight - (leg.weight * own) / part;
      return amount > 0n && weight > 0n ? [{ ...leg, amount, weight }] : [];
    });
  const rest = { debits: left(debits, gave), credits: left(credits, took) };
  if (rest.debits.length === 0 || rest.credits.length === 0) return null;
  return { ...step, ...rest };
}

function weightOf(legs: readonly StepLeg[]): bigint {
  return sumAmounts(legs.map(({ weight }) => weight));
}
