import type { Account } from './account.js';
import type { Composition } from './composition.js';
import type { Direction, Exposure, JudgedTotals } from './exposure.js';
import type { Gap } from './gap.js';
import type { Signal } from './signal.js';

/** How much a finding weighs. */
export const SEVERITIES = ['info', 'review', 'hold'] as const;

/** How much a finding weighs. */
export type Severity = (typeof SEVERITIES)[number];

/** What the payer does with a wallet. */
export type Decision = 'proceed' | 'review' | 'hold' | 'incomplete';

/** Worst first, as findings outweigh what was not seen. */
const WORST_FIRST: readonly Decision[] = ['hold', 'review', 'incomplete', 'proceed'];

/**
 * The worse of two decisions, by what wins in a verdict; null where both are.
 *
 * @example
 * worseOf('incomplete', 'review') // 'review'
 */
export function worseOf(a: Decision | null, b: Decision | null): Decision | null {
  return WORST_FIRST.find((one) => one === a || one === b) ?? null;
}

/** A rule that fired. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly sentence: string;
  /** Positions in the verdict's list of exposures. */
  readonly exposures: readonly number[];
  /** Where the reason for the rule can be read. */
  readonly source: string;
}

/** Who does what next. */
export interface NextStep {
  readonly who: 'finance' | 'compliance' | 'admin';
  readonly text: string;
}

/** One account that the screened text stands for. */
export interface Subject {
  readonly account: Account;
  /** The address as its chain writes it (EIP-55 for EVM). */
  readonly address: string;
  /** Short name of the chain. */
  readonly chain: string;
  readonly ensName: string | null;
  readonly accountKind: 'key' | 'contract' | 'unknown';
}

/** Block up to which a chain was looked at. Parts that the source did not record are null. */
export interface Anchor {
  readonly height: number | null;
  readonly hash: string | null;
  readonly time: string | null;
}

declare const harmless: unique symbol;

/**
 * A list of gaps of which none matters. Only `separateGaps` makes one, so that a verdict of
 * `proceed` cannot be built while something that should have been seen was not.
 */
export type HarmlessGaps = readonly (Gap & { readonly matters: false })[] & {
  readonly [harmless]: true;
};

interface VerdictBase {
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding[];
  readonly exposures: readonly Exposure[];
  readonly totals: Readonly<Record<Direction, JudgedTotals>>;
  readonly composition: Composition;
  readonly signals: readonly Signal[];
  readonly anchors: Readonly<Record<string, Anchor>>;
  readonly nextStep: NextStep;
  readonly summary: string;
}

/** What a screening found and decided. */
export type Verdict =
  | (VerdictBase & {
      readonly decision: 'proceed';
      readonly complete: true;
      readonly gaps: HarmlessGaps;
    })
  | (VerdictBase & {
      readonly decision: 'incomplete';
      readonly complete: false;
      readonly gaps: readonly Gap[];
    })
  | (VerdictBase & {
      readonly decision: 'review' | 'hold';
      readonly complete: boolean;
      readonly gaps: readonly Gap[];
    });

/** Gaps told apart: either none matters, or here they all are. */
export type SeparatedGaps =
  | { readonly kind: 'harmless'; readonly gaps: HarmlessGaps }
  | { readonly kind: 'matter'; readonly gaps: readonly Gap[] };

/** Tells whether any gap matters; the one place where a `HarmlessGaps` is made. */
export function separateGaps(gaps: readonly Gap[]): SeparatedGaps {
  return isHarmless(gaps) ? { kind: 'harmless', gaps } : { kind: 'matter', gaps };
}

function isHarmless(gaps: readonly Gap[]): gaps is HarmlessGaps {
  return gaps.every((gap) => !gap.matters);
}

/** The decision that findings and gaps make together: the highest finding wins, then a gap that matters. */
export type Decided =
  | { readonly decision: 'proceed'; readonly complete: true; readonly gaps: HarmlessGaps }
  | { readonly decision: 'incomplete'; readonly complete: false; readonly gaps: readonly Gap[] }
  | {
      readonly decision: 'review' | 'hold';
      readonly complete: boolean;
      readonly gaps: readonly Gap[];
    };

/**
 * Decides from what was found and what was not seen.
 *
 * Edge: `review` and `hold` keep their gaps and say `complete: false` while one matters.
 */
export function decide(findings: readonly Finding[], gaps: readonly Gap[]): Decided {
  const separated = separateGaps(gaps);
  const complete = separated.kind === 'harmless';
  if (findings.some((finding) => finding.severity === 'hold')) {
    return { decision: 'hold', complete, gaps };
  }
  if (findings.some((finding) => finding.severity === 'review')) {
    return { decision: 'review', complete, gaps };
  }
  if (separated.kind === 'harmless') {
    return { decision: 'proceed', complete: true, gaps: separated.gaps };
  }
  return { decision: 'incomplete', complete: false, gaps: separated.gaps };
}
