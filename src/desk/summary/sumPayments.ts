import { sumAmounts } from '../../core/amount.js';
import type { Category } from '../../core/attribution.js';
import type {
  MonthlySummary,
  MonthPayment,
  SummaryCut,
  SummarySum,
  Worth,
} from '../../core/monthlySummary.js';
import { worseOf } from '../../core/verdict.js';

/** What is summed of a payment, or of one that was held. */
export type SummedPayment = Pick<
  MonthPayment,
  | 'id'
  | 'chain'
  | 'asset'
  | 'symbol'
  | 'decimals'
  | 'amount'
  | 'worth'
  | 'rail'
  | 'decision'
  | 'checkDecision'
  | 'letPass'
  | 'screeningId'
>;

/** Whom a screening met. */
export interface MetBy {
  readonly entity: string;
  readonly category: Category;
}

/** Under which payments without a valid screening are summed by entity and category. */
const NO_SCREENING = '(no screening)';

/** Under which those are whose screening met nobody. */
const NOBODY_MET = '(nobody met)';

/** Under which a sum stands of payments without a valid screening. */
const NO_DECISION = 'none';

/**
 * Under which sums by decision stand: what was decided, and whether people let it pass all the same, such as
 * `review-released`. Order: worst first.
 */
export const DECISION_KEYS: readonly string[] = [
  ...['hold', 'hold-overridden', 'incomplete', 'incomplete-overridden'],
  ...['review', 'review-overridden', 'review-released', 'proceed', NO_DECISION],
];

/**
 * The worse of what the screening and the check of a payment came to, and what people did about it: so that
 * nothing that had to be let pass stands beside what was clean.
 */
function decisionKey({ decision, checkDecision, letPass }: SummedPayment): string {
  if (decision === null) return NO_DECISION;
  const worse = worseOf(decision, checkDecision) ?? NO_DECISION;
  return letPass === null || letPass === 'none' ? worse : `${worse}-${letPass}`;
}

/**
 * Payments summed in every way. `metBy` tells whom a screening met.
 *
 * Order: decisions worst first, all else by key; in a sum as given. Edge: by entity and by category a
 * payment whose screening met several is in the sum of each, so that these do not add up to the total.
 */
export function cutSums(
  payments: readonly SummedPayment[],
  metBy: (screeningId: string) => readonly MetBy[],
): MonthlySummary['paid'] {
  const cut = (keysOf: (payment: SummedPayment) => readonly string[]) => sumBy(payments, keysOf);
  const met = (payment: SummedPayment, word: (met: MetBy) => string): readonly string[] => {
    if (payment.screeningId === null) return [NO_SCREENING];
    const words = metBy(payment.screeningId).map(word);
    return words.length === 0 ? [NOBODY_MET] : [...new Set(words)];
  };
  const cuts: Record<SummaryCut, readonly SummarySum[]> = {
    decision: byDecision(cut((payment) => [decisionKey(payment)])),
    asset: cut(({ asset }) => [asset]),
    chain: cut(({ chain }) => [chain]),
    rail: cut(({ rail }) => [rail]),
    entity: cut((payment) => met(payment, ({ entity }) => entity)),
    category: cut((payment) => met(payment, ({ category }) => category)),
  };
  return { total: cut(() => ['total']), ...cuts };
}

/** The sum of worths. Edge: null where one is not known, since a part is not the whole. */
function sumWorths(worths: readonly Worth[]): Worth {
  let sum = 0n;
  for (const worth of worths) {
    if (worth === null) return null;
    sum += worth;
  }
  return sum;
}

function sumBy(
  payments: readonly SummedPayment[],
  keysOf: (payment: SummedPayment) => readonly string[],
): readonly SummarySum[] {
  const groups = groupBy(payments, keysOf);
  return [...groups.keys()].sort().map((key) => sumOf(key, groups.get(key) ?? []));
}

function byDecision(sums: readonly SummarySum[]): readonly SummarySum[] {
  const place = ({ key }: SummarySum) => DECISION_KEYS.indexOf(key);
  return [...sums].sort((a, b) => place(a) - place(b));
}

function sumOf(key: string, payments: readonly SummedPayment[]): SummarySum {
  const byAsset = groupBy(payments, ({ asset }) => [asset]);
  const amounts = [...byAsset.keys()].sort().flatMap((id) => {
    const group = byAsset.get(id) ?? [];
    return group.slice(0, 1).map(({ asset, symbol, decimals }) => ({
      ...{ asset, symbol, decimals },
      amount: sumAmounts(group.map(({ amount }) => amount)),
    }));
  });
  const worths = payments.map(({ worth }) => worth);
  return {
    ...{ key, payments: payments.length, amounts, worth: sumWorths(worths) },
    unpriced: worths.filter((worth) => worth === null).length,
    paymentIds: payments.map(({ id }) => id),
  };
}

function groupBy<Row>(
  rows: readonly Row[],
  keysOf: (row: Row) => readonly string[],
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  }
  return groups;
}
