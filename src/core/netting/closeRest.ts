import type { AssetId } from '../asset.js';
import { evennessOf, isLopsidedTrade, isMarket, worthOf } from './belief.js';
import type { PlaceNets, Sides } from './matchSides.js';
import type { Netting } from './netting.js';
import type { Step, StepLeg } from './step.js';
import { isAccount } from './step.js';

/** What is left over on both sides became one another where that can be believed. */
export function closeRest(
  netting: Netting,
  { overDebits: debits, overCredits: credits }: Sides,
  converted: ReadonlySet<PlaceNets>,
): Step[] {
  if (debits.length === 0 && credits.length === 0) return [];
  const { fact, scope } = netting;
  const trade = { gives: debits, gets: credits, timeSeconds: fact.timeSeconds };
  const isAtMarket = [...converted].some(
    ([place]) => isAccount(place) && isMarket(place, fact, scope),
  );
  const isBelieved =
    evennessOf(trade, scope) !== 'uneven' || (isAtMarket && !isLopsidedTrade(trade, scope));
  if (debits.length > 0 && credits.length > 0 && isBelieved) {
    const [given, got] = [valued(netting, debits), valued(netting, credits)];
    if (given !== null && got !== null) {
      return [{ kind: 'conversion', debits: given, credits: got, fact }];
    }
  }
  const ambiguous = (leg: StepLeg): StepLeg => ({ ...leg, place: 'ambiguous-conversion' });
  return [
    ...debits.map((leg) => ({
      kind: 'payment' as const,
      debits: [leg],
      credits: [ambiguous(leg)],
      fact,
    })),
    ...credits.map((leg) => ({
      kind: 'payment' as const,
      debits: [ambiguous(leg)],
      credits: [leg],
      fact,
    })),
  ];
}

function valued({ fact, scope }: Netting, legs: readonly StepLeg[]): StepLeg[] | null {
  if (assetsOf(legs).size === 1) return [...legs];
  const valuedLegs: StepLeg[] = [];
  for (const leg of legs) {
    const weight = worthOf([leg], fact.timeSeconds, scope.prices);
    if (weight === null) return null;
    valuedLegs.push({ ...leg, weight });
  }
  return valuedLegs;
}

function assetsOf(legs: readonly StepLeg[]): ReadonlySet<AssetId> {
  return new Set(legs.map(({ asset }) => asset));
}
