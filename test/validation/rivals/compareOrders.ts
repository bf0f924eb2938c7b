import type { World } from '../generate/world.js';
import { type Curve, curveOfHopsight, curveOfRival, foundAt, soughtIn } from './curves.js';
import { createBreadthFirst, createPoison, createValueGreedy } from './orders.js';
import { createPageRank } from './pageRank.js';

/** Requests after which orders are compared. */
export const BUDGETS = [10, 20, 40, 80] as const;

/** The product's own order. */
export const OWN_ORDER = 'Hopsight';

const RIVALS = {
  'breadth-first': createBreadthFirst,
  poison: createPoison,
  'value-greedy': createValueGreedy,
  'personalised PageRank': createPageRank,
} as const;

/** Every order that is compared, the product's own first. */
export const ORDERS: readonly string[] = [OWN_ORDER, ...Object.keys(RIVALS)];

/** How many planted connections each order found in one world, at each budget. */
export interface OrderOutcome {
  readonly name: string;
  /** The kind of the world. */
  readonly group: string;
  readonly sought: number;
  /** By order; one number for each of `BUDGETS`. */
  readonly found: Readonly<Record<string, readonly number[]>>;
  /** Of those that the own order found, how many the trace links with the subject as well. */
  readonly linked: readonly number[];
}

/** A world in which a rival found more. */
export interface LostCase {
  readonly name: string;
  readonly group: string;
  readonly rival: string;
  readonly budget: number;
  readonly own: number;
  readonly theirs: number;
}

/** Lets every order search the same world; null where nothing is planted to be found. */
export function compareOrders(world: World, group: string): OrderOutcome | null {
  const sought = soughtIn(world).length;
  if (sought === 0) return null;
  const most = Math.max(...BUDGETS);
  const atBudgets = (curve: Curve) => BUDGETS.map((budget) => foundAt(curve, budget));
  const rivals = Object.entries(RIVALS).map(([name, create]): [string, readonly number[]] => [
    name,
    atBudgets(curveOfRival(world, create(), most)),
  ]);
  const own = curveOfHopsight(world, most);
  const found = Object.fromEntries([[OWN_ORDER, atBudgets(own.curve)], ...rivals]);
  return { name: world.name, group, sought, found, linked: atBudgets(own.linked) };
}

/** Cases in which a rival found more within the same budget. */
export function lostCases(outcomes: readonly OrderOutcome[]): readonly LostCase[] {
  return outcomes.flatMap(({ name, group, found }) =>
    Object.entries(found).flatMap(([rival, counts]) =>
      BUDGETS.flatMap((budget, at): LostCase[] => {
        const own = found[OWN_ORDER]?.[at] ?? 0;
        const theirs = counts[at] ?? 0;
        return theirs > own ? [{ name, group, rival, budget, own, theirs }] : [];
      }),
    ),
  );
}

/** All that an order found over these worlds, at each budget. */
export function totalFound(outcomes: readonly OrderOutcome[], order: string): readonly number[] {
  return BUDGETS.map((_, at) =>
    outcomes.reduce((sum, { found }) => sum + (found[order]?.[at] ?? 0), 0),
  );
}
