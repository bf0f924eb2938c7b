import type { Fraction } from '../core/amount.js';
import type { Actor, Authority, Category } from '../core/attribution.js';
import type { Designation, Direction, ExposureKind } from '../core/exposure.js';
import type { GapKind } from '../core/gap.js';
import type { SignalKind } from '../core/signal.js';
import type { NextStep, Severity } from '../core/verdict.js';

/** A policy: rules that turn what was found about a wallet into findings. */
export interface RuleSet {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Order: findings come in this order. */
  readonly rules: readonly Rule[];
}

/** One rule: what it looks for, how much that weighs, and why. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly when: Condition;
  /** Why the rule stands, in words that a compliance officer can defend. */
  readonly reason: string;
  /** An https link behind the reason. */
  readonly source: string;
  /** What to do when the rule fires; null where the decision says enough. */
  readonly nextStep: NextStep | null;
}

/** What a rule looks for: leaves, joined by `all`, `any` and `not`. There are no expressions. */
export type Condition =
  | { readonly kind: 'all'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | ExposureCondition
  | SignalCondition
  | GapCondition;

/** Which claims a leaf is about; null admits every value. */
export interface ClaimFilter {
  /** `dprk`: any DPRK-linked actor; `other`: a claim about nobody of the DPRK. */
  readonly actors: 'dprk' | 'other' | readonly Actor[] | null;
  readonly categories: readonly Category[] | null;
  /** Null only in a signal's leaf that asks nothing else of a claim either. */
  readonly authorities: readonly Authority[] | null;
  /** Belief in the claim; who a sanctions list holds is listed, however sure anybody is. */
  readonly confidence: { readonly atLeast: number | null; readonly below: number | null } | null;
  /** False: the source names the account under an event without saying what it did there. */
  readonly roleStated: boolean | null;
  readonly delisted: boolean | null;
}

/** The figures that a threshold may be about; `x` is the larger of haircut and FIFO. */
export const FIGURES = ['lower', 'haircut', 'fifo', 'x', 'upper', 'upperIfUnseenRisky'] as const;

/** A figure that a threshold may be about. */
export type Figure = (typeof FIGURES)[number];

/** The period that a threshold looks at. */
export const BASES = ['whole', 'last-365-days'] as const;

/** The period that a threshold looks at. */
export type Basis = (typeof BASES)[number];

/** What a threshold is counted in. */
export const UNITS = ['share', 'usd'] as const;

/** What a threshold is counted in. */
export type Unit = (typeof UNITS)[number];

/** How much the matching exposures of one direction must come to, all together. */
export interface Threshold {
  readonly figure: Figure;
  readonly unit: Unit;
  /** Null: either period suffices. */
  readonly basis: Basis | null;
  /** Units: parts of one for a share, US dollars for `usd`. Positive. */
  readonly atLeast: Fraction;
}

/** Fires on exposures: when any matches, or when the matching ones reach a threshold together. */
export interface ExposureCondition {
  readonly kind: 'exposure';
  readonly claim: ClaimFilter;
  /** Null: each direction is judged by itself, and either suffices. */
  readonly direction: Direction | null;
  readonly kinds: readonly ExposureKind[] | null;
  /** Bounds on owner hops, both ends included; null for no bound. */
  readonly hops: { readonly atLeast: number | null; readonly atMost: number | null };
  /** `before` and `after` also admit exposures that are both. */
  readonly designations: readonly Designation[] | null;
  /** Never applied to ownership, which moves no money. */
  readonly dust: 'above' | 'below' | 'any';
  readonly threshold: Threshold | null;
}

/** Fires when a signal matches. A signal without a claim matches no claim filter. */
export interface SignalCondition {
  readonly kind: 'signal';
  readonly signal: SignalKind;
  readonly claim: ClaimFilter;
}

/** Fires when a gap of this kind is met. */
export interface GapCondition {
  readonly kind: 'gap';
  readonly gap: GapKind;
}
