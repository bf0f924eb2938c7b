import type { OrderOutcome } from '../rivals/compareOrders.js';
import { BUDGETS, lostCases, ORDERS, OWN_ORDER, totalFound } from '../rivals/compareOrders.js';
import { groupBy, type Table } from './table.js';

const LINKED = `${OWN_ORDER}, linked`;

/** How many planted accounts each order found within each budget. */
export function foundByOrder(outcomes: readonly OrderOutcome[]): Table {
  const groups = [...groupBy(outcomes, ({ group }) => group), ['all', outcomes] as const];
  return {
    title: 'Search orders',
    text: `Planted accounts that stand in what each order has read after so many requests, from the wallet, over the same facts, prices and boundaries, with the same number of look-ups under way. Nobody stops early and no depth holds here. “${LINKED}” counts those that the trace also connects with the subject.`,
    columns: ['class', 'planted', 'order', ...BUDGETS.map((budget) => `in ${budget}`)],
    rows: groups.flatMap(([group, some]) => {
      const planted = some.reduce((sum, { sought }) => sum + sought, 0);
      const linked = BUDGETS.map((_, at) =>
        some.reduce((sum, one) => sum + (one.linked[at] ?? 0), 0),
      );
      return [
        ...ORDERS.map((order) => [group, planted, order, ...totalFound(some, order)]),
        [group, planted, LINKED, ...linked],
      ];
    }),
  };
}

/** Cases in which a rival found more. */
export function lostSearches(outcomes: readonly OrderOutcome[]): Table {
  return {
    title: 'Cases in which a rival order found more',
    text: 'Within the same budget of requests. Where a budget is good for two or three look-ups, it is luck whom a blind order meets first.',
    columns: ['case', 'rival', 'budget', 'found', 'by the rival'],
    rows: lostCases(outcomes).map(({ name, rival, budget, own, theirs }) => [
      name,
      rival,
      budget,
      own,
      theirs,
    ]),
  };
}
