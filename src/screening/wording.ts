import type { Gap } from '../core/gap.js';
import type { Decided, Finding, NextStep, Severity } from '../core/verdict.js';
import type { RuleSet } from '../rules/ruleSet.js';
import type { Timeliness } from './validity.js';

/** What the words of a verdict are made from. */
interface Told {
  readonly decided: Decided;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}

/** The verdict in one sentence (and one on what it does not say). */
export function summaryOf(told: Told & { readonly requiredDepth: number }): string {
  const { decided, requiredDepth } = told;
  switch (decided.decision) {
    case 'proceed':
      return (
        `Everything within ${requiredDepth} hops was seen, and nothing there leads to an account ` +
        'attributed to DPRK actors beyond what the rules allow. ' +
        'This is no proof of who holds the wallet.'
      );
    case 'incomplete':
      return `Not enough was seen to decide: ${firstMattering(told.gaps)} Nothing worse was found in what was seen.`;
    case 'review':
    case 'hold': {
      const finding = firstOf(told.findings, decided.decision);
      const rest = decided.complete ? '' : ' Not everything that should have been seen was seen.';
      return `${finding?.sentence ?? ''}${rest}`;
    }
  }
}

/** Whom to ask, what not to do, and what would complete the verdict. */
export function nextStepFor(
  told: Told & { readonly ruleSet: RuleSet; readonly timeliness: Timeliness },
): NextStep {
  const { decided } = told;
  switch (decided.decision) {
    case 'proceed':
      return { who: 'finance', text: PROCEED[told.timeliness] };
    case 'incomplete':
      return { who: cureBy(told.gaps), text: incompleteText(told.gaps) };
    case 'review':
    case 'hold': {
      const rule = decidingRule(told, decided.decision);
      const { who, text } = rule ?? GENERAL[decided.decision];
      const parts = [BEFORE[decided.decision], text, AFTER[decided.decision]];
      if (!decided.complete) parts.push(`To complete it: ${firstCure(told.gaps)}`);
      return { who, text: parts.filter((part) => part !== '').join(' ') };
    }
  }
}

/** What a rule says is to be done; the first of those that made the decision speaks. */
function decidingRule(
  told: Told & { readonly ruleSet: RuleSet },
  decision: 'review' | 'hold',
): NextStep | null {
  const finding = firstOf(told.findings, decision);
  return told.ruleSet.rules.find((rule) => rule.id === finding?.ruleId)?.nextStep ?? null;
}

const PROCEED: Readonly<Record<Timeliness, string>> = {
  current:
    'Pay to exactly this address within the time this verdict is valid. Screen again if the contractor names another wallet.',
  past: 'Do not pay on this: it answers for the past only. Screen again without --as-of before you pay.',
  outdated:
    'Do not pay on this yet: the newest block seen is more than a day old, and what came later was not seen. Screen again without --offline, or with a source that keeps up.',
};

const BEFORE = { review: 'Do not pay yet.', hold: '' } as const;
const AFTER = {
  review: '',
  hold: 'Do not tell the payee why before that is decided.',
} as const;

/** What is to be done where the rule does not say. */
const GENERAL = {
  review: {
    who: 'compliance',
    text: 'One named person reads the findings and releases the payment with a written reason, or holds it.',
  },
  hold: {
    who: 'compliance',
    text: 'Pay nothing to any wallet of this payee until compliance and a second person have decided.',
  },
} as const;

function incompleteText(gaps: readonly Gap[]): string {
  return `Do not pay yet, and do not treat this as a finding against the contractor. ${firstCure(gaps)}`;
}

function cureBy(gaps: readonly Gap[]): NextStep['who'] {
  const kinds = gaps.filter((gap) => gap.matters).map((gap) => gap.kind);
  return kinds.every((kind) => kind === 'budget' || kind === 'source-failed') ? 'finance' : 'admin';
}

function firstMattering(gaps: readonly Gap[]): string {
  return gaps.find((gap) => gap.matters)?.sentence ?? '';
}

function firstCure(gaps: readonly Gap[]): string {
  return gaps.find((gap) => gap.matters)?.cure ?? '';
}

function firstOf(findings: readonly Finding[], severity: Severity): Finding | undefined {
  return findings.find((finding) => finding.severity === severity);
}
