import type { Fraction } from '../core/amount.js';
import { assertNever } from '../core/never.js';
import type {
  ClaimFilter,
  Condition,
  ExposureCondition,
  Figure,
  Rule,
  Threshold,
} from './ruleSet.js';
import { formatUsd } from './wording.js';

/** A rule in plain text: what it looks for, how much that weighs, and why. */
export function explainRule(rule: Rule): string {
  return [
    `${rule.id}: ${rule.severity} when`,
    ...explainCondition(rule.when, 1),
    `  Why: ${rule.reason}`,
    `  Source: ${rule.source}`,
    ...(rule.nextStep === null ? [] : [`  Next (${rule.nextStep.who}): ${rule.nextStep.text}`]),
  ].join('\n');
}

/** A threshold in plain text, for example `the lower bound at least USD 100`. */
export function explainThreshold(threshold: Threshold): string {
  const amount =
    threshold.unit === 'share'
      ? formatExactPercent(threshold.atLeast)
      : formatUsd(threshold.atLeast);
  return `${FIGURE_WORDS[threshold.figure]} at least ${amount}`;
}

const FIGURE_WORDS: Readonly<Record<Figure, string>> = {
  lower: 'the lower bound',
  haircut: 'the pro-rata estimate (haircut)',
  fifo: 'the first-in-first-out estimate',
  x: 'the larger of the pro-rata and first-in-first-out estimates',
  upper: 'the upper bound',
  upperIfUnseenRisky: 'the upper bound with all unseen money counted as risky',
};

function explainCondition(condition: Condition, depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [
        `${indent}${condition.kind === 'all' ? 'all of these hold' : 'any of these holds'}:`,
        ...condition.conditions.flatMap((inner) => explainCondition(inner, depth + 1)),
      ];
    case 'not':
      return [`${indent}this does not hold:`, ...explainCondition(condition.condition, depth + 1)];
    case 'exposure':
      return [`${indent}- ${explainExposure(condition)}`];
    case 'signal':
      return [`${indent}- the signal ${condition.signal}${explainClaim(condition.claim)}`];
    case 'gap':
      return [`${indent}- a gap of the kind ${condition.gap}`];
    default:
      return assertNever(condition, 'condition');
  }
}

function explainExposure(condition: ExposureCondition): string {
  const { kinds, threshold, designations } = condition;
  const ownershipOnly = kinds?.every((kind) => kind === 'ownership') ?? false;
  const dust = { above: ', above dust', below: ', dust only', any: ', dust included' };
  return [
    `${kinds === null ? 'any' : kinds.join(' or ')} exposure`,
    explainClaim(condition.claim),
    condition.direction === null ? '' : `, ${condition.direction}`,
    explainHops(condition.hops),
    designations === null ? '' : `, moved ${designations.join(' or ')} (by the listing date)`,
    ownershipOnly ? '' : dust[condition.dust],
    threshold === null
      ? ''
      : `; all such of a direction together: ${explainThreshold(threshold)}${explainBasis(threshold)}`,
  ].join('');
}

function explainBasis({ basis, unit }: Threshold): string {
  if (basis === 'whole') return ' of the whole history';
  if (basis === 'last-365-days') return ' of the last 365 days';
  return unit === 'share' ? ' of the whole history or of the last 365 days' : '';
}

function explainHops({ atLeast, atMost }: ExposureCondition['hops']): string {
  if (atLeast === null && atMost === null) return '';
  if (atLeast === null) return `, at most ${atMost} owner hops away`;
  return atMost === null
    ? `, at least ${atLeast} owner hops away`
    : `, ${atLeast} to ${atMost} owner hops away`;
}

function explainClaim(claim: ClaimFilter): string {
  const actors =
    claim.actors === null
      ? ''
      : claim.actors === 'dprk'
        ? ' of a DPRK-linked actor'
        : claim.actors === 'other'
          ? ' of somebody who is not DPRK-linked'
          : ` of ${claim.actors.join(' or ')}`;
  return [
    actors,
    claim.categories === null ? '' : `, category ${claim.categories.join(' or ')}`,
    claim.authorities === null ? '' : `, claimed by ${claim.authorities.join(' or ')}`,
    explainConfidence(claim.confidence),
    claim.roleStated === null ? '' : `, role ${claim.roleStated ? 'stated' : 'not stated'}`,
    claim.delisted === null ? '' : `, ${claim.delisted ? 'delisted' : 'not delisted'}`,
  ].join('');
}

function explainConfidence(confidence: ClaimFilter['confidence']): string {
  if (confidence === null) return '';
  const parts = [
    confidence.atLeast === null ? null : `at least ${confidence.atLeast}`,
    confidence.below === null ? null : `below ${confidence.below}`,
  ].filter((part) => part !== null);
  return ` with a confidence of ${parts.join(' and ')}`;
}

/** A threshold is printed as the file has it, never rounded. */
function formatExactPercent(share: Fraction): string {
  const scaled = share.numerator * 100n;
  const whole = scaled / share.denominator;
  const rest = scaled % share.denominator;
  if (rest === 0n) return `${whole} %`;
  const decimals = rest
    .toString()
    .padStart(share.denominator.toString().length - 1, '0')
    .replace(/0+$/, '');
  return `${whole}.${decimals} %`;
}
