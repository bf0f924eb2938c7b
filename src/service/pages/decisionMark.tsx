import type { Decision } from '../../core/verdict.js';

/** A decision as a small mark: its own shape, its own colour, and its word. */
export function DecisionMark({ decision }: { readonly decision: Decision }) {
  return (
    <span class={`mark decision-${decision}`}>
      <DecisionIcon decision={decision} />
      {DECISION_TITLES[decision]}
    </span>
  );
}

/** A decision as the first word of a sentence. */
export const DECISION_TITLES: Readonly<Record<Decision, string>> = {
  proceed: 'Proceed',
  review: 'Review',
  hold: 'Hold',
  incomplete: 'Incomplete',
};

/** Whether a word is a decision. */
export function isDecision(word: string): word is Decision {
  return Object.hasOwn(DECISION_TITLES, word);
}

/** The shape of a decision; the word stands beside it. */
export function DecisionIcon({ decision }: { readonly decision: Decision }) {
  const { outline, sign } = ICONS[decision];
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path class="icon-outline" d={outline} />
      <path class="icon-sign" d={sign} />
    </svg>
  );
}

/** Told apart by outline: a disc, a triangle, an octagon, a square on its corner. */
const ICONS: Readonly<Record<Decision, { readonly outline: string; readonly sign: string }>> = {
  proceed: { outline: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z', sign: 'M7 12.5l3.5 3.5L17 8.5' },
  review: { outline: 'M12 2.5L22.5 21.5H1.5z', sign: 'M12 9v6M12 18v.5' },
  hold: { outline: 'M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z', sign: 'M7 12h10' },
  incomplete: {
    outline: 'M12 1L23 12L12 23L1 12z',
    sign: 'M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5',
  },
};
