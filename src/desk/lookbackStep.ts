import type { NextStep } from '../core/verdict.js';
import { DECISION_WEIGHTS } from './decisionWeight.js';
import type { LookedBack } from './lookback.js';

/** Who does what about a screening that labels touch, as long as it was not screened again. */
export function lookbackStep({ record, now }: LookedBack): NextStep {
  const { decision, screenedAt, asOf } = record.verdict;
  const day = screenedAt.slice(0, 10);
  if (now.kind === 'not-judged') {
    return { who: 'finance', text: `${CANNOT_TELL[now.why]} Pay nothing on it until then.` };
  }
  if (asOf !== null) {
    return {
      who: 'compliance',
      text: `It was asked about ${asOf.slice(0, 10)} and paid nobody; ask again with --as-of ${asOf.slice(0, 10)}.`,
    };
  }
  const newly = now.kind === 'same' ? decision : now.again.verdict.decision;
  if (DECISION_WEIGHTS[newly] < DECISION_WEIGHTS[decision]) {
    return {
      who: 'compliance',
      text: `It stays at ${decision} until a new screening is made; screen it again.`,
    };
  }
  if (newly === 'hold' && decision !== 'hold') {
    return {
      who: 'compliance',
      text: `Pay nothing more to any wallet of this payee, look up what was paid since ${day}, and screen it again.`,
    };
  }
  if (newly === decision) {
    return {
      who: 'compliance',
      text: 'Read the reasons anew, and screen it again before it is paid.',
    };
  }
  return {
    who: 'finance',
    text: `Screen it again before it is paid, and tell compliance what was paid since ${day}.`,
  };
}

const CANNOT_TELL = {
  'version-1': 'Screen it again.',
  damaged: 'Restore the database from a copy, or screen it again.',
  'labels-missing': 'Screen it again.',
} as const;
