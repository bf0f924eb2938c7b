import type {
  LetPass,
  MonthlySummary,
  MonthPayment,
  PaymentConcern,
  SummaryCut,
} from '../../core/monthlySummary.js';
import type { Decision } from '../../core/verdict.js';
import { formatAmount, formatMoment } from '../format.js';
import type { ReferenceList } from './monthTable.js';

/** What stands for each concern, and why it is one. */
export const CONCERN_WORDS: Readonly<
  Record<PaymentConcern, { readonly title: string; readonly why: string }>
> = {
  'unscreened-on-chain': {
    title: 'On chain, from an account of ours, not screened',
    why: 'Nobody had a valid screening of whom this money went to when it left.',
  },
  'paid-while-held': {
    title: 'Paid while held',
    why: 'The newest verdict or decision said hold, and no override was in force.',
  },
  'paid-unreleased': {
    title: 'Paid without a release',
    why: 'The newest verdict or decision said review, and nobody had let it pass.',
  },
  unmatched: {
    title: 'Not found on chain as told',
    why: 'The accounts tell it, and the chain does not show it so.',
  },
  unchecked: { title: 'Never checked before it was paid', why: 'It rests on no check.' },
  'paid-before-check': {
    title: 'Checked only after it was paid',
    why: 'The first check came when the money was gone.',
  },
  'incomplete-at-payment': {
    title: 'Screening was not complete',
    why: 'The screening that it rests on did not see all that the policy requires.',
  },
  'stale-at-payment': {
    title: 'Screening was no longer valid',
    why: 'The screening that it rests on had ended before the payment.',
  },
  'not-in-accounts': {
    title: 'Not in the accounts',
    why: 'It left an account of ours on chain, and the accounting system does not tell it.',
  },
};

/** The heads of what payments are cut by. */
export const CUT_WORDS: Readonly<Record<SummaryCut, string>> = {
  decision: 'decision and release',
  asset: 'asset',
  chain: 'chain',
  rail: 'rail',
  entity: 'entity',
  category: 'category',
};

/**
 * What is read for sums by decision: the worse of what the screening and the check came to, and what people
 * did about it. What is not here reads as it is.
 */
export const DECISION_WORDS: Readonly<Record<string, string>> = {
  hold: 'hold, not overridden',
  'hold-overridden': 'hold, overridden by two',
  'incomplete-overridden': 'incomplete, overridden by two',
  review: 'review, not released',
  'review-released': 'review, released',
  'review-overridden': 'review, overridden by two',
  none: 'no valid screening',
};

const LET_PASS_WORDS: Readonly<Record<Exclude<LetPass, 'none'>, string>> = {
  released: 'released',
  overridden: 'overridden by two',
};

/**
 * What people did about a payment, null for nothing; where its check asked for it and not the screening of
 * its wallet, that too.
 */
export function letPassWords({
  decision,
  checkDecision,
  letPass,
}: Pick<MonthPayment, 'decision' | 'checkDecision' | 'letPass'>): string | null {
  if (letPass === null || letPass === 'none') return null;
  const words = LET_PASS_WORDS[letPass];
  const isOfCheck = checkDecision !== null && checkDecision !== decision;
  return isOfCheck ? `${checkDecision} of the payment, ${words}` : words;
}

/** Worst first. */
export const DECISIONS_WORST_FIRST: readonly Decision[] = [
  'hold',
  'incomplete',
  'review',
  'proceed',
];

/** The letter before a row's number, and what its list is called. */
export const LIST_WORDS: Readonly<
  Record<ReferenceList, { readonly letter: string; readonly title: string }>
> = {
  payments: { letter: 'P', title: 'Payments' },
  screenings: { letter: 'S', title: 'Screenings' },
  records: { letter: 'R', title: 'Checks and other records' },
};

/** A whole number as people read it: `10,000`. */
export function groupDigits(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number with its noun: `1 payment`, `3 payments`. */
export function plural(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Millionths of a currency, exact: `1,234.50 USD`. */
export function formatMoney(micros: bigint, currency: string): string {
  return formatAmount(micros.toString(), { symbol: currency, decimals: 6 });
}

/** The title of a month's summary. */
export function monthTitle({ month, isRunning }: MonthlySummary): string {
  return `Exposure summary ${month}${isRunning ? ', month still running' : ''}`;
}

/** What a reader must know before the tables: the worst first. `rates`: what is said of rates of currencies. */
export function openingSentences(
  summary: MonthlySummary,
  rates: readonly string[],
): readonly string[] {
  const { asOf, zone, payments, isRunning } = summary;
  const until = formatMoment(asOf, zone);
  return [
    unscreenedSentence(summary),
    ...incompleteSentences(summary),
    ...unseenSentences(summary),
    isRunning
      ? `The month is not over: this tells it up to ${until}, and every figure may still change.`
      : `The month is over; this is how it stands at ${until}.`,
    paidSentence(summary),
    ...rates,
    ...(payments.length === 0 && screened(summary) === 0
      ? ['Neither a payment nor a screening of this month is known.']
      : []),
    `Times are those of ${zone}. F numbers name figures; P, S and R numbers name the rows behind them, in the lists at the end.`,
    'What is said about an account is the claim of its source, and says nothing about who holds a wallet.',
  ];
}

/** Whether money left without a valid screening: the first thing that is said. */
export function unscreenedSentence(summary: MonthlySummary): string {
  const found =
    summary.concerns.find(({ concern }) => concern === 'unscreened-on-chain')?.paymentIds ?? [];
  if (found.length > 0) {
    return `${plural(found.length, 'payment')} on chain left our own accounts with no valid screening at the time.`;
  }
  const seen = summary.payments.filter(({ source }) => source !== 'accounts').length;
  if (seen === 0) {
    return 'No payment of this month was found on chain, so none could be held against a screening.';
  }
  return `Of ${plural(seen, 'payment')} found on chain, none left our own accounts without a valid screening at the time.`;
}

/**
 * That money left on a screening that was valid and did not see enough, which the sentence before could be
 * read to deny; nothing where none did.
 */
export function incompleteSentences({ concerns }: MonthlySummary): readonly string[] {
  const found =
    concerns.find(({ concern }) => concern === 'incomplete-at-payment')?.paymentIds ?? [];
  if (found.length === 0) return [];
  const rests = found.length === 1 ? 'rests' : 'rest';
  return [
    `${plural(found.length, 'payment')} ${rests} on a screening that did not see all that the policy requires: nobody knows what it would have found.`,
  ];
}

/** That payments which were told were held against no chain, which is not the same as that they were found. */
function unseenSentences({ month, payments }: MonthlySummary): readonly string[] {
  const unseen = payments.filter(
    ({ source, concerns }) => source === 'accounts' && !concerns.includes('unmatched'),
  ).length;
  if (unseen === 0) return [];
  return [
    `${plural(unseen, 'payment')} that the accounts tell ${unseen === 1 ? 'was' : 'were'} not looked up on chain: run hopsight payments match ${month}, then ask for the month again.`,
  ];
}

function paidSentence({ payments, currency, priceSource }: MonthlySummary): string {
  const unpriced = payments.filter(({ worth }) => worth === null).length;
  const priced = payments.flatMap(({ worth }) => (worth === null ? [] : [worth]));
  const worth = formatMoney(
    priced.reduce((sum, each) => sum + each, 0n),
    currency,
  );
  if (payments.length === 0)
    return `No payment is known. Worth is told in ${currency}: ${priceSource}.`;
  if (unpriced === payments.length) {
    return `${plural(payments.length, 'payment')}, none with a known price in ${currency} (${priceSource}).`;
  }
  const rest =
    unpriced === 0
      ? ''
      : ` ${plural(unpriced, 'more payment')} ${unpriced === 1 ? 'has' : 'have'} no known price and ${unpriced === 1 ? 'is' : 'are'} in no sum of worth.`;
  return `${plural(payments.length - unpriced, 'payment')} worth ${worth} (${priceSource}).${rest}`;
}

function screened({ screenings }: MonthlySummary): number {
  return DECISIONS_WORST_FIRST.reduce((sum, decision) => sum + screenings[decision].count, 0);
}
