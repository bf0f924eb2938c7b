import { compareFractions, type Fraction, sumAmounts } from '../core/amount.js';
import type { BoundJointly, Direction, Exposure, ExposureTotals } from '../core/exposure.js';
import { explainThreshold } from './explain.js';
import {
  isSharePriced,
  type Measured,
  type MeasureScope,
  measureFigure,
  type Question,
} from './figure.js';
import type { Basis, ExposureCondition } from './ruleSet.js';
import {
  capital,
  describeDelisting,
  describeOwnership,
  describeSources,
  formatAtLeast,
  formatAtMost,
  formatPercent,
  formatUsd,
  joinFirst,
} from './wording.js';

/** The exposures that a leaf matched, of one direction, and the period that decided. */
export interface ExposureMatch {
  readonly condition: ExposureCondition;
  readonly direction: Direction;
  readonly basis: Basis;
  readonly exposures: readonly Exposure[];
  /** Whether the condition is unknown rather than true. */
  readonly unknown: boolean;
}

/** The totals and bounds behind what matched. */
export interface MatchedEvidence {
  readonly totals: ExposureTotals;
  readonly boundJointly: BoundJointly | null;
}

const CAUTION = 'This says nothing about who holds the wallet.';

/** What a leaf found, for a person without chain knowledge. */
export function describeMatch(match: ExposureMatch, evidence: MatchedEvidence): string {
  const owned = match.exposures.filter((exposure) => exposure.kind === 'ownership');
  const moved = match.exposures.filter((exposure) => exposure.kind !== 'ownership');
  const sentences = owned.map(({ attribution }) => describeOwnership(attribution));
  const parts = [joinSentences(sentences, 3)];
  if (moved.length > 0) {
    parts.push(describeFlow(moved, match, evidence));
    parts.push(joinSentences(moved.flatMap(describeWithdrawn), 3));
    if (!match.unknown && match.condition.threshold !== null) {
      parts.push(`Threshold reached: ${explainThreshold(match.condition.threshold)}.`);
    }
  }
  if (match.unknown) parts.push(describeUnknown(match.condition));
  parts.push(CAUTION);
  return parts.filter((part) => part !== '').join(' ');
}

/** The first sentences of a list, and how many more there are. */
export function joinSentences(sentences: readonly string[], most: number): string {
  const distinct = [...new Set(sentences)];
  const shown = distinct.slice(0, most).join(' ');
  return distinct.length > most ? `${shown} (And ${distinct.length - most} more.)` : shown;
}

function describeUnknown({ threshold }: ExposureCondition): string {
  return threshold === null
    ? 'Whether it moved before or after the listing is unknown, so that a person has to look.'
    : `Whether the rule's threshold is reached (${explainThreshold(threshold)}) was not computed, so that a person has to look.`;
}

/** When value moved to or from an account that a list held for a time, and what that means today. */
function describeWithdrawn({ attribution, byDate }: Exposure): readonly string[] {
  if (attribution.authority !== 'list' || attribution.delistedOn === null) return [];
  const listed = byDate.map(({ entityListed, addressListed }) =>
    attribution.listedOn === null ? entityListed : addressListed,
  );
  const after = sumAmounts(byDate.map(({ delisted }) => delisted.after));
  const before = sumAmounts(listed.map((parted) => parted.before));
  const since = sumAmounts(listed.map((parted) => parted.after));
  const unknown = sumAmounts(listed.map((parted) => parted.unknown));
  const times = [
    before > 0n ? 'before it was listed' : null,
    since > after ? 'while it was listed, when dealings with it were prohibited' : null,
    unknown > after ? 'before it was delisted (since when it was listed is not known)' : null,
    after > 0n ? 'after it was delisted' : null,
  ].filter((time) => time !== null);
  const told = times.length === 0 ? [] : [`The value moved ${joinFirst(times, times.length)}.`];
  return [...told, describeDelisting(attribution)];
}

function describeFlow(
  exposures: readonly Exposure[],
  match: ExposureMatch,
  { totals, boundJointly }: MatchedEvidence,
): string {
  const question = { basis: match.basis, totals: totals[match.direction], boundJointly };
  const figures = measureAll(exposures, question);
  const incoming = match.direction === 'incoming';
  const whole = [
    `of what this wallet ${incoming ? 'received' : 'sent'}`,
    isSharePriced(exposures, question) || isOnlyAsset(question) ? '' : ' in one asset',
    match.basis === 'whole' ? '' : ' in the last 365 days',
  ].join('');
  const { amount, certain } = describeAmount(figures);
  const estimates = describeEstimates(figures, estimateUsd(exposures, question));
  const verb = incoming
    ? certain
      ? 'came'
      : 'could have come'
    : certain
      ? 'went'
      : 'could have gone';
  const way = `${verb}${describeDistance(exposures, incoming)} ${incoming ? 'from' : 'to'}`;
  return `${amount} ${whole}${estimates} ${way} ${describeSources(exposures)}.`;
}

function isOnlyAsset({ basis, totals }: MeasureScope): boolean {
  const used = basis === 'whole' ? totals.totals : totals.recentTotals;
  return new Set(used.map((total) => total.asset)).size === 1;
}

interface AllFigures {
  readonly haircut: Fraction;
  readonly fifo: Fraction;
  /** Null where it was not computed. */
  readonly lower: Fraction | null;
  readonly upper: Fraction | null;
}

function measureAll(exposures: readonly Exposure[], question: MeasureScope): AllFigures {
  const measure = (figure: Question['figure']) =>
    measureFigure(exposures, { ...question, unit: 'share', figure });
  return {
    haircut: measure('haircut').atLeast,
    fifo: measure('fifo').atLeast,
    lower: known(measure('lower')),
    upper: known(measure('upper')),
  };
}

function known({ atLeast, atMost }: Measured): Fraction | null {
  return atMost !== null && compareFractions(atLeast, atMost) === 0 ? atLeast : null;
}

function describeAmount({ haircut, fifo, lower, upper }: AllFigures): {
  readonly amount: string;
  readonly certain: boolean;
} {
  if (lower !== null && lower.numerator > 0n) {
    if (upper !== null && compareFractions(lower, upper) === 0) {
      return { amount: capital(formatPercent(lower)), certain: true };
    }
    const least = capital(formatAtLeast(lower));
    // That it cannot be more than all of it says nothing.
    if (upper === null || isAll(upper)) return { amount: least, certain: true };
    return { amount: `${least} and at most ${formatAtMost(upper)}`, certain: true };
  }
  if (upper !== null) return { amount: `Up to ${formatAtMost(upper)}`, certain: false };
  const estimate = compareFractions(haircut, fifo) >= 0 ? haircut : fifo;
  return estimate.numerator > 0n
    ? { amount: `An estimated ${formatPercent(estimate)}`, certain: false }
    : { amount: 'An unknown part', certain: false };
}

function isAll({ numerator, denominator }: Fraction): boolean {
  return numerator >= denominator;
}

function describeEstimates({ haircut, fifo, lower, upper }: AllFigures, usd: string): string {
  const exact = lower !== null && upper !== null && compareFractions(lower, upper) === 0;
  const parts = exact
    ? []
    : compareFractions(haircut, fifo) === 0
      ? [`estimate ${formatPercent(haircut)}`]
      : [`pro-rata estimate ${formatPercent(haircut)}, first-in-first-out ${formatPercent(fifo)}`];
  if (usd !== '') parts.push(usd);
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** Edge: empty where an amount has no price. */
function estimateUsd(exposures: readonly Exposure[], question: MeasureScope): string {
  const amounts = exposures.flatMap((e) =>
    question.basis === 'whole' ? e.amounts : e.recentAmounts,
  );
  if (amounts.some((amount) => amount.usd === null)) return '';
  const [haircut, fifo] = (['haircut', 'fifo'] as const).map((figure) =>
    formatUsd(measureFigure(exposures, { ...question, unit: 'usd', figure }).atLeast),
  );
  return haircut === fifo ? `about ${haircut}` : `about ${haircut} or ${fifo}`;
}

function describeDistance(exposures: readonly Exposure[], incoming: boolean): string {
  const indirect = exposures.filter((exposure) => exposure.kind === 'indirect');
  if (indirect.length === 0) return ' directly';
  const hops = indirect.map((exposure) => exposure.minHops);
  const from = Math.min(...hops);
  const to = Math.max(...hops);
  const range = from === to ? `${from}` : `${from} to ${to}`;
  const direct = indirect.length < exposures.length ? ' directly or' : ',';
  return `${direct} ${range} hops ${incoming ? 'back' : 'on'}${direct === ',' ? ',' : ''}`;
}
