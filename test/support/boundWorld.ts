import type { FlowBounds } from '../../src/core/accounting/boundQuestion.js';
import { createBounder } from '../../src/core/accounting/bounds.js';
import { replayLots } from '../../src/core/accounting/fifo.js';
import { sweepHaircut } from '../../src/core/accounting/haircut.js';
import type { Leg, Movement, Place } from '../../src/core/accounting/movement.js';
import { ReplayMemory } from '../../src/core/accounting/onTheWay.js';
import type { Method, Split } from '../../src/core/accounting/replay.js';
import { ownTotalOf } from '../../src/core/accounting/replay.js';
import { tabulate } from '../../src/core/accounting/tabulate.js';
import type { AssetId } from '../../src/core/asset.js';
import type { Direction } from '../../src/core/exposure.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import { shortfallsOf } from './conservingAllocation.js';
import { ETH, ether, evmAccount } from './world.js';

/** The screened account as a place. */
export const SUBJECT: Place = { kind: 'subject', account: evmAccount(1), asset: ETH };

/** A replayed balance, named by a small number; each call is a place of its own. */
export function holding(number: number): Place {
  return { kind: 'holding', account: evmAccount(number), asset: ETH };
}

/** A place where the replay ends, named by a small number. */
export function edge(number: number): Place {
  return {
    kind: 'edge',
    account: evmAccount(number),
    asset: ETH,
    what: { kind: 'not-replayed' },
  };
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
  const fact: LedgerFact = ether(evmAccount(1), evmAccount(1), 1n, height);
  return { kind: 'payment', fact, debits, credits };
}

/** What a test asks of a ledger: bounds, or what a method says. */
export interface LedgerQuestion {
  readonly movements: readonly Movement[];
  readonly direction: Direction;
  /** The asset that the subject moved; ether by default. */
  readonly asset?: AssetId;
  readonly sinceSeconds: number;
  readonly isRisky: (place: Place) => boolean;
  readonly isUnseen: (place: Place) => boolean;
  /** What a holding has on the chain; by default what it was seen to have, and never less than nothing. */
  readonly chainBalanceOf?: ((place: Place) => bigint | null) | null;
}

/** A question of the whole time. */
export function questionOf(
  movements: readonly Movement[],
  direction: Direction,
  ends: { readonly risky: readonly Place[]; readonly unseen?: readonly Place[] },
): LedgerQuestion {
  return {
    movements,
    direction,
    sinceSeconds: Number.NEGATIVE_INFINITY,
    isRisky: (place) => ends.risky.includes(place),
    isUnseen: (place) => ends.unseen?.includes(place) ?? false,
  };
}

/** Bounds of a question, every conversion looked through. */
export function boundFlow(question: LedgerQuestion): FlowBounds {
  const { movements, direction, sinceSeconds, isRisky, isUnseen, asset = ETH } = question;
  const { chainBalanceOf = balancesWithoutOverdraft(movements) } = question;
  const bounder = createBounder({
    table: tabulate(movements),
    direction,
    recentSeconds: sinceSeconds,
    chainBalanceOf,
  });
  const conversions = movements.flatMap(({ kind }, at) => (kind === 'conversion' ? at : []));
  return bounder.boundFlow({ asset, period: 'recent', isRisky, isUnseen, conversions });
}

/** What a method says of a question's whole time. */
export function replay(method: Method, question: LedgerQuestion): Split {
  const asked = {
    table: tabulate(question.movements),
    asset: question.asset ?? ETH,
    direction: question.direction,
    recentSeconds: question.sinceSeconds,
    priceAt: () => null,
  };
  const memory = new ReplayMemory();
  const tally = method === 'fifo' ? replayLots(asked, memory) : sweepHaircut(asked, memory).tally;
  return tally.split('recent', ownTotalOf(asked, 'recent'));
}

/** Final balances if each holding had at the beginning just what it later gave without having it. */
function balancesWithoutOverdraft(movements: readonly Movement[]): (place: Place) => bigint {
  const shortfalls = shortfallsOf(movements);
  const balances = new Map<Place, bigint>();
  for (const { debits, credits } of movements) {
    for (const { place, amount } of debits) {
      balances.set(place, (balances.get(place) ?? 0n) - amount);
    }
    for (const { place, amount } of credits) {
      balances.set(place, (balances.get(place) ?? 0n) + amount);
    }
  }
  return (place) => (balances.get(place) ?? 0n) + (shortfalls.get(place) ?? 0n);
}
