import type {
  MonthlySummary,
  SummaryChange,
  SummarySum,
  Worth,
} from '../../core/monthlySummary.js';
import { DECISION_KEYS } from './sumPayments.js';

/** The figures by which two months are compared. */
export type ComparedMonth = Pick<
  MonthlySummary,
  | 'currency'
  | 'payments'
  | 'concerns'
  | 'paid'
  | 'held'
  | 'screenings'
  | 'exposures'
  | 'links'
  | 'overrides'
  | 'openHolds'
  | 'coverage'
  | 'ruleSets'
>;

/**
 * What is another than in the month before, figure by figure. Order: payments, screenings, all
 * else, shares, entities. Edge: what is the same is left out.
 */
export function changesSince(before: ComparedMonth, now: ComparedMonth): readonly SummaryChange[] {
  const told = now.concerns.map(({ concern }): readonly [string, Figure] => [
    `payments: ${concern}`,
    (month) => `${sizeOf(month, concern)}`,
  ]);
  const figures = [...PAYMENT_FIGURES, ...told, ...OTHER_FIGURES];
  const changes = figures.flatMap(([what, figure]) => {
    const [was, is] = [figure(before), figure(now)];
    return was === is ? [] : [{ what, before: was, now: is, kind: 'words' as const }];
  });
  return [...changes, ...shareChanges(before, now), ...entityChanges(before, now)];
}

/** Whether a change is one of sums of money, which are told in the currency of their month. */
export function isMoneyChange(what: string): boolean {
  return what === 'paid' || what === 'held' || what.startsWith(BY_DECISION);
}

const BY_DECISION = 'paid by decision: ';

/** A figure in words. */
type Figure = (month: ComparedMonth) => string;

const DECISIONS = ['hold', 'incomplete', 'review', 'proceed'] as const;

const PAYMENT_FIGURES: readonly (readonly [what: string, figure: Figure])[] = [
  ['payments', ({ payments }) => `${payments.length}`],
  ['paid', ({ paid, currency }) => tellWorth(paid.total, currency)],
  ...DECISION_KEYS.map((decision): readonly [string, Figure] => [
    `${BY_DECISION}${decision}`,
    ({ paid, currency }) => tellWorth(only(paid.decision, decision), currency),
  ]),
  ['held', ({ held, currency }) => tellWorth(held.total, currency)],
];

const OTHER_FIGURES: readonly (readonly [what: string, figure: Figure])[] = [
  ...DECISIONS.map((decision): readonly [string, Figure] => [
    `screenings: ${decision}`,
    ({ screenings }) => `${screenings[decision].count}`,
  ]),
  ['new links between payees', ({ links }) => `${links.filter(({ isNew }) => isNew).length}`],
  ['overrides and releases', ({ overrides }) => `${overrides.length}`],
  ['open holds', ({ openHolds }) => `${openHolds.length}`],
  ['payees paid', ({ coverage }) => `${coverage.paid?.payees ?? 0}`],
  ['wallets in use', ({ coverage }) => `${coverage.roster.wallets}`],
  [
    'rule sets',
    ({ ruleSets }) => [...ruleSets.map(({ digest }) => digest)].sort().join(' ') || 'none',
  ],
];

const SHARES: readonly (readonly [string, (month: ComparedMonth) => string | null])[] = [
  ['payees screened before each payment', ({ coverage }) => coverage.paid?.share ?? null],
  ['roster wallets with a valid screening', ({ coverage }) => coverage.roster.share],
];

/** Stands for the share of what is not there. */
const NO_SHARE = 'none';

function shareChanges(before: ComparedMonth, now: ComparedMonth): readonly SummaryChange[] {
  return SHARES.flatMap(([what, share]) => {
    const [was, is] = [share(before) ?? NO_SHARE, share(now) ?? NO_SHARE];
    return was === is ? [] : [{ what, before: was, now: is, kind: 'share' as const }];
  });
}

function sizeOf({ concerns }: ComparedMonth, concern: string): number {
  return concerns.find((one) => one.concern === concern)?.paymentIds.length ?? 0;
}

function only(sums: readonly SummarySum[], key: string): readonly SummarySum[] {
  return sums.filter((sum) => sum.key === key);
}

function tellWorth([sum]: readonly SummarySum[], currency: string): string {
  if (sum === undefined) return formatWorth(0n, currency);
  if (sum.worth !== null) return formatWorth(sum.worth, currency);
  return `not known: ${sum.unpriced} of ${sum.payments} without a price`;
}

/** A worth as a plain decimal with its currency: exact, with two places at least. */
function formatWorth(worth: Exclude<Worth, null>, currency: string): string {
  const digits = worth.toString().padStart(7, '0');
  const places = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -6)}.${places} ${currency}`;
}

function entityChanges(before: ComparedMonth, now: ComparedMonth): readonly SummaryChange[] {
  const entitiesOf = ({ exposures }: ComparedMonth) =>
    new Set(exposures.map(({ entity }) => entity));
  const [was, is] = [entitiesOf(before), entitiesOf(now)];
  return [...new Set([...was, ...is])]
    .filter((entity) => was.has(entity) !== is.has(entity))
    .sort()
    .map((entity) => ({
      what: `met: ${entity}`,
      before: was.has(entity) ? 'yes' : 'no',
      now: is.has(entity) ? 'yes' : 'no',
      kind: 'words',
    }));
}
