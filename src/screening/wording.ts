import type { Gap } from '../core/gap.js';
import type { Signal } from '../core/signal.js';
import type { Decided, Finding, NextStep, Severity } from '../core/verdict.js';

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
export function nextStepFor(told: Told & { readonly signals: readonly Signal[] }): NextStep {
  const { decided } = told;
  switch (decided.decision) {
    case 'proceed':
      return {
        who: 'finance',
        text: 'Pay to exactly this address within the time this verdict is valid. Screen again if the contractor names another wallet.',
      };
    case 'incomplete':
      return { who: cureBy(told.gaps), text: incompleteText(told.gaps) };
    case 'review':
      return { who: 'compliance', text: reviewText(told) };
    case 'hold':
      return {
        who: 'compliance',
        text: 'Pay nothing to this or any other wallet of this payee, and do not tell the payee why, until compliance and a second person have decided. Hand this record to compliance now.',
      };
  }
}

function reviewText(told: Told & { readonly signals: readonly Signal[] }): string {
  const kinds = new Set(told.signals.map((signal) => signal.kind));
  const complete = told.decided.complete ? '' : ` To complete it: ${firstCure(told.gaps)}`;
  if (kinds.has('no-history')) {
    return `Do not pay yet. Ask the contractor to confirm the address by a second way, send a small test payment, and have one named person release it with a reason.${complete}`;
  }
  if (kinds.has('busy') || kinds.has('custodial')) {
    return `Do not pay yet: ask the contractor for their own deposit address or an account statement that shows this one. One named person may release it with a reason.${complete}`;
  }
  return `Do not pay yet. One named person in compliance reads the findings and either releases the payment with a reason or holds it.${complete}`;
}

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
