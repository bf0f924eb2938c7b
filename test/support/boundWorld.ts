import type { BoundQuestion } from '../../src/core/accounting/bounds.js';
import type { Leg, Movement, Place } from '../../src/core/accounting/movement.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import { ETH, ether, evmAccount } from './world.js';

/** The screened account as a place. */
export const SUBJECT: Place = { kind: 'subject', account: evmAccount(1) };

/** A replayed balance, named by a small number; each call is a place of its own. */
export function holding(number: number): Place {
  return { kind: 'holding', account: evmAccount(number) };
}

/** A place where the replay ends, named by a small number. */
export function edge(number: number): Place {
  return { kind: 'edge', account: evmAccount(number), what: { kind: 'not-replayed' } };
}

/** One step from place to place, as `[from, to, amount]`. */
export type Step = readonly [from: Place, to: Place, amount: bigint];

/** Steps as movements, one block after the other. */
export function movementsFrom(steps: readonly Step[]): Movement[] {
  return steps.map(([from, to, amount], at) =>
    mixed(at, [{ place: from, amount }], [{ place: to, amount }]),
  );
}

/** One movement with several legs, at a block. */
export function mixed(height: number, debits: readonly Leg[], credits: readonly Leg[]): Movement {
  const fact: LedgerFact = ether(SUBJECT.account, SUBJECT.account, 1n, height);
  return { asset: ETH, fact, debits, credits };
}

/** A question of the whole time. */
export function questionOf(
  movements: readonly Movement[],
  direction: BoundQuestion['direction'],
  ends: { readonly risky: readonly Place[]; readonly unseen?: readonly Place[] },
): BoundQuestion {
  return {
    movements,
    direction,
    sinceSeconds: Number.NEGATIVE_INFINITY,
    isRisky: (place) => ends.risky.includes(place),
    isUnseen: (place) => ends.unseen?.includes(place) ?? false,
  };
}
