import type { Transfer } from '../ledger.js';
import type { MatchedAsset } from './matchSides.js';
import { getterOf, giverOf } from './parties.js';
import type { NetLeg, Step, StepLeg } from './step.js';

/**
 * The payment of what some gave and others got of one asset.
 *
 * It names a move of the asset between two of them as its proof, else `fact`.
 */
export function paymentOf(
  { asset, debits, credits }: MatchedAsset,
  { moves, fact }: { readonly moves: readonly Transfer[]; readonly fact: Transfer },
): Step {
  const legs = (list: readonly NetLeg[]): StepLeg[] =>
    list.map(({ place, amount }) => ({ place, asset, amount, weight: amount }));
  const places = new Set([...debits, ...credits].map(({ place }) => place));
  const own = moves.find(
    (move) => move.asset === asset && places.has(giverOf(move)) && places.has(getterOf(move)),
  );
  return { kind: 'payment', debits: legs(debits), credits: legs(credits), fact: own ?? fact };
}
