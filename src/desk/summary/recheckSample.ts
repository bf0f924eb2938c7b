import type { MonthlySummary } from '../../core/monthlySummary.js';
import type { LookedBack } from '../lookback.js';
import { compareText } from './monthPayments.js';

/** One of so many is judged again. Source: a policy choice. */
const ONE_IN = 20;

/**
 * One in twenty of some screenings, rounded up: those with the lowest digests of month and id, so that
 * nobody chooses and everybody finds the same. Order: by digest.
 */
export function recheckSample(
  screeningIds: readonly string[],
  month: string,
  digestOf: (text: string) => string,
): readonly string[] {
  return screeningIds
    .map((id) => ({ id, digest: digestOf(`${month} ${id}`) }))
    .sort((a, b) => compareText(a.digest, b.digest))
    .slice(0, Math.ceil(screeningIds.length / ONE_IN))
    .map(({ id }) => id);
}

/** What came of judging a screening again. */
export function tellRecheck(
  screeningId: string,
  { record, now }: Pick<LookedBack, 'record' | 'now'>,
): MonthlySummary['recheck'][number] {
  const before = record.verdict.decision;
  if (now.kind === 'not-judged') return { screeningId, before, now: null, why: UNKNOWN[now.why] };
  if (now.kind === 'same') return { screeningId, before, now: before, why: 'As before.' };
  const { verdict } = now.again;
  const rules = [...new Set(verdict.findings.map(({ ruleId }) => ruleId))].sort();
  const why =
    rules.length === 0 ? 'No rule fires by the labels and rules of now.' : tellRules(rules);
  return { screeningId, before, now: verdict.decision, why };
}

const UNKNOWN = {
  'version-1': 'It was recorded before facts were kept so that they can be judged again.',
  damaged: 'Its facts are missing, or are not what was recorded.',
  'labels-missing': 'A state of labels by which it was judged is not in this database.',
} as const;

function tellRules(rules: readonly string[]): string {
  return `By the labels and rules of now: ${rules.join(', ')}.`;
}
