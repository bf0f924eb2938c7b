import { type PayrollCounts, ROW_OUTCOMES, type RowOutcome } from '../../core/payroll.js';

/** What became of rows, in words. */
export const OUTCOME_TITLES: Readonly<Record<RowOutcome, string>> = {
  proceed: 'Proceed',
  review: 'Review',
  hold: 'Hold',
  incomplete: 'Incomplete',
  unreadable: 'Not readable',
  failed: 'Failed',
  withdrawn: 'Withdrawn',
  waiting: 'Waiting',
};

const HEIGHT = 12;

/** Rows by outcome as a bar, and in words below it; nothing where there are none. */
export function OutcomeBar({ counts }: { readonly counts: PayrollCounts }) {
  const shown = ROW_OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const all = shown.reduce((sum, outcome) => sum + counts[outcome], 0);
  if (all === 0) return null;
  const starts = shown.map((_, at) =>
    shown.slice(0, at).reduce((sum, outcome) => sum + counts[outcome], 0),
  );
  return (
    <>
      <svg class="bar outcome-bar" width="100%" height={HEIGHT} aria-hidden="true">
        {shown.map((outcome, at) => (
          <g key={outcome} class={`outcome-${outcome}`}>
            <rect
              x={percent(starts[at] ?? 0, all)}
              y="0"
              width={percent(counts[outcome], all)}
              height={HEIGHT}
            />
          </g>
        ))}
      </svg>
      <span class="hint">{shown.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ')}</span>
    </>
  );
}

function percent(part: number, all: number): string {
  return `${Math.round((part * 100_000) / all) / 1000}%`;
}
