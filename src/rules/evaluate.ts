import { compareFractions } from '../core/amount.js';
import type { BoundJointly, Direction, Exposure, ExposureTotals } from '../core/exposure.js';
import type { Gap } from '../core/gap.js';
import { assertNever } from '../core/never.js';
import type { Signal } from '../core/signal.js';
import type { Finding, Severity } from '../core/verdict.js';
import { measureFigure } from './figure.js';
import { isOpenFilter, matchExposure, matchesClaim } from './match.js';
import type {
  Basis,
  Condition,
  ExposureCondition,
  Rule,
  RuleSet,
  SignalCondition,
  Threshold,
} from './ruleSet.js';
import { describeMatch, type ExposureMatch, joinSentences } from './sentence.js';
import { allTrue, anyTrue, notTrue, type Truth } from './truth.js';

/** What rules judge. */
export interface Evidence {
  readonly exposures: readonly Exposure[];
  readonly totals: ExposureTotals;
  readonly signals: readonly Signal[];
  readonly gaps: readonly Gap[];
  /** Null where there is no ledger to bound over. */
  readonly boundJointly: BoundJointly | null;
}

/**
 * Judges what was found by a rule set: one finding for each rule that fires.
 *
 * Order: the rules'.
 * Edge: a rule that could not be decided, because a value was not computed, fires as `review` at
 * most and says so; it is never treated as not met.
 */
export function evaluate(ruleSet: RuleSet, evidence: Evidence): readonly Finding[] {
  return ruleSet.rules.flatMap((rule) => {
    const outcome = judge(rule.when, evidence);
    return outcome.truth === 'false' ? [] : [createFinding(rule, outcome, evidence)];
  });
}

type Match =
  | ({ readonly kind: 'exposure' } & ExposureMatch)
  | { readonly kind: 'told'; readonly sentences: readonly string[] };

interface Outcome {
  readonly truth: Truth;
  /** What led there; nothing under `not`, which is about what is absent. */
  readonly matches: readonly Match[];
}

function judge(condition: Condition, evidence: Evidence): Outcome {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.conditions.map((inner) => judge(inner, evidence));
      return {
        truth: allTrue(parts.map((part) => part.truth)),
        matches: parts.flatMap((part) => part.matches),
      };
    }
    case 'any': {
      const parts = condition.conditions.map((inner) => judge(inner, evidence));
      return joinAlternatives(parts);
    }
    case 'not':
      return { truth: notTrue(judge(condition.condition, evidence).truth), matches: [] };
    case 'exposure':
      return judgeExposure(condition, evidence);
    case 'signal':
      return told(evidence.signals.filter((signal) => matchesSignal(condition, signal)));
    case 'gap':
      return told(evidence.gaps.filter((gap) => gap.kind === condition.gap));
    default:
      return assertNever(condition, 'condition');
  }
}

/** What is true speaks for all alternatives; only where nothing is true, the unknown does. */
function joinAlternatives(parts: readonly Outcome[]): Outcome {
  const truth = anyTrue(parts.map((part) => part.truth));
  const speaking = parts.filter((part) => part.truth === truth && truth !== 'false');
  return { truth, matches: speaking.flatMap((part) => part.matches) };
}

function told(found: readonly { readonly sentence: string }[]): Outcome {
  if (found.length === 0) return { truth: 'false', matches: [] };
  return {
    truth: 'true',
    matches: [{ kind: 'told', sentences: found.map((item) => item.sentence) }],
  };
}

function matchesSignal(condition: SignalCondition, signal: Signal): boolean {
  if (signal.kind !== condition.signal) return false;
  return signal.attribution === null
    ? isOpenFilter(condition.claim)
    : matchesClaim(condition.claim, signal.attribution);
}

const DIRECTIONS: readonly Direction[] = ['incoming', 'outgoing'];
const EITHER_BASIS: readonly Basis[] = ['whole', 'last-365-days'];

function judgeExposure(condition: ExposureCondition, evidence: Evidence): Outcome {
  const directions = condition.direction === null ? DIRECTIONS : [condition.direction];
  return joinAlternatives(
    directions.map((direction) => judgeDirection(condition, direction, evidence)),
  );
}

function judgeDirection(
  condition: ExposureCondition,
  direction: Direction,
  evidence: Evidence,
): Outcome {
  const sided = evidence.exposures.filter((exposure) => exposure.direction === direction);
  const certain = sided.filter((exposure) => matchExposure(condition, exposure) === 'true');
  const possible = sided.filter((exposure) => matchExposure(condition, exposure) !== 'false');
  if (possible.length === 0) return { truth: 'false', matches: [] };
  const { threshold } = condition;
  const outcome = (truth: Truth, basis: Basis): Outcome => ({
    truth,
    matches: [
      {
        kind: 'exposure',
        condition,
        direction,
        basis,
        exposures: truth === 'true' ? certain : possible,
        unknown: truth === 'unknown',
      },
    ],
  });
  if (threshold === null) return outcome(certain.length > 0 ? 'true' : 'unknown', 'whole');
  const bases = threshold.basis === null ? EITHER_BASIS : [threshold.basis];
  const alternatives = bases.map((basis) => {
    const { totals, boundJointly } = evidence;
    const question = { threshold, basis, totals: totals[direction], boundJointly };
    return outcome(judgeThreshold({ certain, possible }, question), basis);
  });
  // Either period may decide; one of them is enough to tell about it.
  const { truth, matches } = joinAlternatives(alternatives);
  return { truth, matches: matches.slice(0, 1) };
}

function judgeThreshold(
  exposures: { readonly certain: readonly Exposure[]; readonly possible: readonly Exposure[] },
  question: {
    readonly threshold: Threshold;
    readonly basis: Basis;
    readonly totals: ExposureTotals[Direction];
    readonly boundJointly: BoundJointly | null;
  },
): Truth {
  const { figure, unit, atLeast } = question.threshold;
  const figures = figure === 'x' ? (['haircut', 'fifo'] as const) : [figure];
  return anyTrue(
    figures.map((asked) => {
      const { basis, totals, boundJointly } = question;
      const ask = { figure: asked, unit, basis, totals, boundJointly };
      const least = measureFigure(exposures.certain, ask).atLeast;
      if (compareFractions(least, atLeast) >= 0) return 'true';
      const most = measureFigure(exposures.possible, ask).atMost;
      return most !== null && compareFractions(most, atLeast) < 0 ? 'false' : 'unknown';
    }),
  );
}

function createFinding(rule: Rule, outcome: Outcome, evidence: Evidence): Finding {
  const found = new Set<Exposure>();
  const sentences: string[] = [];
  const seen = new Set<string>();
  for (const match of outcome.matches) {
    if (match.kind === 'told') {
      sentences.push(joinSentences(match.sentences, 3));
      continue;
    }
    const positions = match.exposures.map((exposure) => evidence.exposures.indexOf(exposure));
    for (const exposure of match.exposures) found.add(exposure);
    // Several thresholds over the same exposures tell the same story.
    const story = `${match.direction} ${positions.join()}`;
    if (!seen.has(story)) sentences.push(describeMatch(match, evidence));
    seen.add(story);
  }
  const told = joinSentences(sentences, 6);
  return {
    ruleId: rule.id,
    severity: outcome.truth === 'unknown' ? capped(rule.severity) : rule.severity,
    sentence: told === '' ? rule.reason : told,
    exposures: evidence.exposures.flatMap((exposure, at) => (found.has(exposure) ? [at] : [])),
    source: rule.source,
  };
}

function capped(severity: Severity): Severity {
  return severity === 'hold' ? 'review' : severity;
}
