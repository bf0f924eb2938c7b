import type { Decision } from '../core/verdict.js';

/** How far a decision is from paying: the order in which they are worse. */
export const DECISION_WEIGHTS: Readonly<Record<Decision, number>> = {
  proceed: 0,
  review: 1,
  incomplete: 2,
  hold: 3,
};
