import type { Line } from '../../report/lines.js';

/** A width at which no sentence is broken: the browser does that. */
export const NO_WIDTH = Number.POSITIVE_INFINITY;

/** Lines of a report as paragraphs, set in as the report has them. */
export function TextLines({
  lines,
  form = 'sentences',
}: {
  readonly lines: readonly Line[];
  /** `columns` where some lines are cells under each other. */
  readonly form?: 'sentences' | 'columns';
}) {
  const least = Math.min(...lines.map(({ indent }) => indent));
  return (
    <div class={`lines ${form}`}>
      {lines.map(({ indent, pieces }, at) => (
        <p key={at} class={`in-${Math.min(4, Math.floor((indent - least) / 2))}`}>
          {pieces.map(({ style, text }, n) =>
            style === 'plain' ? (
              text
            ) : (
              <span key={n} class={`text-${style}`}>
                {text}
              </span>
            ),
          )}
        </p>
      ))}
    </div>
  );
}
