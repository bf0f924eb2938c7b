import type { Outcome } from './outcome.js';
import { isWrongProceed } from './outcome.js';
import type { LostCase } from './rivals/compareOrders.js';
import { BUDGETS, lostCases, ORDERS, OWN_ORDER, totalFound } from './rivals/compareOrders.js';
import type { Measurements } from './validate.js';
import { RECORDED_GROUP } from './validate.js';

/** Something that must hold, and whether it does. */
export interface Bar {
  readonly promise: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** Least part of the innocents that may be paid. Source: a policy choice, the aim that the default policy was made for. */
const INNOCENTS_PROCEED = 0.95;

/** Most requests for each of the least possible, in tenths. Source: a policy choice; the rest is for balances. */
const MOST_REQUESTS_IN_TENTHS = 12;

const LARGEST_BUDGET = Math.max(...BUDGETS);

/** What a run must show. */
export function barsOf({ recorded, worlds, orders }: Measurements): readonly Bar[] {
  const innocents = worlds.filter(({ family }) => family === 'innocent');
  const count = (decision: Outcome['decision']) =>
    innocents.filter((one) => one.decision === decision).length;
  const wrong = worlds.filter(isWrongProceed).length;
  const misjudged = recorded.filter(({ isRight }) => !isRight).length;
  const wasteful = [...recorded, ...worlds].filter(
    ({ requests, leastRequests }) => requests * 10 > leastRequests * MOST_REQUESTS_IN_TENTHS,
  );
  const lost = lostCases(orders);
  const synthetic = orders.filter(({ group }) => group !== RECORDED_GROUP);
  return [
    bar('No wrong proceed', `${wrong} of ${worlds.length} worlds`, wrong === 0),
    bar('Every recorded wallet is judged rightly', `${misjudged} wrongly`, misjudged === 0),
    bar(
      'At least 95 % of the innocents may be paid',
      `${count('proceed')} of ${innocents.length}`,
      count('proceed') >= INNOCENTS_PROCEED * innocents.length,
    ),
    bar('No innocent is held', `${count('hold')}`, count('hold') === 0),
    bar('No innocent is incomplete', `${count('incomplete')}`, count('incomplete') === 0),
    bar(
      'No screening sends more than 1.2 requests for each of the least possible',
      `${wasteful.length} do`,
      wasteful.length === 0,
    ),
    bar(
      'On no recorded wallet does a rival order find more within any budget',
      tellLost(lost.filter(({ group }) => group === RECORDED_GROUP)),
      lost.every(({ group }) => group !== RECORDED_GROUP),
    ),
    // With two or three look-ups, whom a blind order meets first is luck; those cases are listed.
    bar(
      `In no world does a rival order find more within ${LARGEST_BUDGET} requests`,
      tellLost(lost.filter(({ budget }) => budget === LARGEST_BUDGET)),
      lost.every(({ budget }) => budget !== LARGEST_BUDGET),
    ),
    ...ORDERS.filter((order) => order !== OWN_ORDER).map((rival) => {
      const [own, theirs] = [totalFound(synthetic, OWN_ORDER), totalFound(synthetic, rival)];
      return bar(
        `On all worlds together more is found than by ${rival}`,
        BUDGETS.map((budget, at) => `${own[at]} to ${theirs[at]} in ${budget}`).join(', '),
        isStrictlyBetter(own, theirs),
      );
    }),
  ];
}

function bar(promise: string, measured: string, isMet: boolean): Bar {
  return { promise, measured, isMet };
}

function tellLost(lost: readonly LostCase[]): string {
  const names = new Set(lost.map(({ name }) => name));
  return names.size === 0 ? 'none' : `${names.size} cases, listed below`;
}

/** Never fewer at any budget, and more in sum. */
function isStrictlyBetter(own: readonly number[], theirs: readonly number[]): boolean {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  return own.every((found, at) => found >= (theirs[at] ?? 0)) && sum(own) > sum(theirs);
}
