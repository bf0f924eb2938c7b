import { sumAmounts } from '../amount.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from './belief.js';
import { evennessOf, isLopsidedTrade, worthOf } from './belief.js';
import type { Sides } from './matchSides.js';
import type { Step, StepLeg } from './step.js';

/** What is known of a transaction whose rest is closed. */
interface Rest {
  readonly fact: Transfer;
  readonly scope: NettingScope;
  /** Whether a labelled market traded in it. */
  readonly isAtMarket: boolean;
}

/**
 * What is left over on both sides became one another: all of it where both are worth the same, or
 * where a labelled market had a part and neither is worth more than twice the other. Else it did as
 * far as both are worth the same, for whoever got something got it from those who gave; what one side
 * is worth more came from or went to `ambiguous-conversion`.
 *
 * Edge: where worths are not known, or one side is empty, all of it came from or went there.
 */
export function closeRest({ overDebits, overCredits }: Sides, rest: Rest): Step[] {
  const [debits, credits] =
    overDebits.length === 0 || overCredits.length === 0
      ? [null, null]
      : isBelieved(overDebits, overCredits, rest)
        ? [valued(overDebits, rest), valued(overCredits, rest)]
        : evenedOut(overDebits, overCredits, rest);
  const { fact } = rest;
  if (debits !== null && credits !== null) return [{ kind: 'conversion', debits, credits, fact }];
  const kind = 'payment';
  return [
    ...overDebits.map((leg): Step => ({ kind, debits: [leg], credits: [ambiguous(leg)], fact })),
    ...overCredits.map((leg): Step => ({ kind, debits: [ambiguous(leg)], credits: [leg], fact })),
  ];
}

type BothLegs = readonly [readonly StepLeg[] | null, readonly StepLeg[] | null];

function isBelieved(
  gives: readonly StepLeg[],
  gets: readonly StepLeg[],
  { fact, scope, isAtMarket }: Rest,
): boolean {
  const trade = { gives, gets, timeSeconds: fact.timeSeconds };
  if (evennessOf(trade, scope) !== 'uneven') return true;
  return isAtMarket && !isLopsidedTrade(trade, scope);
}

function ambiguous(leg: StepLeg): StepLeg {
  return { ...leg, place: 'ambiguous-conversion' };
}

/** Legs by their worth, or by their amount where they are of one asset; null where one has no price. */
function valued(legs: readonly StepLeg[], rest: Rest): readonly StepLeg[] | null {
  return new Set(legs.map(({ asset }) => asset)).size === 1 ? legs : priced(legs, rest);
}

function priced(legs: readonly StepLeg[], { fact, scope }: Rest): StepLeg[] | null {
  const pricedLegs: StepLeg[] = [];
  for (const leg of legs) {
    const weight = worthOf([leg], fact.timeSeconds, scope.prices);
    if (weight === null) return null;
    pricedLegs.push({ ...leg, weight });
  }
  return pricedLegs;
}

/** Both sides by their worth, and on the lesser one that of which nobody can tell what it was. */
function evenedOut(debits: readonly StepLeg[], credits: readonly StepLeg[], rest: Rest): BothLegs {
  const [given, got] = [priced(debits, rest), priced(credits, rest)];
  if (given === null || got === null) return [null, null];
  const more = weightOf(given) - weightOf(got);
  return more > 0n ? [given, withUnknown(got, more)] : [withUnknown(given, -more), got];
}

function weightOf(legs: readonly StepLeg[]): bigint {
  return sumAmounts(legs.map(({ weight }) => weight));
}

/** Null where no leg is worth anything, by which the amount could be told. Rounding: up. */
function withUnknown(legs: readonly StepLeg[], weight: bigint): readonly StepLeg[] | null {
  const like = legs.find((leg) => leg.weight > 0n);
  if (like === undefined) return null;
  const amount = (like.amount * weight + like.weight - 1n) / like.weight;
  return [...legs, { ...ambiguous(like), amount, weight }];
}
